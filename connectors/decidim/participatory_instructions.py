"""The page that tells an administrator how to import a participatory text, step by step, in Swedish or English."""

from __future__ import annotations

import html
from dataclasses import dataclass


@dataclass(frozen=True)
class TextPage:
    """What the page needs to name. Nothing in it is trusted: all of it is escaped."""

    component: str
    base_url: str
    file_name: str
    articles: int


_SV = (
    "Så läser du in kontraktet som deltagartext i Decidim",
    (
        "Logga in på <a href='{base_url}'>{base_url}</a> som administratör, och byt panelens språk till svenska: texten "
        "sparas på "
        "det språk som panelen visas på.",
        "Öppna Admin → deltagandeprocessen (eller församlingen) → Komponenter → <strong>{component}</strong>. Komponenten ska ha "
        "inställningen för deltagartexter påslagen, och helst aldrig ha haft något utkast: artiklarna numreras efter sin plats.",
        "Välj <strong>Importera dokument</strong>, skriv en titel, välj filen <strong>{file_name}</strong> och ladda upp den.",
        "Läs igenom utkasten: {articles} artiklar, var och en under sin rubrik. Du får rätta i dem, men låt länken sist i varje "
        "artikel stå kvar.",
        "Tryck <strong>Publicera</strong>. Före det syns texten inte för någon annan, och inte heller för oss.",
        "Hämta hit på nytt. Då känner vi igen artiklarna på länken i dem, och markerar dem som klara.",
    ),
    "Att veta först",
    (
        "Läs in filen <strong>en gång</strong>. En andra inläsning lägger allt sist en gång till.",
        "Blev något fel före publiceringen: kasta utkasten i panelen och läs in samma fil igen.",
        "Det som är publicerat byts inte ut av en ny fil. Ändra i adminpanelen, eller läs in en ny lydelse i en tom komponent.",
        "Några tecken som Decidim skulle tolka (*, _, #, [ ], &lt; &gt;) är utbytta mot andra som ser likadana ut. Ordagranna "
        "citat "
        "finns på sidan som länken leder till.",
    ),
)

_EN = (
    "How to import the charter into Decidim as a participatory text",
    (
        "Sign in at <a href='{base_url}'>{base_url}</a> as an administrator, and switch the panel to Swedish: the text is "
        "stored in "
        "the language that the panel is shown in.",
        "Open Admin → the participatory process (or assembly) → Components → <strong>{component}</strong>. The component must "
        "have "
        "participatory texts enabled, and had better never have held a draft: articles are numbered by their place.",
        "Choose <strong>Import document</strong>, give a title, choose the file <strong>{file_name}</strong> and upload it.",
        "Read the drafts: {articles} articles, each below its heading. You may correct them, but leave the link at the end of "
        "each.",
        "Press <strong>Publish</strong>. Before that nobody else sees the text, nor do we.",
        "Pull again. Then we know the articles by the links in them, and mark them as done.",
    ),
    "Know before you start",
    (
        "Import the file <strong>once</strong>. A second import adds everything once more, last.",
        "If something went wrong before publishing: discard the drafts in the panel and import the same file again.",
        "What is published isn't replaced by a new file. Change it in the panel, or import a new wording into an empty "
        "component.",
        "Some signs that Decidim would act on (*, _, #, [ ], &lt; &gt;) are replaced by others that look alike. Quotes word "
        "for word "
        "stand on the page that the link leads to.",
    ),
)


def instructions(page: TextPage, language: str = "sv") -> str:
    """A whole HTML page. `language`: ``sv`` or ``en``; anything else gives Swedish."""
    title, steps, beware_title, beware = _EN if language == "en" else _SV
    names = {
        "component": html.escape(page.component),
        "base_url": html.escape(page.base_url if page.base_url.startswith(("https://", "http://")) else ""),
        "file_name": html.escape(page.file_name),
        "articles": str(page.articles),
    }
    return (
        f'<!doctype html>\n<html lang="{"en" if language == "en" else "sv"}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{title}</title>\n</head>\n<body>\n<main>\n'
        f"<h1>{title}</h1>\n<ol>\n{_items(steps, names)}</ol>\n<h2>{beware_title}</h2>\n<ul>\n{_items(beware, names)}</ul>\n"
        "</main>\n</body>\n</html>\n"
    )


def _items(lines: tuple[str, ...], names: dict[str, str]) -> str:
    return "".join(f"<li>{line.format(**names)}</li>\n" for line in lines)
