"""Stored text → plain text with a way back → statements in their language.

    plain(stored)                      readable text, and for each character its place in the stored text
    language(text, allowed, default)   one of the instance's languages
    statements(field, locale, stored)  sentences with offsets: stored[start:end] == quote
    again(before, after, held)         where a statement stands in an edited text; became(…) what stands in its place

Pure and deterministic; time grows with the length of the text, whatever is in it.
"""

from mappings.text.again import again, became
from mappings.text.language import language
from mappings.text.plain import plain
from mappings.text.sentences import statements
from mappings.text.types import Plain, Span

__all__ = ["Plain", "Span", "again", "became", "language", "plain", "statements"]
