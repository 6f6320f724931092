"""A table's rows become proposals, all or none, as the import panel of each version makes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from connectors.decidim.emulator import writes
from connectors.decidim.emulator.admin_import_csv import NotRecorded
from connectors.decidim.emulator.admin_import_files import FormRefused, ServerError, Table
from connectors.decidim.emulator.records import Proposal
from connectors.decidim.emulator.store import Store


@dataclass(frozen=True)
class ImportRules:
    """In what the versions differ: who is the author, what a proposal is filed under, what the pages answer.

    form_status: of a form shown again. list_breaks: the panel's list of proposals is a 500 while a title is a number.
    """

    official: bool
    has_taxonomies: bool
    form_status: int
    list_breaks: bool = False


def rules(version: str) -> ImportRules:
    """Rules of a recorded version. Raises ValueError for a version that was never recorded."""
    match version.split(".")[:2]:
        case ["0", "28"]:
            return ImportRules(official=False, has_taxonomies=False, form_status=200)
        case ["0", "30"]:
            return ImportRules(official=False, has_taxonomies=True, form_status=200, list_breaks=True)
        case ["0", "31"] | ["0", "32"]:
            return ImportRules(official=True, has_taxonomies=True, form_status=422)
        case _:
            raise ValueError(f"no recorded imports of Decidim {version}")


@dataclass(frozen=True)
class Filing:
    """What a row says besides its texts."""

    taxonomies: list[int]
    scope: int | None
    address: str | None
    latitude: float | None
    longitude: float | None


def check(table: Table, locale: str) -> None:
    """Raises FormRefused where the panel names missing or repeated columns, or rows without title or body."""
    if table.duplicates:
        names = " och ".join(table.duplicates)
        ending = "Kontrollera att filen innehåller alla nödvändiga kolumner och att de finns bara en gång."
        raise FormRefused(f"Dubbletter av kolumn: {names}. {ending}")
    required = (f"title/{locale}", f"body/{locale}")
    missing = [name for name in required if name not in table.headers]
    if missing:
        noun = "Saknad kolumn" if len(missing) == 1 else "Saknade kolumner"
        raise FormRefused(f"{noun}: {' och '.join(missing)}. Kontrollera att filen innehåller obligatoriska kolumner.")
    first = 2 if table.lines else 1
    bad = [place for place, row in enumerate(table.rows, first) if any(row[name] is None for name in required)]
    if bad:
        raise FormRefused(_bad_rows(bad, table.lines))


def _bad_rows(places: Sequence[int], lines: bool) -> str:
    named = " och ".join(filter(None, [", ".join(map(str, places[:-1])), str(places[-1])]))
    if not lines:
        ending = "Kontrollera att texten är korrekt formaterad och innehåller giltiga uppgifter."
        return f"Hittade fel i importfilen vid index {named}. {ending}"
    found = f"ett fel i importfilen på rad {named}" if len(places) == 1 else f"fel i importfilen på raderna {named}"
    return f"Hittade {found}. Kontrollera att raderna är korrekt formaterade och innehåller giltiga uppgifter."


def create(store: Store, component: int, table: Table, author: int, version_rules: ImportRules) -> list[Proposal]:
    """A published proposal for each row of a checked table. Raises ServerError or NotRecorded before any is made."""
    locales = store.organization["available_locales"]
    made = [
        (_texts(row, "title", locales), _texts(row, "body", locales), _filing(store, row, version_rules)) for row in table.rows
    ]
    with store.lock:
        return [
            writes.create_proposal(
                store,
                component,
                title,
                body,
                author=None if version_rules.official else author,
                taxonomies=filing.taxonomies,
                scope=filing.scope,
                address=filing.address,
                latitude=filing.latitude,
                longitude=filing.longitude,
            )
            for title, body, filing in made
        ]


def _texts(row: dict[str, object], field: str, locales: Sequence[str]) -> dict[str, str]:
    """The texts of the organisation's locales, in the order in which its database keeps them. A number stays a number."""
    found = {locale: row.get(f"{field}/{locale}") for locale in sorted(locales, key=lambda name: (len(name), name))}
    return {locale: text for locale, text in found.items() if text is not None}  # type: ignore[misc]


def _filing(store: Store, row: dict[str, object], version_rules: ImportRules) -> Filing:
    taxonomies = _taxonomies(row) if version_rules.has_taxonomies else _category(store, row)
    scope = _number(row.get("scope/id"))
    placed = any(row.get(name) is not None for name in ("address", "latitude", "longitude"))
    if placed and not version_rules.has_taxonomies:
        raise NotRecorded("an address in an import into 0.28")
    address = row.get("address")
    return Filing(
        taxonomies=taxonomies,
        scope=scope if scope is not None and store.scope(scope) is not None else None,
        address=None if address is None else str(address),
        latitude=_degrees(row.get("latitude")),
        longitude=_degrees(row.get("longitude")),
    )


def _taxonomies(row: dict[str, object]) -> list[int]:
    given = row.get("taxonomies/ids")
    if given is None:
        return []
    if not isinstance(given, str):
        raise ServerError(f"undefined method 'split' for an instance of {type(given).__name__}")
    return [int(part) for part in given.split(",") if part.strip().isdecimal()]


def _category(store: Store, row: dict[str, object]) -> list[int]:
    number = _number(row.get("category/id"))
    category = store.categories().get(number) if number is not None else None
    return [] if category is None else [category.id]


def _number(value: object) -> int | None:
    return int(str(value)) if value is not None and str(value).strip().isdecimal() else None


def _degrees(value: object) -> float | None:
    try:
        return None if value is None else float(str(value))
    except ValueError:
        raise NotRecorded("a latitude or longitude that is no number") from None
