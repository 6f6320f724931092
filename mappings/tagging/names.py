"""What the values of a tag are called: (Swedish, English). A value without a name, as in own rules, is shown as it is."""

from collections.abc import Mapping

from mappings.tagging.types import THEMES

NAMES: dict[str, tuple[str, str]] = {
    "existing": ("gäller redan", "holds already"), "proposed": ("föreslås", "proposed"),
    "municipality": ("kommunen", "the municipality"), "region": ("regionen", "the region"), "state": ("staten", "the state"),
    "school": ("skolan", "the school"), "business": ("företag", "businesses"),
    "civil_society": ("föreningar", "civil society"), "inhabitant": ("invånare", "inhabitants"),
    "everyone": ("alla", "everyone"), "other": ("annan", "other"),
    "council": ("kommunfullmäktige", "the council"), "board": ("kommunstyrelsen", "the municipal board"),
    "committee": ("nämnden", "the committee"), "administration": ("förvaltningen", "the administration"),
    "agency": ("myndigheten", "the agency"), "government": ("regeringen", "the government"),
    "company": ("bolaget", "the company"),
    "employer": ("arbetsgivaren", "the employer"), "landlord": ("hyresvärden", "the landlord"),
    "association": ("föreningen", "the association"), "congregation": ("församlingen", "the congregation"),
    "dog_owners": ("hundägare", "dog owners"), "parents": ("föräldrar", "parents"), "road_users": ("trafikanter", "road users"),
    "residents": ("boende", "residents"), "speaker": ("den som talar", "the speaker"),
    "child_youth": ("barn och unga", "children and young people"), "older": ("äldre", "older people"),
    "disability": ("personer med funktionsnedsättning", "people with disabilities"),
    "women": ("kvinnor", "women"),
    "lgbtqi": ("hbtqi-personer", "LGBTQI people"), "minority": ("minoriteter", "minorities"),
    "newcomer": ("nyanlända", "newcomers"),
    "low_income": ("personer med låg inkomst", "people with low income"), "nature": ("djur och natur", "animals and nature"),
    "must": ("ska", "must"), "should": ("bör", "should"), "may": ("får", "may"), "wish": ("önskan", "wish"),
    "promise": ("löfte", "promise"),
    "for": ("för", "for"), "against": ("emot", "against"), "turned": ("vänd av ett nej", "turned"),
    **THEMES,
}  # fmt: skip


_TOLD = (
    ("standing", "ställning"), ("bearer", "vem som är skyldig"), ("bearer_detail", "närmare"), ("holder", "vem det gäller"),
    ("strength", "styrka"), ("counterparty", "mot"), ("theme", "tema"), ("side", "sida"),
)  # fmt: skip


def told_sv(values: Mapping[str, str | None]) -> str:
    """What a tag says besides its norm, for a reader of Swedish: only what it has. The counterparty is the text's own words."""
    told = [(name, label, value) for name, label in _TOLD if (value := values.get(name))]
    return ", ".join(f"{label}: {value if name == 'counterparty' else name_sv(value)}" for name, label, value in told)


def name_sv(value: str) -> str:
    """The Swedish name of a value, or the value itself."""
    return NAMES[value][0] if value in NAMES else value
