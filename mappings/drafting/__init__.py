"""A group → a clause whose every sentence cites its sources.

draft(members, supporting=…, opposing=…) -> ClauseDraft       quotes and counts, by block
verify(draft, stored) -> tuple[Violation, ...]                empty: may be saved, exported, pushed
render(draft, marker=…, max_length=500) -> RenderedDraft      title and escaped HTML body for Decidim
"""

from mappings.drafting.draft import SidesMixed, draft
from mappings.drafting.render import NoRoom, render
from mappings.drafting.types import Block, Citation, ClauseDraft, Member, RenderedDraft, Sentence, Violation
from mappings.drafting.verify import Stored, verify

__all__ = [
    "Block",
    "Citation",
    "ClauseDraft",
    "Member",
    "NoRoom",
    "RenderedDraft",
    "Sentence",
    "SidesMixed",
    "Stored",
    "Violation",
    "draft",
    "render",
    "verify",
]
