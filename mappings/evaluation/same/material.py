"""Labelled texts: contributions of a dialogue, or demand sets; and for each pair of them what it is."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

Pair = tuple[str, str]
"""Ids of two texts, the smaller first."""

LABELLED = ("same", "against", "lookalike", "related")
UNRELATED = "unrelated"
UNLABELLED = "unlabelled"
KINDS = (*LABELLED, UNRELATED)
_RELATIONS = {"same_as": "same", "against": "against", "lookalike": "lookalike"}


@dataclass(frozen=True)
class Text:
    """A contribution, or a text of a demand set. scope: the municipality or the file that its pairs stay within.

    topic: the title of the proposal that it is, or that it comments on. allowed: languages it may be in.
    """

    id: str
    scope: str
    body: str
    language: str
    title: str = ""
    topic: str = ""
    kind: str = "proposal"
    allowed: tuple[str, ...] = ("sv",)

    @property
    def whole(self) -> str:
        """Title and body, a line each."""
        return "\n".join(part for part in (self.title, self.body) if part)


@dataclass(frozen=True)
class Material:
    """Texts and their labelled pairs. pairs: kind → pairs, for every kind of LABELLED and for UNLABELLED (of no known kind).

    Any other pair of texts of one scope is UNRELATED. Pairs of different scopes are not measured.
    """

    name: str
    texts: tuple[Text, ...]
    pairs: Mapping[str, frozenset[Pair]]

    def kind_of(self) -> dict[Pair, str]:
        """pair → kind, those that are unrelated left out."""
        return {pair: kind for kind, pairs in self.pairs.items() for pair in pairs}

    def counts(self) -> dict[str, int]:
        """kind → number of pairs, unrelated and unlabelled ones too."""
        sizes: dict[str, int] = {}
        for text in self.texts:
            sizes[text.scope] = sizes.get(text.scope, 0) + 1
        every = sum(size * (size - 1) // 2 for size in sizes.values())
        labelled = {kind: len(self.pairs.get(kind, ())) for kind in (*LABELLED, UNLABELLED)}
        return {**labelled, UNRELATED: every - sum(labelled.values())}


def pair_of(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)


def read_dialogue(path: Path) -> Material:
    """A file of contributions with `same_as`, `against` and `lookalike`; those that name nothing are unrelated to all others.

    Raises FileNotFoundError; ValueError where a field is missing, where a relation names an unknown contribution, leaves its
    municipality, is not mutual, or says two things of one pair, and where nothing is labelled as the same.
    """
    rows = _rows(path, ("id", "municipality", "body"))
    of = {row["id"]: row for row in rows}
    pairs: dict[str, set[Pair]] = {kind: set() for kind in (*LABELLED, UNLABELLED)}
    for row in rows:
        for relation, kind in _RELATIONS.items():
            for other in row.get(relation) or ():
                _check(path, row, of.get(other), other, relation)
                pairs[kind].add(pair_of(row["id"], other))
    _check_apart(path, pairs)
    titles = {row["id"]: row.get("title") or "" for row in rows}
    texts = tuple(_contribution(row, titles) for row in rows)
    return Material(path.stem, texts, {kind: frozenset(found) for kind, found in pairs.items()})


def _contribution(row: Mapping[str, Any], titles: Mapping[str, str]) -> Text:
    title, body, kind = titles[row["id"]], row["body"] or "", row.get("kind", "proposal")
    topic = title or titles.get(row.get("on") or "", "")
    return Text(row["id"], row["municipality"], body, row.get("lang", "sv"), title, topic, kind, ("sv", "en"))


def read_sets(path: Path) -> Material:
    """A file of demand sets. All texts are measured against each other; within a set only pairs with one of `same` are labelled.

    What two texts of the other lists are to each other nobody has said: UNLABELLED. Raises FileNotFoundError; ValueError where
    nothing is labelled as the same.
    """
    texts: list[Text] = []
    pairs: dict[str, set[Pair]] = {kind: set() for kind in (*LABELLED, UNLABELLED)}
    for row in _rows(path, ("id", *LABELLED)):
        names: dict[str, list[str]] = {}
        for kind in LABELLED:
            names[kind] = [f"{row['id']}:{kind}:{place}" for place in range(len(row[kind]))]
            languages = (row.get("langs") or {}).get(kind) or ["sv"] * len(row[kind])
            for name, body, language in zip(names[kind], row[kind], languages, strict=True):
                texts.append(Text(name, path.stem, body, language, allowed=(language,)))
        for kind in LABELLED[1:]:
            pairs[kind].update(pair_of(one, other) for one in names["same"] for other in names[kind])
        pairs["same"].update(pair_of(*two) for two in combinations(names["same"], 2))
        rest = [name for kind in LABELLED[1:] for name in names[kind]]
        pairs[UNLABELLED].update(pair_of(*two) for two in combinations(rest, 2))
    if not pairs["same"]:
        raise ValueError(f"{path.name}: där finns inga kravpar som är samma, och alltså inget att mäta mot.")
    return Material(path.stem, tuple(texts), {kind: frozenset(found) for kind, found in pairs.items()})


def _rows(path: Path, needed: Iterable[str]) -> list[dict[str, Any]]:
    if not path.is_file():
        raise FileNotFoundError(f"Filen {path.name} finns inte. Ange en fil med facit (JSON Lines).")
    rows = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        try:
            rows.append(dict(json.loads(line)))
        except ValueError as error:
            raise ValueError(f"{path.name}, rad {number}: raden är inte JSON ({error}).") from error
        missing = [name for name in needed if name not in rows[-1]]
        if missing:
            raise ValueError(f"{path.name}, rad {number}: raden saknar {', '.join(missing)}.")
    return rows


def _check(path: Path, row: Mapping[str, Any], other: Mapping[str, Any] | None, name: str, relation: str) -> None:
    told = f"{path.name}: {row['id']} har {relation} {name}"
    if other is None:
        raise ValueError(f"{told}, men något sådant bidrag finns inte i filen.")
    if other["id"] == row["id"]:
        raise ValueError(f"{told}, alltså sig självt.")
    if other["municipality"] != row["municipality"]:
        raise ValueError(f"{told}, men de hör till olika kommuner.")
    if row["id"] not in (other.get(relation) or ()):
        raise ValueError(f"{told}, men inte tvärtom. Relationerna ska vara ömsesidiga.")


def _check_apart(path: Path, pairs: Mapping[str, Iterable[Pair]]) -> None:
    seen: dict[Pair, str] = {}
    for kind, found in pairs.items():
        for pair in found:
            if seen.setdefault(pair, kind) != kind:
                raise ValueError(f"{path.name}: {pair[0]} och {pair[1]} är både {seen[pair]} och {kind}.")
    if not pairs["same"]:
        raise ValueError(f"{path.name}: inget bidrag har same_as, och alltså finns inget att mäta mot.")
