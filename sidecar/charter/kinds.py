"""Kinds of parties, states of a commitment, and what both are called."""

from __future__ import annotations

from enum import StrEnum


class PartyKind(StrEnum):
    """DESIGN §4: who an agreement binds and who signs it."""

    municipality = "municipality"
    inhabitants = "inhabitants"
    civil_society = "civil_society"
    university = "university"
    business = "business"
    authority = "authority"


KIND_NAMES: dict[PartyKind, str] = {
    PartyKind.municipality: "kommunen",
    PartyKind.inhabitants: "invånarna",
    PartyKind.civil_society: "civilsamhället",
    PartyKind.university: "universitet eller högskola",
    PartyKind.business: "näringslivet",
    PartyKind.authority: "annan myndighet",
}


class Status(StrEnum):
    """How a commitment goes."""

    not_begun = "not_begun"
    under_way = "under_way"
    kept = "kept"
    late = "late"
    not_kept = "not_kept"


STATUS_NAMES: dict[Status, str] = {
    Status.not_begun: "inte påbörjat",
    Status.under_way: "pågår",
    Status.kept: "uppfyllt",
    Status.late: "försenat",
    Status.not_kept: "inte uppfyllt",
}

BEARS: dict[PartyKind, tuple[str, ...]] = {
    PartyKind.municipality: ("municipality", "school"),
    PartyKind.inhabitants: ("inhabitant",),
    PartyKind.civil_society: ("civil_society",),
    PartyKind.university: (),
    PartyKind.business: ("business",),
    PartyKind.authority: (),
}
"""kind → the bearers of a tag that mean such a party, unless a person says otherwise. Which authority is meant (the region, the
state) can't be known from its kind."""
