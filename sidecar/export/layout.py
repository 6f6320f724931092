"""How a charter is laid out for people, whatever the format: short main text, gaps and account after it, sources last.

Everything is text that has not been escaped; a format escapes it. Sources of a sentence are one note, and the same sources
are the same note wherever they are cited.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

from sidecar.charter.states import AGREEABLE
from sidecar.export import gaps_told
from sidecar.export.front import HOW, READING
from sidecar.export.words import day, headings_in, listed, numbers, parts_in, words_in

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Source:
    """quote: word for word, in its language. where: e.g. förslag 12. url: None where there is none. fate: what became of it."""

    quote: str
    locale: str
    where: str
    url: str | None
    fate: str


@dataclass(frozen=True)
class Item:
    """A sentence, the number of its note, and what is remarked of it. language: None where the words are ours."""

    text: str
    note: int | None = None
    remarks: tuple[str, ...] = ()
    language: str | None = None


@dataclass(frozen=True)
class Part:
    heading: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Article:
    """anchor: its eId. parts: the text. facts: label and what is told: voices, who answers, agreement, state."""

    anchor: str
    title: str
    language: str
    parts: tuple[Part, ...]
    facts: tuple[tuple[str, tuple[Item, ...]], ...]


@dataclass(frozen=True)
class Chapter:
    anchor: str
    title: str
    articles: tuple[Article, ...]


@dataclass(frozen=True)
class Layout:
    """parties: name, and what is told of it. notes: the sources of note 1, 2, …"""

    title: str
    lead: str
    mandate: tuple[str, ...]
    parties: tuple[tuple[str, str], ...]
    reading: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    gaps: tuple[tuple[str, tuple[str, ...]], ...]
    ledger: tuple[str, ...]
    how: tuple[str, ...]
    versions: tuple[str, ...]
    notes: tuple[tuple[Source, ...], ...]


def laid_out(document: Json, language: str = "sv") -> Layout:
    """The whole document. Texts of the dialogue stay in their own language; `language` is that of ours."""
    return _Layout(document, language).whole()


@dataclass
class _Layout:
    document: Json
    language: str
    notes: dict[tuple[Source, ...], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.words = words_in(self.language)
        self.headings = headings_in(self.document["template"], self.language)
        self.parts = parts_in(self.document["template"], self.language)

    def whole(self) -> Layout:
        document = self.document
        chapters = tuple(
            Chapter(chapter["eid"] or "ovrigt", chapter["title"], tuple(self._article(one) for one in chapter["articles"]))
            for chapter in document["chapters"]
        )
        return Layout(
            title=document["title"],
            lead=self._lead(),
            mandate=self._mandate(),
            parties=tuple((row["name"], self._party(row)) for row in document["parties"]),
            reading=READING[self.language],
            chapters=chapters,
            gaps=gaps_told.told(document, self.language),
            ledger=self._ledger(),
            how=self._how(),
            versions=tuple(document["made_by"]["versions"]),
            notes=tuple(self.notes),
        )

    def _lead(self) -> str:
        articles = [one for chapter in self.document["chapters"] for one in chapter["articles"]]
        words = self.words
        if not articles:
            return words["no_articles"]
        held = sum(one["in_force"] for one in articles)
        drafts = sum(not one["approved"] for one in articles)
        approved = len(articles) - held - drafts
        said = [words["in_force"].format(n=held)] if held else []
        said += [_many(words, "approved", "one_approved", approved)] if approved else []
        said += [_many(words, "drafts", "one_draft", drafts)] if drafts else []
        return f"{_many(words, 'articles', 'one_article', len(articles))}: {listed(said, self.language)}."

    def _mandate(self) -> tuple[str, ...]:
        words, row, language = self.words, self.document["mandate"], self.language
        if row is None:
            return (words["no_mandate"],)
        said = [
            f"{words['decision']}: {row['organ']}, {day(row['decided_on'], language)}, {words['diary']} {row['diary_number']}",
            f"{words['leader']}: {row['leader']}",
            f"{words['steering']}: {listed(row['steering_group'], language) or words['not_given']}",
        ]
        if row["dialogue_from"] or row["dialogue_to"]:
            first, last = (day(row[key], language) if row[key] else "…" for key in ("dialogue_from", "dialogue_to"))
            said.append(f"{words['dialogue']}: {first} {words['to']} {last}")
        return tuple(said)

    def _party(self, row: Json) -> str:
        words = self.words
        told = [self._word(row, "kind")]
        told += [f"{words['through']} {row['through']}"] if row["through"] else []
        told += [f"{words['signatory']} {row['signatory']}"] if row["signatory"] else []
        agreed = {one["article"] for one in row["agreed_to"] if one["state"] == "agreed"}
        taken = {one["article"] for one in row["takes_on"]}
        does = [f"{words['takes_on']} {numbers(taken & agreed, self.language)}"] if taken & agreed else []
        does += [f"{words['proposed_for']} {numbers(taken - agreed, self.language)}"] if taken - agreed else []
        return f"({', '.join(told)}) {listed(does, self.language) or words['nothing_yet']}."

    def _article(self, row: Json) -> Article:
        number = f"§ {row['article']} " if row["article"] else ""
        who = self._who_answers(row)
        parts = []
        for block in row["blocks"]:
            said = [one for one in block["sentences"] if one["kind"] != "count"]
            if said:
                items = tuple(self._item(one, row["language"], who.get(one["number"])) for one in said)
                parts.append(Part(self.headings.get(block["block"], ""), items))
        measured = self._indicators(row)
        if measured:
            parts.append(Part(self.parts["indicator"], measured))
        cited = {item.note for part in parts for item in part.items}
        title = f"{number}{row['title']}"
        return Article(row["eid"] or row["clause"], title, row["language"], tuple(parts), self._facts(row, cited))

    def _item(self, one: Json, language: str, who: str | None) -> Item:
        words = self.words
        remarks = [words["edited"]] if one["kind"] == "edited" else []
        remarks += [words["stale"]] if one["stale"] else []
        remarks += [who] if who else []
        return Item(one["shown"], self._note(one["citations"]), tuple(remarks), language)

    def _who_answers(self, row: Json) -> dict[int, str]:
        """sentence → who answers for it, told with it only where that is not the same for all of the article."""
        if not self.document["parties"] or self._together(row) is not None:
            return {}
        found: dict[int, list[str]] = {}
        for one in row["commitments"]:
            found.setdefault(one["sentence"], []).append(one["party_name"])
        label = self._answers(row).lower()
        told = {number: f"{label}: {listed(names, self.language)}" for number, names in found.items()}
        return {**told, **dict.fromkeys(row["not_taken_on"], self.words["nobody_here"])}

    def _together(self, row: Json) -> str | None:
        """Who answers for all of an article; "" where nothing in it asks for anybody, None where sentences differ."""
        of: dict[int, set[str]] = {number: set() for number in row["not_taken_on"]}
        for one in row["commitments"]:
            of.setdefault(one["sentence"], set()).add(one["party_name"])
        sets = {tuple(sorted(names)) for names in of.values()}
        if len(sets) > 1:
            return None
        names = sets.pop() if sets else ()
        return listed(names, self.language) if names else (self.words["nobody_here"] if of else "")

    def _answers(self, row: Json) -> str:
        """Parties answer for what they have agreed to; before that it is only proposed."""
        bound = [one for one in row["agreements"] if one["bound"]]
        return self.words["answers" if bound and all(one["state"] == "agreed" for one in bound) else "would_answer"]

    def _indicators(self, row: Json) -> tuple[Item, ...]:
        found = []
        for one in row["commitments"]:
            told = one["follow_up"]
            if told is not None:
                words = self.words
                how = [self._word(told, "status")]
                how += [f"{words['due']} {day(told['due'], self.language)}"] if told["due"] else []
                how += [words["late"]] if told["overdue"] else []
                said = [f"{one['party_name']}: {', '.join(how)}.", f"{words['owner']}: {told['owner']}."]
                said += [f"{words['indicator']}: {told['indicator']}."] if told["indicator"] else []
                found.append(Item(" ".join(said)))
        return tuple(dict.fromkeys(found))

    def _facts(self, row: Json, cited: Set[int | None]) -> tuple[tuple[str, tuple[Item, ...]], ...]:
        words = self.words
        counts = {
            block["block"]: one["citations"] for block in row["blocks"] for one in block["sentences"] if one["kind"] == "count"
        }
        voices = (
            self._count(row["support"], "for", counts.get("support", [])),
            self._count(row["opposition"], "against", counts.get("against", [])),
        )
        facts: list[tuple[str, tuple[Item, ...]]] = [(words["voices"], voices)]
        together = self._together(row) if self.document["parties"] else ""
        if together:
            facts.append((self._answers(row), (Item(together),)))
        if any(one["version"] for one in row["agreements"]) or row["state"] in AGREEABLE:
            facts.append((words["agreements"], tuple(Item(self._agreement(one)) for one in row["agreements"])))
        state = [self._word(row, "state") if row["approved"] else f"{self._word(row, 'state')} {words['unapproved']}"]
        facts.append((words["state"], tuple(map(Item, [*state, f"{words['version']} {row['version']}"]))))
        if row["lix"] is not None:
            facts.append((words["lix"], (Item(f"LIX {row['lix']}{', ' + row['lix_sv'] if self.language == 'sv' else ''}"),)))
        title = self._note(row["title_citations"])
        if title is not None and title not in cited:
            facts.append((words["title_source"], (Item("", title),)))
        return tuple(facts)

    def _count(self, number: int, side: str, citations: Sequence[Json]) -> Item:
        if not number:
            return Item(self.words[f"none_{side}"])
        return Item(f"{number} {self.words[side]}", self._note(citations))

    def _agreement(self, row: Json) -> str:
        said = f"{row['name']} {self._word(row, 'state')}"
        if not row["signed_on"]:
            return said
        by = f", {self.words['signed']} {row['signed_by']}" if row["signed_by"] else ""
        return f"{said} ({self.words['version']} {row['version']}, {day(row['signed_on'], self.language)}{by})"

    def _ledger(self) -> tuple[str, ...]:
        words, ledger = self.words, self.document["ledger"]
        sums = listed([f"{count} {words.get(fate, fate)}" for fate, count in ledger["sums"].items()], self.language)
        reasons = [f"{row['sv'] if self.language == 'sv' else row['en']}: {row['count']}" for row in ledger["reasons"]]
        return (f"{ledger['contributions']} {words['contributions']}: {sums}.", *reasons)

    def _how(self) -> tuple[str, ...]:
        words, made = self.words, self.document["made_by"]
        tags = listed([f"{count} {words[source]}" for source, count in made["tags"].items()], self.language)
        told = [HOW[self.language], f"{words['tags']}: {tags}."] if tags else [HOW[self.language]]
        return (*told, f"{words['template']} {self.document['template']['source']}.")

    def _word(self, row: Json, key: str) -> str:
        return str(row[f"{key}_sv"]) if self.language == "sv" else str(row[key]).replace("_", " ")

    def _note(self, citations: Sequence[Json]) -> int | None:
        if not citations:
            return None
        sources = tuple(dict.fromkeys(self._source(row) for row in citations))
        return self.notes.setdefault(sources, len(self.notes) + 1)

    def _source(self, row: Json) -> Source:
        kind, _, number = row["source"].partition(":")
        gone = "" if row["present"] else self.words["gone"]
        fate = gone or ("" if row["unchanged"] else self.words["changed"])
        return Source(row["quote"], row["locale"], f"{self.words[kind]} {number}", row["url"], fate)


def _many(words: Mapping[str, str], more: str, one: str, number: int) -> str:
    return words[one] if number == 1 else words[more].format(n=number)
