"""Which articles on human rights a statement touches: UDHR, ICESCR, CRC, CRPD, ECHR and Regeringsformen chapter 2.

articles(theme, holder, text)   by explicit reference, by cue words in Swedish and English, or by theme and holder alone

The data are articles.yaml (labels) and topics.yaml (cues). Pure, deterministic, in linear time; no article without a reason.
"""

from mappings.rights.articles import articles
from mappings.rights.types import Article

__all__ = ["Article", "articles"]
