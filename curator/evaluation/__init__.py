"""How good a set of claims is: the gold that a paper holds, scores against it, errors, and what each rule is worth."""
