"""Makes valid.json anew: `python -m mappings.law.make_valid FOLDER`.

FOLDER holds one Markdown file an act (sfs-<year>-<number>.md, chapters and sections as headings). Statute text carries no
copyright, and only the numbers are kept.
"""

import json
import re
import sys
from importlib import resources
from pathlib import Path

_HEADING = re.compile(r"#+ (?:(\d{1,2}(?: [a-h])?) kap\.|(\d{1,3}(?: [a-h])?) §)")


def collect(folder: Path) -> dict[str, dict[str, list[str]]]:
    """Chapters and sections of every act in the folder, by their headings. Acts without headings are left out."""
    found: dict[str, dict[str, list[str]]] = {}
    for path in sorted(folder.glob("sfs-*.md")):
        chapters: dict[str, dict[str, None]] = {}
        chapter = ""
        for match in filter(None, map(_HEADING.match, path.read_text("utf-8").splitlines())):
            chapter = match.group(1) or chapter
            chapters.setdefault(chapter, {})
            if match.group(2):
                chapters[chapter][match.group(2)] = None
        if chapters:
            found[path.stem] = {number: list(sections) for number, sections in chapters.items() if sections}
    return found


def main(arguments: list[str]) -> int:
    """Writes valid.json anew. 2 where the folder holds no acts."""
    found = collect(Path(arguments[0])) if arguments else {}
    if not found:
        print("Ange mappen med lagtexterna (sfs-*.md): python -m mappings.law.make_valid MAPP", file=sys.stderr)
        return 2
    target = Path(str(resources.files("mappings.law") / "valid.json"))
    lines = [f" {json.dumps(act)}: {json.dumps(found[act])}" for act in sorted(found)]
    target.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
