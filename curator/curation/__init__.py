"""The queue, what verdicts add up to, and what an edited value may be. Pure: the model in, the model out."""
