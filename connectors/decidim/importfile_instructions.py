"""The page that tells a moderator how to import the file, step by step, in Swedish or English."""

from __future__ import annotations

import html
from dataclasses import dataclass


@dataclass(frozen=True)
class ImportPage:
    """What the page needs to name. Nothing in it is trusted: all of it is escaped."""

    component: str
    base_url: str
    csv_name: str
    xlsx_name: str
    rows: int
    imported_as_organisation: bool | None = None


@dataclass(frozen=True)
class _Texts:
    language: str
    title: str
    steps: tuple[str, ...]
    beware_title: str
    beware: tuple[str, ...]
    author: dict[bool | None, str]


_SV = _Texts(
    language="sv",
    title="Så läser du in förslagen i Decidim",
    steps=(
        "Logga in på <a href='{base_url}'>{base_url}</a> som administratör, eller moderator med rätt att importera.",
        "Öppna Admin → deltagandeprocessen (eller församlingen) → Komponenter → <strong>{component}</strong>.",
        "Öppna menyn <strong>Importera</strong> ovanför listan över förslag, och välj import av förslag från en fil. "
        "(Orden skiljer sig lite mellan versioner.)",
        "Välj filen <strong>{csv_name}</strong>. Öppna och spara den inte i Excel först: då ändras tecken och citattecken.",
        "Säger sidan <em>Ogiltig MIME-typ</em>? Då kallar webbläsaren filen något annat än CSV. Ta <strong>{xlsx_name}</strong>; "
        "den har samma innehåll.",
        "Tryck Importera <strong>en gång</strong>. Sidan ska säga att {rows} förslag har importerats.",
        "Gå tillbaka hit. Vid nästa hämtning känner vi igen förslagen på länken i varje text, och markerar dem som klara.",
    ),
    beware_title="Att veta först",
    beware=(
        "Förslagen publiceras genast, och de som följer processen får en notis för varje förslag.",
        "{author}",
        "Importera aldrig samma fil två gånger: ingenting hindrar dubbletter. Är du osäker på om det gick, titta i listan "
        "över förslag, eller hämta hit på nytt.",
        "Felmeddelande om en rad betyder att ingenting har importerats. Ändra inget för hand: hämta filen på nytt härifrån.",
        "Ta inte bort länken sist i varje text. Det är den som knyter förslaget till sin formulering och sina källor.",
    ),
    author={
        True: "Förslagen får organisationen som avsändare (officiella förslag).",
        False: "Förslagen får den som importerar som avsändare. Använd därför ett konto som är avsett för det.",
        None: "Avsändare blir organisationen (Decidim 0.31 och senare) eller den som importerar (tidigare versioner).",
    },
)

_EN = _Texts(
    language="en",
    title="How to import the proposals into Decidim",
    steps=(
        "Sign in at <a href='{base_url}'>{base_url}</a> as an administrator, or a moderator who may import.",
        "Open Admin → the participatory process (or assembly) → Components → <strong>{component}</strong>.",
        "Open the menu <strong>Import</strong> above the list of proposals, and choose to import proposals from a file. "
        "(The words differ a little between versions.)",
        "Choose the file <strong>{csv_name}</strong>. Don't open and save it in Excel first: that changes characters and quotes.",
        "Does the page say <em>Invalid MIME type</em>? Then the browser calls the file something else than CSV. Take "
        "<strong>{xlsx_name}</strong>; it holds the same.",
        "Press Import <strong>once</strong>. The page should say that {rows} proposals were imported.",
        "Come back here. With the next pull we know the proposals by the link in each text, and mark them as done.",
    ),
    beware_title="Know before you start",
    beware=(
        "The proposals are published at once, and followers of the process get a notification for each.",
        "{author}",
        "Never import the same file twice: nothing prevents duplicates. If you are unsure whether it went through, look in the "
        "list of proposals, or pull again.",
        "An error about a row means that nothing was imported. Don't mend it by hand: fetch the file from here again.",
        "Leave the link at the end of each text. It ties the proposal to its clause and its sources.",
    ),
    author={
        True: "The proposals get the organisation as their author (official proposals).",
        False: "The proposals get the importing person as their author. Use an account that is meant for it.",
        None: "The author is the organisation (Decidim 0.31 and later) or the importing person (earlier versions).",
    },
)


def instructions(page: ImportPage, language: str = "sv") -> str:
    """A whole HTML page. `language`: ``sv`` or ``en``; anything else gives Swedish."""
    texts = _EN if language == "en" else _SV
    names = {
        "component": html.escape(page.component),
        "base_url": html.escape(page.base_url if page.base_url.startswith(("https://", "http://")) else ""),
        "csv_name": html.escape(page.csv_name),
        "xlsx_name": html.escape(page.xlsx_name),
        "rows": str(page.rows),
        "author": texts.author[page.imported_as_organisation],
    }
    steps, beware = _items(texts.steps, names), _items(texts.beware, names)
    return (
        f'<!doctype html>\n<html lang="{texts.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{texts.title}</title>\n</head>\n<body>\n<main>\n'
        f"<h1>{texts.title}</h1>\n<ol>\n{steps}</ol>\n<h2>{texts.beware_title}</h2>\n<ul>\n{beware}</ul>\n"
        "</main>\n</body>\n</html>\n"
    )


def _items(lines: tuple[str, ...], names: dict[str, str]) -> str:
    return "".join(f"<li>{line.format(**names)}</li>\n" for line in lines)
