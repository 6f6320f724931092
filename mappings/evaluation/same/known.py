"""Texts with what the tags know: split and tagged as the service does it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from mappings.evaluation.same.material import Text
from mappings.grouping import Item
from mappings.tagging import Asked, Context, Tags, decide
from mappings.text import statements

TAGS = ("product", "rules")


@dataclass(frozen=True)
class Said:
    """One statement of a text with its tags. id: a hash, as in the product, so that order by id tells nothing."""

    id: str
    text: str
    language: str
    field: str
    tags: Tags


@dataclass(frozen=True)
class Known:
    """A text and its statements, in order."""

    text: Text
    statements: tuple[Said, ...]


def known(texts: Sequence[Text], tags: str = "product") -> tuple[Known, ...]:
    """The texts in their order. tags: rules and model together (product), or rules alone.

    Where the model's files are missing, rules answer alone (see `mappings.tagging.model_state`). Raises ValueError for others.
    """
    if tags not in TAGS:
        raise ValueError(f"{tags}: välj bland {', '.join(TAGS)}")
    asked: list[Asked] = []
    places: list[list[tuple[str, str]]] = []
    for text in texts:
        mine, before = [], ""
        for field, stored in (("title", text.title), ("body", text.body)):
            for span in statements(field, text.language, stored, allowed=text.allowed, default_language=text.language):
                asked.append(Asked(span.text, span.language, Context(text.topic, before, field, text.kind)))
                mine.append((_name(text.id, field, span.start, span.end), field))
                before = span.text
        places.append(mine)
    given = iter(zip(asked, decide(asked, use_model=tags == "product"), strict=True))
    return tuple(
        Known(text, tuple(_said(name, field, *next(given)) for name, field in mine))
        for text, mine in zip(texts, places, strict=True)
    )


def items_of(texts: Sequence[Known], *, use_tags: bool = True) -> list[Item]:
    """What `mappings.grouping.group` takes. use_tags: False makes every statement a demand for something, of nobody."""
    return [
        Item(
            statement_id=said.id,
            text=said.text,
            language=said.language,
            norm_type=said.tags.primary.norm_type if use_tags else "obligation",
            side=said.tags.side if use_tags else "for",
            contribution_id=one.text.id,
            scope=one.text.scope,
            bearer=said.tags.primary.bearer if use_tags else None,
            title=one.text.topic,
            whole=" ".join(said.text for said in one.statements if said.field != "title"),
        )
        for one in texts
        for said in one.statements
    ]


def _said(name: str, field: str, asked: Asked, tags: Tags) -> Said:
    return Said(name, asked.text, asked.language, field, tags)


def _name(*parts: object) -> str:
    return hashlib.sha256("\0".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()[:32]
