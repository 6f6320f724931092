"""Explicit references to law in Swedish and English text.

references(text)      "enligt 9 § LSS" → act, chapter, section or article, and the span
explain(reference)    the same in a sentence, Swedish and English
acts()                the acts that are known by name (acts.yaml)

Pure, deterministic, in linear time. Words like "lag" (team) or "enligt lag" name no act and give nothing.
"""

from mappings.law.acts import acts
from mappings.law.references import explain, references
from mappings.law.types import Act, Reference

__all__ = ["Act", "Reference", "acts", "explain", "references"]
