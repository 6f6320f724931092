"""The charter as Markdown, every sentence with its sources as footnotes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sidecar.export.words import HEADINGS, words_in

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&$])")
_BEGINS = re.compile(r"^(\s*)([-+=]|\d+[.)])", re.MULTILINE)


def plain(text: str) -> str:
    """A text of anybody's on one line, with nothing in it that Markdown or HTML would act on."""
    line = " ".join(text.split())
    return _BEGINS.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", line))


def markdown(document: Mapping[str, Any], language: str = "sv") -> str:
    """The whole document. Texts of the dialogue stay in their own language; `language` is that of ours."""
    return _Writer(document, language).text()


class _Writer:
    def __init__(self, document: Mapping[str, Any], language: str) -> None:
        self.document, self.words, self.headings = document, words_in(language), HEADINGS[language]
        self.sv = language == "sv"
        self.lines: list[str] = []
        self.notes: list[str] = []

    def text(self) -> str:
        document = self.document
        self._say(f"# {plain(document['title'])}", *self._mandate(), *self._parties())
        if not document["chapters"]:
            self._say(self.words["no_articles"])
        for chapter in document["chapters"]:
            self._say(f"## {plain(chapter['title'])}")
            for article in chapter["articles"]:
                self._article(article)
        self._end()
        return "\n\n".join(self.lines) + "\n\n" + "\n".join(self.notes) + ("\n" if self.notes else "")

    def _say(self, *lines: str) -> None:
        self.lines += [line for line in lines if line]

    def _mandate(self) -> list[str]:
        words, row = self.words, self.document["mandate"]
        if row is None:
            return [f"*{words['no_mandate']}*"]
        said = [
            f"- {words['decision']}: {plain(row['organ'])}, {row['decided_on']}, {words['diary']} {plain(row['diary_number'])}",
            f"- {words['leader']}: {plain(row['leader'])}",
            f"- {words['steering']}: {', '.join(map(plain, row['steering_group'])) or words['not_given']}",
        ]
        if row["dialogue_from"] or row["dialogue_to"]:
            said.append(f"- {words['dialogue']}: {row['dialogue_from'] or '…'} {words['to']} {row['dialogue_to'] or '…'}")
        return [f"## {words['mandate']}", "\n".join(said)]

    def _parties(self) -> list[str]:
        words, rows = self.words, self.document["parties"]
        if not rows:
            return [f"## {words['parties']}", f"*{words['no_parties']}*"]
        return [f"## {words['parties']}", "\n".join(self._party(row) for row in rows)]

    def _party(self, row: Mapping[str, Any]) -> str:
        kind = row["kind_sv"] if self.sv else row["kind"].replace("_", " ")
        through = f", {self.words['through']} {plain(row['through'])}" if row["through"] else ""
        articles = sorted({one["article"] or 0 for one in row["takes_on"]})
        takes = f"{self.words['takes_on']} {', '.join(f'§ {one}' for one in articles)}" if articles else self.words["nothing_yet"]
        return f"- **{plain(row['name'])}** ({kind}{through}) {takes}"

    def _article(self, article: Mapping[str, Any]) -> None:
        words = self.words
        state = article["state_sv"] if self.sv else article["state"].replace("_", " ")
        self._say(f"### § {article['article'] or '–'} {plain(article['title'])}{self._cited(article['title_citations'])}")
        if not article["approved"]:
            self._say(f"*{words['draft']}*")
        counts = f"{words['voices']}: {article['support']} {words['for']}, {article['opposition']} {words['against']}"
        self._say(f"{words['state']}: {state}, {words['version']} {article['version']} (`{article['eid'] or '–'}`). {counts}.")
        for block in article["blocks"]:
            said = [self._sentence(one) for one in block["sentences"]]
            self._say(f"**{self.headings[block['block']]}**", "\n".join(f"- {line}" for line in said))
        self._takes(article)
        self._agreements(article)

    def _sentence(self, one: Mapping[str, Any]) -> str:
        how = f" *({self.words[one['kind']]})*" if one["kind"] in ("composed", "edited") else ""
        stale = f" **{self.words['stale']}**" if one["stale"] else ""
        return f"{plain(one['shown'])}{self._cited(one['citations'])}{how}{stale}"

    def _cited(self, citations: list[Mapping[str, Any]]) -> str:
        marks = []
        for row in citations:
            self.notes.append(f"[^{len(self.notes) + 1}]: {self._source(row)}")
            marks.append(f"[^{len(self.notes)}]")
        return "".join(marks)

    def _source(self, row: Mapping[str, Any]) -> str:
        kind, _, number = row["source"].partition(":")
        name = f"{self.words[kind]} {plain(number)}"
        link = f"[{name}](<{row['url']}>)" if row["url"] and not set(row["url"]) & set("<>\\\n ") else name
        gone = "" if row["present"] else f" ({self.words['gone']})"
        changed = f" ({self.words['changed']})" if row["present"] and not row["unchanged"] else ""
        return f"”{plain(row['quote'])}” – {link}{gone}{changed}"

    def _takes(self, article: Mapping[str, Any]) -> None:
        rows = [
            f"- {plain(row['party_name'])}: {plain(row['text'])}{self._going(row['follow_up'])}" for row in article["commitments"]
        ]
        if rows:
            self._say(f"**{self.words['takes']}**", "\n".join(rows))
        if article["not_taken_on"]:
            texts = {one["number"]: one["text"] for block in article["blocks"] for one in block["sentences"]}
            left = [f"- {plain(texts[number])}" for number in article["not_taken_on"]]
            self._say(f"**{self.words['nobody']}**", "\n".join(left))

    def _going(self, told: Mapping[str, Any] | None) -> str:
        if told is None:
            return ""
        words = self.words
        status = told["status_sv"] if self.sv else told["status"].replace("_", " ")
        parts = [status, f"{words['owner']} {plain(told['owner'])}"]
        parts += [f"{words['due']} {told['due']}"] if told["due"] else []
        parts += [f"{words['indicator']} {plain(told['indicator'])}"] if told["indicator"] else []
        parts += [words["late"]] if told["overdue"] else []
        return f" ({'; '.join(parts)})"

    def _agreements(self, article: Mapping[str, Any]) -> None:
        rows = []
        for row in article["agreements"]:
            state = row["state_sv"] if self.sv else row["state"].replace("_", " ")
            said = f", {self.words['version']} {row['version']}, {row['signed_on']}" if row["signed_on"] else ""
            by = f", {self.words['signed']} {plain(row['signed_by'])}" if row["signed_by"] else ""
            rows.append(f"- {plain(row['name'])}: {state}{said}{by}")
        if rows:
            self._say(f"**{self.words['agreements']}**", "\n".join(rows))

    def _end(self) -> None:
        words, document = self.words, self.document
        ledger = document["ledger"]
        sums = ", ".join(f"{count} {words.get(fate, fate)}" for fate, count in ledger["sums"].items())
        self._say(f"## {words['ledger']}", f"{ledger['contributions']} {words['contributions']}: {sums}.")
        reasons = [f"- {plain(row['sv'] if self.sv else row['en'])}: {row['count']}" for row in ledger["reasons"]]
        self._say("\n".join(reasons))
        silent = [
            f"{row['sv'] if self.sv else row.get('theme') or row.get('people')} ({row['voices']})"
            for key in ("themes_without_clause", "people_without_clause")
            for row in document[key]
        ]
        if silent:
            self._say(f"**{words['silent']}:** {', '.join(silent)}.")
        made = document["made_by"]
        tags = ", ".join(f"{count} {words['by']} {words[source]}" for source, count in made["tags"].items())
        self._say(
            f"## {words['how']}",
            words["how_text"],
            f"{words['tags']}: {tags}. {words['template']} {plain(document['template']['source'])}.",
        )
        self._say(*(f"- `{one}`" for one in made["versions"]))
