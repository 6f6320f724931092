"""What is missing in a set of statements: a right that nobody is bound to, a duty that nobody is owed."""

from collections.abc import Mapping
from dataclasses import dataclass

from mappings.tagging.types import Tag

RIGHTS = frozenset({"right", "permission"})
DUTIES = frozenset({"obligation", "prohibition"})


@dataclass(frozen=True)
class Gap:
    """kind: right_without_bearer or duty_without_holder."""

    statement_id: str
    kind: str
    explanation_sv: str
    explanation_en: str


def gaps(tags: Mapping[str, Tag]) -> tuple[Gap, ...]:
    """The gaps of a set of statements (id → its tag that counts), in the order of their ids.

    A right has a bearer only where the text names one: `municipality` that is merely supposed (no `bearer_detail`, given by
    default) still counts as named. A duty has a holder where the text says who benefits or towards whom it is owed.
    """
    found = []
    for one in sorted(tags):
        given = tags[one]
        if given.norm_type in RIGHTS and given.bearer is None:
            found.append(
                Gap(
                    one,
                    "right_without_bearer",
                    "En rättighet, men ingen som är skyldig att ge den. Fråga vem som ska svara för den.",
                    "A right, but nobody who is bound to give it. Ask who is to answer for it.",
                )
            )
        if given.norm_type in DUTIES and given.holder is None and given.counterparty is None:
            found.append(
                Gap(
                    one,
                    "duty_without_holder",
                    "En skyldighet, men ingen som den gäller mot. Fråga vem som har rätt att kräva den.",
                    "A duty, but nobody that it is owed to. Ask who is entitled to claim it.",
                )
            )
    return tuple(found)
