"""What Decidim checks before a proposal is made: pairs (attribute, message), in Decidim's order."""

import re

SHORTEST, LONGEST_TITLE = 15, 150
_TAG = re.compile(r"<[^>]*>")
_MARKS = re.compile(r"[!?¡¿]{2,}")


def violations(title: str, body: str, longest_body: int) -> list[tuple[str, str]]:
    """Everything that is wrong with a title and a body; empty when nothing is."""
    found: list[tuple[str, str]] = []
    texts = {"title": title, "body": body}
    found += [(name, "kan inte vara tomt") for name, text in texts.items() if not text.strip()]
    for name, text in texts.items():
        found += [(name, message) for message in _manners(_TAG.sub("", text))]
    if len(title) < SHORTEST:
        found.append(("title", f"är för kort (under {SHORTEST} tecken)"))
    if len(title) > LONGEST_TITLE:
        found.append(("title", f"är för lång (maximum är {LONGEST_TITLE} tecken)"))
    if body.strip() and len(body) < SHORTEST:
        found.append(("body", f"är för kort (under {SHORTEST} tecken)"))
    if len(body) > longest_body:
        found.append(("body", f"är för lång (maximum är {longest_body} tecken)"))
    return found


def _manners(text: str) -> list[str]:
    if not text.strip():
        return []
    found = []
    if len(re.findall("[A-Z]", text)) > len(text) / 4:
        found.append("använder för många stora bokstäver (över 25% av texten)")
    if _MARKS.search(text):
        found.append("använder för många på varandra följande skiljetecken (t.ex. ! och ?)")
    if re.match("[a-z]", text):
        found.append("måste börja med en stor bokstav")
    return found
