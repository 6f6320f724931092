"""Small labelled dialogues and demand sets, and groupers, rankers and judges whose answers are known beforehand."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np

from mappings.encoder.weights import FloatArray
from mappings.evaluation.same.evidence import evidence_of
from mappings.evaluation.same.known import Known, known
from mappings.evaluation.same.material import Material, pair_of
from mappings.evaluation.same.parts import Parts, Verdict
from mappings.evaluation.same.report import Figures, figures_of
from mappings.grouping import Group, Grouping, group_id

DIALOGUE = [
    {"id": "p1", "body": "Bygg en bro till Halsön.", "same_as": ["p2", "p3"], "against": ["p4"]},
    {"id": "p2", "body": "Vi vill att kommunen bygger bron till Halsön.", "same_as": ["p1", "p3"], "against": ["p4"]},
    {"id": "p3", "body": "Bygg en bro till Halsön!", "same_as": ["p1", "p2"], "against": ["p4"], "lookalike": ["p5"]},
    {"id": "p4", "body": "Bygg ingen bro till Halsön.", "against": ["p1", "p2", "p3"]},
    {"id": "p5", "body": "Bygg en bro till Storön.", "lookalike": ["p3"]},
    {"id": "q1", "body": "Bygg en bro till Halsön.", "municipality": "B"},
]
SETS = [
    {
        "id": "s1",
        "same": ["Sänk farten på Hamngatan.", "Sänk farten på Hamngatan!", "Kör långsammare på Hamngatan, tack."],
        "against": ["Höj farten på Hamngatan.", "Sänk inte farten på Hamngatan."],
        "lookalike": ["Sänk farten på Storgatan.", "Sänk hyran på Hamngatan."],
        "related": ["Hamngatan behöver träd.", "Var parkerar man på Hamngatan?"],
    },
    {
        "id": "s2",
        "same": ["Fler böcker på biblioteket.", "Biblioteket ska köpa böcker.", "Köp böcker!"],
        "against": ["Färre böcker på biblioteket.", "Köp inga böcker."],
        "lookalike": ["Fler böcker på skolan.", "Fler stolar på biblioteket."],
        "related": ["Öppna biblioteket på söndagar.", "Biblioteket är vackert."],
    },
]


def dialogue(folder: Path, rows: Sequence[Mapping[str, object]] = DIALOGUE) -> Path:
    empty = {
        "kind": "proposal", "municipality": "A", "on": None, "title": "", "same_as": [], "against": [], "lookalike": [],
    }  # fmt: skip
    return lines(folder / "dialogue.jsonl", [{**empty, **row} for row in rows])


def sets(folder: Path, name: str = "sets.jsonl") -> Path:
    return lines(folder / name, SETS)


def lines(path: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return path


@dataclass(frozen=True)
class Told:
    """Groups as told: texts that share a set of ids share a group, the others stand alone. Never looks at words."""

    together: tuple[frozenset[str], ...]
    name: str = "told"

    def grouped(self, texts: Sequence[Known], existing: Mapping[str, Sequence[str]] | None = None) -> Grouping:
        groups: dict[str, list[str]] = {}
        for one in sorted(texts, key=lambda one: one.text.id):
            mine = next((members for members in self.together if one.text.id in members), frozenset({one.text.id}))
            groups.setdefault(one.text.scope + min(mine), []).extend(said.id for said in one.statements)
        found = [Group(group_id(min(ids)), "", "for", tuple(sorted(ids)), min(ids)) for ids in groups.values() if ids]
        return Grouping(tuple(sorted(found, key=lambda one: one.id)), ())


@dataclass(frozen=True)
class Knowing:
    """A judge, and a ranker, that has read the labels; `backwards` says the opposite of each."""

    material: Material
    backwards: bool = False
    name: str = "knowing"

    def judged(self, pairs: Sequence[tuple[Known, Known]]) -> Sequence[Verdict]:
        kinds = self.material.kind_of()
        found = []
        for one, other in pairs:
            kind = kinds.get(pair_of(one.text.id, other.text.id), "other")
            told = {"same": (0.9, 0.05, 0.05), "against": (0.05, 0.9, 0.05)}.get(kind, (0.05, 0.05, 0.9))
            found.append(Verdict(*(told if not self.backwards else (told[1], told[0], told[2]))))
        return found

    def likeness(self, texts: Sequence[Known]) -> FloatArray:
        found = np.zeros((len(texts), len(texts)), np.float32)
        for i, j in combinations(range(len(texts)), 2):
            found[i, j] = found[j, i] = self.judged([(texts[i], texts[j])])[0].same
        return found


@dataclass(frozen=True)
class Flat:
    """Finds all pairs alike."""

    name: str = "flat"

    def likeness(self, texts: Sequence[Known]) -> FloatArray:
        return np.ones((len(texts), len(texts)), np.float32)


def measured(material: Material, parts: Parts, *, of_sets: bool = False) -> Figures:
    return figures_of([evidence_of(material, known(material.texts, "rules"), parts)], sets=of_sets)


def many() -> list[dict[str, object]]:
    rows: list[dict[str, object]] = [{"id": f"p{place:02}", "body": f"Bygg hus nummer {place}."} for place in range(20)]
    rows[0]["same_as"], rows[1]["same_as"] = ["p01"], ["p00"]
    return rows
