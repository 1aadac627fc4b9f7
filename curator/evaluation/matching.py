"""Which pairs go together when each may be used once: maximum matching in a bipartite graph.

Kuhn's algorithm (H. W. Kuhn, Naval Research Logistics Quarterly 2, 1955): grow the matching by one augmenting path at
a time. A greedy matching may take the partner that another one needed; the maximum cannot, and its size depends on
nothing but the graph.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence


def maximum_matching(left: int, right: int, fits: Callable[[int, int], bool]) -> dict[int, int]:
    """Left index → right index, as many as possible.

    A left vertex that is once matched stays matched, so those that come first are served first: where not all can
    have a partner, give the more important ones the lower indices.
    """
    partners = [[j for j in range(right) if fits(i, j)] for i in range(left)]
    owner: dict[int, int] = {}
    for i in range(left):
        _augment(i, partners, owner, set())
    return {i: j for j, i in owner.items()}


def _augment(i: int, partners: Sequence[Sequence[int]], owner: dict[int, int], seen: set[int]) -> bool:
    """Find a partner for `i`, moving others along where they have somewhere else to go."""
    for j in partners[i]:
        if j in seen:
            continue
        seen.add(j)
        if j not in owner or _augment(owner[j], partners, owner, seen):
            owner[j] = i
            return True
    return False
