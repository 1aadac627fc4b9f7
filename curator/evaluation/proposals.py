"""What is measured: claims with the sentence and the rule behind them, in an order of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from curator.evaluation.compare import claim_key, fits, mirna_key
from curator.model import Assertion, Claim, GoldRow, Polarity, Slot


@dataclass(frozen=True, slots=True)
class Proposal:
    """A claim as it is scored."""

    claim: Claim
    polarity: Polarity = Polarity.AFFIRMED
    sentences: tuple[str, ...] = ()
    """The evidence, in text order."""
    rules: tuple[str, ...] = ()


def proposal(item: Claim | Assertion | Proposal) -> Proposal:
    """Anything that can be scored, as a proposal; a bare claim is affirmed and without evidence."""
    if isinstance(item, Proposal):
        return item
    if isinstance(item, Claim):
        return Proposal(item)
    sentences = tuple(dict.fromkeys(evidence.quote for evidence in item.evidence))
    rules = (rule for evidence in item.evidence for rule in evidence.rule.split(" + ") if rule)
    return Proposal(item.claim, item.polarity, sentences, tuple(dict.fromkeys(rules)))


def counted(items: Iterable[Claim | Assertion | Proposal], gold: Sequence[GoldRow]) -> list[Proposal]:
    """The proposals that count against a gold, sorted, each five-slot row once.

    A row that has neither a target nor an effect (cargo) is no finding and does not count. Neither does one that is
    negated or speculative, unless a gold row on the same miRNA and target may be read so.
    """
    proposals = sorted(map(proposal, items), key=order)
    findings = (p for p in proposals if (p.claim.target or p.claim.effect) and is_read_so(p, gold))
    unique: dict[tuple[str, ...], Proposal] = {}
    for finding in findings:
        named = _under_gold_name(finding, gold)
        unique.setdefault(claim_key(named.claim), named)
    return list(unique.values())


def gold_findings(gold: Iterable[GoldRow]) -> list[GoldRow]:
    """The rows that a reader affirms."""
    return [row for row in gold if row.polarity is Polarity.AFFIRMED]


def order(item: Proposal) -> tuple[object, ...]:
    """A sorting key, total on what can be seen of a proposal, so that its place in the input never counts."""
    is_hedged = item.polarity is not Polarity.AFFIRMED
    return claim_key(item.claim), is_hedged, tuple(v or "" for _, v in item.claim.items()), item.sentences, item.rules


def is_read_so(item: Proposal, gold: Iterable[GoldRow]) -> bool:
    """Whether a proposal counts by its polarity: it is affirmed, or the gold's row may be read as it is."""
    if item.polarity is Polarity.AFFIRMED:
        return True
    readable = (row for row in gold if item.polarity.value in row.alternatives.get("polarity", ()))
    return any(fits(row, item.claim, Slot.MIRNA) and fits(row, item.claim, Slot.TARGET) for row in readable)


def _under_gold_name(item: Proposal, gold: Sequence[GoldRow]) -> Proposal:
    """The proposal under the name by which the gold knows its miRNA, so that an alias is not another miRNA."""
    key = mirna_key(item.claim.mirna)
    if any(mirna_key(row.mirna) == key for row in gold):
        return item
    known = {row.mirna for row in gold if any(mirna_key(other) == key for other in row.alternatives.get("mirna", ()))}
    if len(known) != 1:
        return item
    claim = item.claim
    renamed = Claim(known.pop(), claim.source, claim.target, claim.effect, claim.citation, claim.drug, claim.disease)
    return Proposal(renamed, item.polarity, item.sentences, item.rules)
