"""The clause template: the only words in a draft that come from us, in Swedish and English."""

from dataclasses import dataclass

from mappings.drafting.types import Block

_BLOCK_OF_NORM: dict[str, Block] = {
    "right": "rights",
    "permission": "rights",
    "obligation": "commitments",
    "prohibition": "commitments",
    "participation": "participation",
    "need": "needs",
}

_OTHERS = frozenset(("business", "civil_society", "inhabitant", "everyone", "other"))
"""Bearers outside the public authorities: what they are to do is their responsibility, not a commitment of the municipality."""

ORDER: tuple[Block, ...] = (
    "rights", "commitments", "responsibilities", "participation", "objectives", "needs", "support", "against",
)  # fmt: skip


def block_of(norm_type: str, bearer: str | None) -> Block:
    """Where a statement belongs in a clause. A norm of no other block asks for a state of affairs: objectives."""
    block = _BLOCK_OF_NORM.get(norm_type, "objectives")
    return "responsibilities" if block == "commitments" and bearer in _OTHERS else block


@dataclass(frozen=True)
class Template:
    """open_quote, close_quote: around every quote. support, against: for no, one and more contributions ("{n}").
    headings: one for each block, in the long form."""

    open_quote: str
    close_quote: str
    support: tuple[str, str, str]
    against: tuple[str, str, str]
    title_short: str
    title_tiny: str
    headings: dict[Block, str]

    @property
    def title_bare(self) -> str:
        """A title without words from a source."""
        return self.title_tiny.strip(" :")

    def count(self, block: Block, number: int) -> str:
        """The sentence that says how many stand on a side."""
        none, one, more = self.support if block == "support" else self.against
        return (none if number == 0 else one if number == 1 else more).format(n=number)


TEMPLATES: dict[str, Template] = {
    "sv": Template(
        "”",
        "”",
        ("Inget bidrag står bakom detta.", "1 bidrag står bakom detta.", "{n} bidrag står bakom detta."),
        ("Inget bidrag talar emot.", "1 bidrag talar emot.", "{n} bidrag talar emot."),
        "Förslag: ",
        "Förslag från dialogen: ",
        {
            "rights": "Rättigheter",
            "commitments": "Åtaganden",
            "responsibilities": "Ansvar",
            "participation": "Delaktighet",
            "objectives": "Mål",
            "needs": "Behov bakom",
            "support": "Röster bakom",
            "against": "Det som talar emot",
        },
    ),
    "en": Template(
        "“",
        "”",
        ("No contribution stands behind this.", "1 contribution stands behind this.", "{n} contributions stand behind this."),
        ("No contribution speaks against it.", "1 contribution speaks against it.", "{n} contributions speak against it."),
        "Proposal: ",
        "Proposal from the dialogue: ",
        {
            "rights": "Rights",
            "commitments": "Commitments",
            "responsibilities": "Responsibilities",
            "participation": "Participation",
            "objectives": "Objectives",
            "needs": "Needs behind it",
            "support": "Voices behind it",
            "against": "What speaks against it",
        },
    ),
}


def template(locale: str) -> Template:
    """The template of a locale; Swedish where there is none."""
    return TEMPLATES.get(locale.split("-")[0].lower(), TEMPLATES["sv"])
