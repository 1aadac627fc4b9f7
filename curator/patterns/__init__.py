"""What the extractor knows, read from patterns/ and checked: vocabulary, cue words, word lists and rules.

This package alone reads pattern files. What is wrong in one is refused with its file, line and rule id.
"""

from __future__ import annotations

from curator.patterns.rules import Example, Rule, Rules, load_rules

__all__ = ["Example", "Rule", "Rules", "load_rules"]
