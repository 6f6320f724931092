"""From a row of an exported file to the records that the API gives too: same ids, same texts. What the file lacks is None."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlsplit

from connectors.base import Comment, Locales, Place, Proposal, Term
from connectors.decidim.decode import BROKEN_TEXT, ID, LOCALE, UNDETERMINED, WORD
from connectors.decidim.opendata_files import Row, Table
from connectors.decidim.opendata_text import same_body, unquoted, unwrapped

Known = Callable[[str], Locales | None]
"""Id of a proposal → its body as stored after an earlier read, None where there is none."""

SPACES = {"processes": "process", "assemblies": "assembly", "conferences": "conference", "initiatives": "initiative"}
PLACED = re.compile(rf"/({'|'.join(SPACES)})/([^/]+)(?:/f/([0-9]{{1,18}})/proposals(?:/([0-9]{{1,18}}))?)?/?$")
DATE = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d{1,6})?) ?(UTC|Z|[+-]\d\d:?\d\d)?")
PROPOSAL_TYPE, COMMENT_TYPE = "Decidim::Proposals::Proposal", "Decidim::Comments::Comment"


class BadRow(Exception):
    """`reason`: a key of `opendata_faults.REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Address:
    """What an address in Decidim says of a thing. `kind`: as in `Space.kind`."""

    kind: str
    slug: str
    component_id: str | None = None
    proposal_id: str | None = None


@dataclass
class Cells:
    """One row, read cell by cell. `odd`: columns that hold what we don't know."""

    cells: Mapping[str, str]
    exact: bool
    odd: list[str] = field(default_factory=list)

    def raw(self, *names: str) -> str | None:
        """The first of these columns that isn't empty."""
        return next((self.cells[name] for name in names if self.cells.get(name)), None)

    def text(self, name: str) -> str | None:
        cell = self.raw(name)
        return cell if cell is None or self.exact else unquoted(cell)

    def matching(self, pattern: re.Pattern[str], name: str) -> str | None:
        cell = self.text(name)
        if cell is not None and not pattern.fullmatch(cell):
            self.odd.append(name)
            return None
        return cell

    def count(self, *names: str) -> int | None:
        cell = self.raw(*names)
        if cell is not None and not re.fullmatch(r"[0-9]{1,12}", cell):
            self.odd.append(names[0])
            return None
        return None if cell is None else int(cell)

    def number(self, name: str) -> float | None:
        cell = self.text(name)
        if cell is None:
            return None
        if re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{1,20})?", cell) and abs(float(cell)) <= 180:
            return float(cell)
        self.odd.append(name)
        return None

    def date(self, name: str) -> datetime | None:
        cell = self.raw(name)
        if cell is None:
            return None
        found = DATE.fullmatch(cell)
        try:
            day, time, zone = found.groups() if found else ("", "", "")
            zone = "+00:00" if zone in (None, "UTC", "Z") else zone
            return datetime.fromisoformat(f"{day}T{time}{zone}").astimezone(UTC)
        except (ValueError, OverflowError):
            self.odd.append(name)
            return None

    def flag(self, name: str) -> bool | None:
        cell = self.raw(name)
        if cell not in (None, "true", "false"):
            self.odd.append(name)
        return {"true": True, "false": False}.get(cell or "")

    def web(self, name: str) -> str | None:
        cell = self.raw(name)
        if cell is not None and not cell.startswith(("https://", "http://")):
            self.odd.append(name)
            return None
        return cell

    def locales(self, prefix: str) -> dict[str, str]:
        """locale → text of the columns ``prefix/<locale>``; an empty cell is a text that isn't there."""
        start = f"{prefix}/"
        names = [name for name in self.cells if name.startswith(start) and LOCALE.fullmatch(name, len(start))]
        return {name.removeprefix(start): text for name in names if (text := self.text(name))}


def address_of(url: str | None) -> Address | None:
    """Space, component and proposal that an address of Decidim's names; None if it names none of them."""
    try:
        found = PLACED.search(urlsplit(url or "").path)
    except ValueError:
        return None
    return Address(SPACES[found[1]], found[2], found[3], found[4]) if found else None


def proposal_of(table: Table, row: Row, known: Known, parents: Mapping[str, str]) -> tuple[Proposal, tuple[str, ...]]:
    """The proposal, and the columns that hold what we don't know. `parents`: taxonomy → its parent. Raises `BadRow`."""
    cells = _sound(table, row)
    number, component = _id(row, "id", "bad_id"), _id(row, "component/id", "bad_component")
    title, written = cells.locales("title"), cells.locales("body")
    if not title and not written:
        raise BadRow("missing_field")
    official, kind, author = _author(cells)
    state = cells.matching(WORD, "state")
    record = Proposal(
        id=number,
        component_id=component,
        title=title,
        body=_body(written, known(number) or {}),
        state=state,
        withdrawn=bool(cells.flag("withdrawn")) or state == "withdrawn",
        withdrawn_at=cells.date("withdrawn_at"),
        official=official,
        author_key=author,
        author_kind=kind,
        published_at=cells.date("published_at"),
        updated_at=cells.date("updated_at"),
        url=cells.web("url"),
        reference=cells.text("reference"),
        place=_place(cells),
        terms=tuple(_terms(cells, parents)),
        likes=cells.count("likes/total_count", "endorsements/total_count"),
        votes=cells.count("votes", "supports"),
        comments_count=cells.count("comments"),
        answer=cells.locales("answer"),
        answered_at=cells.date("answered_at"),
    )
    return record, tuple(dict.fromkeys(cells.odd))


def comment_of(table: Table, row: Row) -> tuple[Comment, tuple[str, ...]]:
    """The comment, and the columns that hold what we don't know. Raises `BadRow`.

    Its text is under `UNDETERMINED` as over the API, which doesn't tell the locale that the file has: one comment must be one
    revision whichever way it was read.
    """
    cells = _sound(table, row)
    number, proposal, parent = _id(row, "id", "bad_id"), proposal_named(row), None
    if proposal is None:
        raise BadRow("bad_parent")
    if row.cells.get("commentable_type") == COMMENT_TYPE:
        parent = _id(row, "commentable_id", "bad_parent")
    alignment = cells.matching(re.compile("-1|0|1"), "alignment")
    depth = cells.count("depth")
    author = cells.raw("user_group/id", "author/id")
    if author is not None and not ID.fullmatch(author):
        cells.odd.append("author/id")
        author = None
    kind = "user_group" if cells.raw("user_group/id") else "user"
    record = Comment(
        id=number,
        proposal_id=proposal,
        parent_id=parent,
        body={UNDETERMINED: cells.text("body") or ""},
        alignment=int(alignment or 0),
        depth=depth if depth is not None and depth < 1000 else int(parent is not None),
        author_key=author and f"{kind}/{author}",
        created_at=cells.date("created_at"),
    )
    return record, tuple(dict.fromkeys(cells.odd))


def proposal_named(row: Row) -> str | None:
    """The proposal that a comment's row belongs to; None where the row doesn't tell, or says two things."""
    place = address_of(row.cells.get("root_commentable_url"))
    named = place.proposal_id if place else None
    if row.cells.get("commentable_type") == PROPOSAL_TYPE:
        direct = row.cells.get("commentable_id", "")
        return direct if ID.fullmatch(direct) and named in (None, direct) else None
    return named if row.cells.get("commentable_type") == COMMENT_TYPE else None


def _sound(table: Table, row: Row) -> Cells:
    if row.fault:
        raise BadRow(row.fault)
    if any(BROKEN_TEXT.search(cell) for cell in row.cells.values()):
        raise BadRow("bad_encoding")
    return Cells(row.cells, table.exact)


def _id(row: Row, name: str, reason: str) -> str:
    cell = row.cells.get(name, "")
    if not ID.fullmatch(cell):
        raise BadRow(reason)
    return cell


def _body(written: Mapping[str, str], known: Locales) -> Locales:
    return {
        locale: known[locale] if locale in known and same_body(known[locale], text) else unwrapped(text)
        for locale, text in written.items()
    }


def _author(cells: Cells) -> tuple[bool | None, str | None, str | None]:
    """(official, kind, key). The organisation's id looks like a user's: only the address of its page tells them apart."""
    number, page = (cells.raw(name) for name in ("author/id", "author/url"))
    number, page = (value.split(", ")[0] if value else None for value in (number, page))
    if number is None or page is None:
        return None, None, None
    path = urlsplit(page).path if page.startswith(("https://", "http://")) and "[" not in page else "?"
    if re.fullmatch(r"/?|/[A-Za-z]{2,3}([-_][A-Za-z]{2,8})?/?", path):
        return True, None, None
    kind = "meeting" if "/meetings/" in path else "user" if "/profiles/" in path else None
    if kind is None or not ID.fullmatch(number):
        cells.odd.append("author/id")
        return None, None, None
    return False, kind, f"{kind}/{number}"


def _place(cells: Cells) -> Place | None:
    address, latitude, longitude = cells.text("address"), cells.number("latitude"), cells.number("longitude")
    if latitude is None or longitude is None:
        return Place(address) if address else None
    return Place(address, latitude, longitude)


def _terms(cells: Cells, parents: Mapping[str, str]) -> Iterable[Term]:
    for number in (cells.raw("taxonomies/ids") or "").split(", "):
        if ID.fullmatch(number):
            yield Term(number, "taxonomy", cells.locales(f"taxonomies/{number}"), parents.get(number))
        elif number:
            cells.odd.append("taxonomies/ids")
    for kind in ("category", "scope"):
        if found := cells.matching(ID, f"{kind}/id"):
            yield Term(found, kind, cells.locales(f"{kind}/name"))
