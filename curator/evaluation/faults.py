"""What can be wrong with a gold file: one exception, raised where it is read."""

from __future__ import annotations


class GoldFormatError(ValueError):
    """A gold file, its adjudication or the table behind them is bad; the message says where and what would be right."""
