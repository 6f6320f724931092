"""Makes files as Decidim's exporter writes them, of any content: same columns, same plain text, same quote against formulas."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from connectors.decidim.opendata_text import exported

SITE = "https://delta.exempel.se"
SPACE = f"{SITE}/processes/kontrakt"
Cells = dict[str, Any]


def proposal(number: int, title: str = "Fler bänkar", body: str = "<p>I parken.</p>", component: int = 1, **more: Any) -> Cells:
    """A row of 0.31's proposals; `more` replaces cells, `author__id` standing for ``author/id``."""
    row: Cells = {
        "id": number,
        "author/id": 12,
        "author/name": "Kim Hemlig",
        "author/url": f"{SITE}/profiles/kim_hemlig",
        "taxonomies/ids": "2",
        "taxonomies/2/sv": "Trygghet",
        "participatory_space/id": 1,
        "participatory_space/url": SPACE,
        "component/id": component,
        "title/sv": title,
        "body/sv": exported(body),
        "address": "",
        "latitude": "",
        "longitude": "",
        "state": "",
        "reference": f"D-PROP-2026-03-{number}",
        "answer/sv": "",
        "answered_at": "",
        "votes": 3,
        "likes/total_count": 1,
        "likes/user_likes": "Bo Gillare",
        "comments": 0,
        "published_at": "2026-03-01 01:00:00 +0100",
        "url": f"{SPACE}/f/{component}/proposals/{number}",
        "is_amend": "false",
        "withdrawn": "false",
        "withdrawn_at": "",
        "updated_at": "2026-03-02 00:00:00 UTC",
    }
    return row | {name.replace("__", "/"): value for name, value in more.items()}


def comment(number: int, on: int, parent: int | None = None, body: str = "Bra!", component: int = 1, **more: Any) -> Cells:
    row: Cells = {
        "id": number,
        "created_at": "2026-04-01 00:00:00 UTC",
        "body": body,
        "locale": "sv",
        "author/id": 13,
        "author/name": "Åsa Dold",
        "alignment": 0,
        "depth": 0 if parent is None else 1,
        "commentable_id": on if parent is None else parent,
        "commentable_type": "Decidim::Proposals::Proposal" if parent is None else "Decidim::Comments::Comment",
        "root_commentable_url": f"{SPACE}/f/{component}/proposals/{on}",
    }
    return row | {name.replace("__", "/"): value for name, value in more.items()}


def moderation(number: int, kind: str, of: int, url: str, hidden: str = "2026-04-02 00:00:00 UTC") -> Cells:
    return {
        "id": number,
        "hidden_at": hidden,
        "reported_url": url,
        "reportable_type": f"Decidim::{kind}",
        "reportable_id": of,
        "reports/details": "Skriven av Kim Hemlig",
    }


def csv_of(rows: Sequence[Mapping[str, Any]], delimiter: str = ";") -> bytes:
    """The exporter's CSV; one line end where there are no rows, as Decidim writes it."""
    if not rows:
        return b"\n"
    names = list(dict.fromkeys(name for row in rows for name in row))
    file = io.StringIO(newline="")
    # Ruby quotes a cell with a lone CR, Python doesn't.
    quoting = csv.QUOTE_ALL if any("\r" in str(cell) for row in rows for cell in row.values()) else csv.QUOTE_MINIMAL
    writer = csv.writer(file, delimiter=delimiter, lineterminator="\n", quoting=quoting)
    writer.writerow(names)
    writer.writerows([_guarded(row.get(name, "")) for name in names] for row in rows)
    return file.getvalue().encode()


def _guarded(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@")) else cell


def json_of(rows: Sequence[Mapping[str, Any]]) -> bytes:
    return json.dumps([_nested(row) for row in rows]).encode()


def _nested(row: Mapping[str, Any]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for name, cell in row.items():
        place, *rest = name.split("/")
        inside = out
        for step in rest:
            inside, place = inside.setdefault(place, {}), step
        inside[place] = None if cell == "" else cell
    return out


def zip_of(
    proposals: Sequence[Mapping[str, Any]],
    comments: Sequence[Mapping[str, Any]] = (),
    moderations: Sequence[Mapping[str, Any]] | None = None,
    date: tuple[int, int, int, int, int, int] = (2026, 4, 10, 3, 0, 0),
) -> bytes:
    """The archive, made at `date`."""
    files = {"proposals": csv_of(proposals), "proposal_comments": csv_of(comments), "results": b"\n"}
    if moderations is not None:
        files["moderations"] = csv_of(moderations)
    return zip_with({f"delta.exempel.se-open-data-{name}.csv": content for name, content in files.items()}, date)


def zip_with(files: Mapping[str, bytes], date: tuple[int, int, int, int, int, int] = (2026, 4, 10, 3, 0, 0)) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, date), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
