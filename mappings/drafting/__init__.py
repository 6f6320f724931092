"""A group → a clause whose every sentence cites its sources.

compose(text, language, norm_type=…, bearer=…) -> Composition         a charter's sentence, or why the statement is kept as it is
draft(members, supporting=…, opposing=…, needs=…) -> ClauseDraft     composed sentences, quotes and counts, by block
verify(draft, stored) -> tuple[Violation, ...]                       empty: may be saved, exported, pushed
render(draft, marker=…, max_length=500) -> RenderedDraft             short form: title and escaped HTML body for Decidim
render_long(draft, marker=…), sections(draft), shown(sentence, …)    long form: as HTML, by block, sentence by sentence
lix(text), lix_level(value)                                          readability
"""

from mappings.drafting.compose import Composition, compose
from mappings.drafting.draft import SidesMixed, draft
from mappings.drafting.lix import lix, lix_level
from mappings.drafting.render import NoRoom, render, render_long, sections, shown
from mappings.drafting.template import block_of
from mappings.drafting.types import Block, Citation, ClauseDraft, Member, RenderedDraft, Section, Sentence, Violation
from mappings.drafting.verify import Stored, verify

__all__ = [
    "Block",
    "Citation",
    "ClauseDraft",
    "Composition",
    "Member",
    "NoRoom",
    "RenderedDraft",
    "Section",
    "Sentence",
    "SidesMixed",
    "Stored",
    "Violation",
    "block_of",
    "compose",
    "draft",
    "lix",
    "lix_level",
    "render",
    "render_long",
    "sections",
    "shown",
    "verify",
]
