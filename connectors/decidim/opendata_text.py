"""What Decidim's exporter does to texts, and how far it can be undone.

Titles, comments and answers leave as they are stored. A proposal's *body* leaves as plain text: tags taken out, links written
out, lines broken at 65 characters (0.28 to 0.32 alike, CSV and JSON). In CSV a cell that begins with ``= + - @`` gets a
quote before it. The quote is taken away again. Where the stored body is known, `exported` tells whether the file holds
that same body; where it isn't, `unwrapped` takes back the line breaks that the exporter put in.
"""

from __future__ import annotations

import re
from html.entities import name2codepoint

WIDTH = 65
FORMULA = ("'=", "'+", "'-", "'@")
TO_STRIP = " \t\n\v\f\r\0"
RULE = re.compile(r"\*+|-+")
ENTITY = re.compile(r"&(?:([A-Za-z][A-Za-z0-9]{1,15})|#([0-9]{1,7})|#[xX]([0-9A-Fa-f]{1,6}));")
LINK = re.compile(r"<a\s+([^>]+)>(.*?)</a>", re.I | re.S | re.A)
HREF = re.compile(r"href=(['\"])(?:mailto:)?(.+?)\1")
HEADING = re.compile(r"(?:(?<!\s)\s+)?<h([1-6]+)[^>]*>\s*(.*)\s*</h[1-6]+>", re.I | re.A)
WRAP = re.compile(rf"(.{{1,{WIDTH}}})(\s+|$)", re.A)
PARENTHESES = re.compile(r"\(([ \n])(http[^)]+)([\n ])\)")
DROPPED = (
    (re.compile(r"<!-- start text/html -->.*?<!-- end text/html -->", re.S), ""),
    (re.compile(r'<img[^>]+?alt="([^"]*)"[^>]*>', re.I), r"\1"),
    (re.compile(r"<img[^>]+?alt='([^']*)'[^>]*>", re.I), r"\1"),
    (re.compile(r"<script.*?/script>", re.S), ""),
)
FLATTENED = (
    (re.compile(r"(</span>)\s+(<span)", re.I | re.A), r"\1 \2"),
    (re.compile(r"(?:(?<!\s)\s+)?(<li[^>]*>)\s*", re.I | re.A), "* "),
    (re.compile(r"</li>\s*(?!\n)", re.I | re.A), "\n"),
    (re.compile(r"</p>", re.I), "\n\n"),
    (re.compile(r"<br[/ ]*>", re.I), "\n"),
    (re.compile(r"</?[^>]*>"), ""),
)
TIDIED = (
    (re.compile(r"\n[ \t]+"), "\n"),
    (re.compile(r"(?<![ \t])[ \t]+\n"), "\n"),
    (re.compile(r"\n{3,}"), "\n\n"),
)
BLANKS = re.compile("[ \t\u00a0]+")
NO_BREAK = re.compile("\u00a0+")
LONGEST = 20_000
"""Characters. The exporter's own patterns need quadratic time on hostile markup; a longer body is taken as the file has it."""


def unquoted(cell: str) -> str:
    """A CSV cell without the quote against formulas. A text that really began with ``'=`` loses its quote: they look alike."""
    return cell[1:] if cell.startswith(FORMULA) else cell


def exported(stored: str) -> str:
    """The body that Decidim writes into a file for a stored one (before the quote against formulas)."""
    text = _each(DROPPED, stored)
    text = LINK.sub(_written_out, text)
    text = HEADING.sub(_underlined, re.sub(r"(</h[1-6]>)", r"\n\1", text, flags=re.I))
    return _broken(ENTITY.sub(_letter, _each(FLATTENED, text)))


def same_body(stored: str, in_file: str) -> bool:
    """Whether the file's body is what this stored one looks like when exported."""
    return len(stored) <= LONGEST and exported(stored) == in_file


def unwrapped(text: str) -> str:
    """The body with the exporter's line breaks taken back: broken at 65 again, it is `text` to the letter.

    A break is the exporter's where the next word had no room left on the line. An author's own break in just such a place looks
    the same and becomes a blank too (none of the 25 in the recorded bodies).
    """
    if "\n" not in text or len(text) > LONGEST:
        return text
    lines = text.split("\n")
    parts = [lines[0]]
    for before, line in zip(lines, lines[1:], strict=False):
        parts += [" " if _is_exporters(before, line) else "\n", line]
    joined = "".join(parts)
    return joined if _broken(joined) == text else text


def _is_exporters(before: str, line: str) -> bool:
    word = re.split(r"\s", line, maxsplit=1)[0]
    if not before or not word or word == "*" or RULE.fullmatch(before) or RULE.fullmatch(line):
        return False
    return len(before) <= WIDTH < len(before) + 1 + len(word)


def _each(steps: tuple[tuple[re.Pattern[str], str], ...], text: str) -> str:
    for pattern, replacement in steps:
        text = pattern.sub(replacement, text)
    return text


def _written_out(match: re.Match[str]) -> str:
    text, found = match[2].strip(TO_STRIP), HREF.search(match[0])
    address = found[2].strip(TO_STRIP) if found else ""
    return text if not text or not found or text.lower() == address.lower() else f"{text} ( {address} )"


def _underlined(match: re.Match[str]) -> str:
    text = re.sub(r"</?[^>]*>", "", re.sub(r"<br\s*/?>", "\n", match[2], flags=re.I))
    length = min(WIDTH, max((len(line.strip(TO_STRIP)) for line in text.split("\n")), default=0))
    level = int(match[1])
    line = ("*" if level == 1 else "-") * length
    return f"\n\n{line}\n{text}\n{line}\n\n" if level <= 2 else f"\n\n{text}\n{line}\n\n"


def _letter(match: re.Match[str]) -> str:
    name, decimal, hexadecimal = match.groups()
    named = 39 if name == "apos" else name2codepoint.get(name)
    code = named if name else int(decimal) if decimal else int(hexadecimal, 16)
    return match[0] if code is None or code > 0x10FFFF or 0xD800 <= code < 0xE000 else chr(code)


def _broken(text: str) -> str:
    """Lines broken at 65 and blanks tidied, the exporter's last steps."""
    lines = text.rstrip("\n").split("\n")
    text = "\n".join(WRAP.sub("\\1\n", line).strip(TO_STRIP) if len(line) > WIDTH else line for line in lines)
    text = BLANKS.sub(_blanks, text.replace("\r\n", "\n").replace("\r", "\n"))
    text = PARENTHESES.sub(_parenthesis, _each(TIDIED, text))
    return text.strip(TO_STRIP)


def _blanks(match: re.Match[str]) -> str:
    """One blank for each group of no-break spaces, with the blanks around it; other blanks stay."""
    groups = len(NO_BREAK.findall(match[0]))
    return " " * groups if groups else match[0]


def _parenthesis(match: re.Match[str]) -> str:
    before, address, after = match.groups()
    return ("\n" if before == "\n" else "") + f"( {address} )" + (before if after == "\n" else "")
