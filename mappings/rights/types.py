"""What an article on human rights is, and why it was named."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Article:
    """One article that a statement touches.

    id: "crc-28", "rf-2-12"; act_id as in `mappings.law`; number: "artikel 28", "2 kap. 12 §". start, end: the words in the text
    that showed it, both None where only theme and holder speak for it. confidence: 0–1. gave: "reference", "cue" or "pair".
    """

    id: str
    act_id: str
    act_name_sv: str
    act_name_en: str
    number: str
    label_sv: str
    label_en: str
    gave: str
    confidence: float
    start: int | None
    end: int | None
    reason_sv: str
    reason_en: str
