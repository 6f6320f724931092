"""What can be wrong with a file, and with a row of it, in sentences that a person can act on. Never what a cell holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from connectors.base import Stage, Unreadable
from connectors.errors import FixSettings, ReadError, TryLater

AGAIN_SV = "Hämta filen på nytt (Decidims sida → Öppna data, eller Admin → Exportera) och läs in den utan att spara om den."
AGAIN_EN = "Take the file anew (Decidim's page → Open Data, or Admin → Export) and read it in without saving it again."


def no_file() -> ReadError:
    return ReadError("no_file", "Filen går inte att öppna. Kontrollera sökvägen.", "The file can't be opened. Check its path.")


def empty_file() -> ReadError:
    return ReadError("empty_file", f"Filen är tom. {AGAIN_SV}", f"The file is empty. {AGAIN_EN}")


def broken_zip() -> ReadError:
    return ReadError(
        "broken_zip",
        f"ZIP-filen är trasig eller inte hel. {AGAIN_SV}",
        f"The ZIP file is broken or not whole. {AGAIN_EN}",
    )


def not_open_data() -> ReadError:
    return ReadError(
        "not_open_data",
        f"ZIP-filen innehåller ingen fil med förslag som heter …open-data-proposals.csv. {AGAIN_SV}",
        f"The ZIP file holds no file of proposals named …open-data-proposals.csv. {AGAIN_EN}",
    )


def too_big() -> ReadError:
    return ReadError(
        "too_big",
        "Filen är större uppackad än vad vi läser in. Är det rätt fil: exportera en komponent i taget (Admin → Exportera).",
        "Unpacked, the file is larger than we read. If it is the right one: export one component at a time (Admin → Export).",
    )


def not_utf8() -> ReadError:
    return ReadError(
        "not_utf8",
        f"Filen är inte UTF-8; ett kalkylprogram har nog sparat om den. {AGAIN_SV}",
        f"The file is not UTF-8; a spreadsheet program has probably saved it again. {AGAIN_EN}",
    )


def bad_json() -> ReadError:
    return ReadError(
        "bad_json",
        f"Filen är inte en JSON-lista av förslag eller kommentarer, eller inte hel. {AGAIN_SV}",
        f"The file is not a JSON list of proposals or comments, or is not whole. {AGAIN_EN}",
    )


def unknown_columns() -> ReadError:
    return ReadError(
        "unknown_columns",
        f"Filens första rad är inte den som Decidim skriver för förslag eller kommentarer, med semikolon emellan. {AGAIN_SV}",
        f"The file's first row is not what Decidim writes for proposals or comments, with semicolons between. {AGAIN_EN}",
    )


def double_columns() -> ReadError:
    return ReadError(
        "double_columns",
        f"En kolumn finns två gånger i filen. {AGAIN_SV}",
        f"A column occurs twice in the file. {AGAIN_EN}",
    )


def missing_columns(label: str, names: Iterable[str]) -> ReadError:
    named = ", ".join(f"{name}…" if name.endswith("/") else name for name in names)
    return ReadError(
        "missing_columns",
        f"{label} saknar kolumner som behövs: {named}. {AGAIN_SV}",
        f"{label} lacks columns that are needed: {named}. {AGAIN_EN}",
    )


def nothing_readable(count: int) -> ReadError:
    return ReadError(
        "nothing_readable",
        f"Ingen av filens {count} rader går att läsa. {AGAIN_SV}",
        f"None of the file's {count} rows can be read. {AGAIN_EN}",
    )


def not_made_yet() -> TryLater:
    return TryLater(
        "opendata_not_made",
        "Decidim har inte gjort arkivet med öppna data ännu, men har börjat. Försök igen om en kvart.",
        "Decidim has not made the Open Data archive yet, but has begun. Try again in a quarter of an hour.",
        900,
    )


def elsewhere(host: str) -> FixSettings:
    return FixSettings(
        "opendata_elsewhere",
        f"Arkivet med öppna data ligger på en annan server ({host}), och dit går vi inte av oss själva. Hämta filen i en "
        "webbläsare (Decidims sida → Öppna data) och läs in den.",
        f"The Open Data archive is on another server ({host}), where we don't go by ourselves. Take the file in a browser "
        "(Decidim's page → Open Data) and read it in.",
    )


def no_archive(status: int) -> FixSettings:
    return FixSettings(
        "no_opendata",
        f"Decidim lämnar inte ut något arkiv med öppna data (status {status}). Be en administratör om en export.",
        f"Decidim gives no Open Data archive (status {status}). Ask an administrator for an export.",
    )


# -- rows ---------------------------------------------------------------------------------------------------------------------

REASONS = {
    "bad_csv": ("citattecknen i den inte går ihop", "the quotes in it don't match"),
    "wrong_columns": ("den har fler eller färre celler än första raden", "it has more or fewer cells than the first row"),
    "too_big": ("en cell är över en miljon tecken", "a cell is over a million characters"),
    "bad_bytes": ("den innehåller tecken som inte är giltig UTF-8", "it holds characters that are not valid UTF-8"),
    "bad_encoding": ("den innehåller nolltecken eller halva tecken", "it holds zero bytes or half characters"),
    "bad_shape": ("den har ett format som vi inte känner", "it has a shape that we don't know"),
    "bad_id": ("dess id inte är ett tal", "its id is not a number"),
    "bad_component": ("komponentens id inte är ett tal", "the component's id is not a number"),
    "bad_parent": ("det inte framgår vad den hör till", "what it belongs to can't be told"),
    "missing_field": ("den saknar text", "it lacks its text"),
    "duplicate": ("samma id står på en tidigare rad", "the same id is on an earlier row"),
}


def bad_row(
    label: str, number: int, reason: str, component: str | None, proposal: str | None = None, comment: str | None = None
) -> Unreadable:
    sv, en = REASONS[reason]
    return Unreadable(
        Stage.row,
        reason,
        f"Rad {number} i {label} är inte läst, för att {sv}. {AGAIN_SV}",
        f"Row {number} of {label} was not read, because {en}. {AGAIN_EN}",
        component,
        proposal,
        comment,
        0 if reason == "duplicate" else 1,
    )


def hidden(component: str | None, proposal: str | None, comment: str | None = None) -> Unreadable:
    thing = f"Kommentar {comment} på förslag {proposal or '?'}" if comment else f"Förslag {proposal}"
    thing_en = f"Comment {comment} on proposal {proposal or '?'}" if comment else f"Proposal {proposal}"
    return Unreadable(
        Stage.comments if comment else Stage.proposal,
        "hidden",
        f"{thing} är dolt av en moderator, och Decidim lämnar inte ut texten. Inget att göra, om det inte ska visas igen.",
        f"{thing_en} is hidden by a moderator, and Decidim does not give its text. Nothing to do, unless it is to be shown.",
        component,
        proposal,
        comment,
        1,
    )


def stale(component: str, taken_at: datetime | None) -> Unreadable:
    """The file may be older than what we have, so nothing that it lacks is called vanished."""
    when = f"från {taken_at:%Y-%m-%d %H:%M}" if taken_at else "utan datum"
    when_en = f"from {taken_at:%Y-%m-%d %H:%M}" if taken_at else "undated"
    return Unreadable(
        Stage.component,
        "file_may_be_older",
        f"Filen ({when}) kan vara äldre än det som redan är hämtat. Det som saknas i den räknas därför inte som borttaget. "
        "Läs in arkivet igen i morgon för att se vad som tagits bort.",
        f"The file ({when_en}) may be older than what has been read already. What it lacks is therefore not taken as removed. "
        "Read the archive in again tomorrow to see what was removed.",
        component,
    )


def orphans(component: str, proposal: str, count: int, hidden: bool) -> Unreadable:
    """Comments on a proposal that is not in the file."""
    why, why_en = ("är dolt", "is hidden") if hidden else ("inte är läst ur filen", "was not read from the file")
    return Unreadable(
        Stage.comments,
        "comments_without_proposal",
        f"{count} kommentarer hör till förslag {proposal}, som {why}. De läses in om förslaget blir läsbart.",
        f"{count} comments belong to proposal {proposal}, which {why_en}. They are read when the proposal can be.",
        component,
        proposal,
        missing=count,
    )
