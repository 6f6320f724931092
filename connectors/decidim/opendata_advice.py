"""What a person should know of the files that were read in, in plain words."""

from __future__ import annotations

from connectors.base import Advice
from connectors.decidim.opendata_index import Index


def advice(index: Index, base_url: str | None) -> tuple[Advice, ...]:
    return (_read(index, base_url), *_plain_text(index), *_comments(index), _rows(index))


def _read(index: Index, base_url: str | None) -> Advice:
    count, comments = len(index.proposals), len(index.comments)
    made, made_en = "; när den gjordes framgår inte.", "; when it was made is not told."
    if index.taken_at:
        made, made_en = f", gjord {index.taken_at:%Y-%m-%d %H:%M}.", f", made {index.taken_at:%Y-%m-%d %H:%M}."
    of, of_en = (f" från {base_url}", f" from {base_url}") if base_url else ("", "")
    return Advice(
        "file",
        True,
        f"Filen{of} har {count} förslag och {comments} kommentarer{made}",
        f"The file{of_en} has {count} proposals and {comments} comments{made_en}",
    )


def _plain_text(index: Index) -> list[Advice]:
    if not index.proposals:
        return []
    return [
        Advice(
            "formatting",
            False,
            "Förslagens brödtext är ren text i Decidims filer: fetstil, rubriker och länkar är omskrivna.",
            "In Decidim's files the proposals' bodies are plain text: bold, headings and links are written out.",
            "Läs över API:et där det går; då kommer texten som den är lagrad.",
            "Read over the API where that is possible; then the text comes as it is stored.",
        )
    ]


def _comments(index: Index) -> list[Advice]:
    if "comments" in index.kinds:
        return []
    return [
        Advice(
            "comments",
            False,
            "Filen har inga kommentarer.",
            "The file has no comments.",
            "Läs in kommentarerna också (Admin → Exportera → Kommentarer), eller hela arkivet med öppna data.",
            "Read the comments in too (Admin → Export → Comments), or the whole Open Data archive.",
        )
    ]


def _rows(index: Index) -> Advice:
    hidden = sum(1 for line in index.unreadable if line.code == "hidden")
    refused = len(index.unreadable) - hidden
    return Advice(
        "rows",
        not refused,
        f"{refused} rader eller uppgifter gick inte att läsa; {hidden} texter är dolda av moderatorer.",
        f"{refused} rows or fields could not be read; moderators hid {hidden} texts.",
    )
