"""Do chapter and section exist? Known for a few acts; made from their texts (make_valid.py).

valid.json: act id → chapter ("" where sections run through the act) → its sections.
"""

import json
import re
from functools import lru_cache
from importlib import resources

_ARTICLES = {
    "un-udhr": 30,
    "un-iccpr": 53,
    "un-icescr": 31,
    "un-crc": 54,
    "un-crpd": 50,
    "un-cedaw": 30,
    "un-cerd": 25,
    "coe-echr": 59,
    "eu-charter": 54,
    "eu-2016-679": 99,
}
_TARGETS = (
    ("5b", "5c", "9d", "7c", "6c", "6b", "3b", "10b", "5c")  # goals 1–9
    + ("7c", "7c", "8c", "3b", "7c", "9c", "10b", "19")  # goals 10–17
)
"""Of each goal the last numbered target and the last lettered one."""


@lru_cache(maxsize=1)
def _known() -> dict[str, dict[str, list[str]]]:
    content: dict[str, dict[str, list[str]]] = json.loads((resources.files("mappings.law") / "valid.json").read_text("utf-8"))
    return content


def exists(act_id: str, chapter: str | None, section: str | None, article: str | None) -> bool | None:
    """Whether the act has it; None where the act's contents are not known, or nothing but the act was named."""
    if article is not None:
        return _has_article(act_id, article)
    if act_id not in _known() or (chapter is None and section is None):
        return None
    chapters = _known()[act_id]
    if chapter is None and "" not in chapters:
        return None
    sections = chapters.get(chapter or "")
    if sections is None or section is None:
        return sections is not None
    if section in sections:
        return True
    # A number inside the row may be missing from the text that the list was made of: then nothing is said.
    return False if int(section.split()[0]) > max(int(one.split()[0]) for one in sections) else None


def _has_article(act_id: str, article: str) -> bool | None:
    if act_id == "un-agenda-2030":
        goal, _, target = article.partition(".")
        if not 1 <= int(goal) <= 17:
            return False
        last = re.match(r"(\d+)([a-d]?)", _TARGETS[int(goal) - 1])
        if not target or last is None:
            return True
        return 1 <= int(target) <= int(last.group(1)) if target.isdigit() else target <= last.group(2)
    return 1 <= int(article.split()[0]) <= _ARTICLES[act_id] if act_id in _ARTICLES else None
