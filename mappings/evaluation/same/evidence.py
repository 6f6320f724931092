"""What each part answered about one file, counted so that files can be added up."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mappings.encoder.weights import FloatArray
from mappings.evaluation.same.figures import partners_in_first
from mappings.evaluation.same.known import Known
from mappings.evaluation.same.material import KINDS, LABELLED, UNRELATED, Material
from mappings.evaluation.same.parts import Judge, Judged, Parts, Ranker, Verdict
from mappings.evaluation.same.stability import stability, together
from mappings.grouping import Grouping


@dataclass(frozen=True)
class Ranked:
    """hits of partners among the first suggestions; scores: kind → one a pair, in no order. Kinds nobody scored are left out."""

    hits: int
    partners: int
    scores: Mapping[str, FloatArray]


@dataclass(frozen=True)
class Evidence:
    """One file's. pairs, merged (by grouper): kind → number of pairs. groups: those of two texts or more, by grouper.

    ranked: by ranker. verdicts: kind → of its labelled pairs; None where nobody judges. stability: as the function gives it.
    """

    name: str
    texts: int
    statements: int
    pairs: Mapping[str, int]
    merged: Mapping[str, Mapping[str, int]]
    groups: Mapping[str, int]
    ranked: Mapping[str, Ranked]
    verdicts: Mapping[str, Sequence[Verdict]] | None
    stability: Mapping[str, Mapping[str, int]]


def evidence_of(material: Material, texts: Sequence[Known], parts: Parts) -> Evidence:
    """texts: those of the material, in its order. Raises ValueError where a grouper joins two scopes."""
    groupings = {grouper.name: grouper.grouped(texts) for grouper in parts.groupers}
    verdicts = _verdicts(material, texts, parts.judge) if parts.judge else None
    ranked = {ranker.name: _ranked(material, texts, ranker) for ranker in parts.rankers}
    if verdicts and parts.judge and parts.rankers:
        after = Judged(parts.rankers[-1], parts.judge)
        scores = {kind: np.array([one.same for one in found], np.float32) for kind, found in verdicts.items()}
        ranked[after.name] = dataclasses.replace(_ranked(material, texts, after), scores=scores)
    return Evidence(
        name=material.name,
        texts=len(texts),
        statements=sum(len(one.statements) for one in texts),
        pairs=material.counts(),
        merged={name: _merged(material, texts, found, name) for name, found in groupings.items()},
        groups={name: _shared(found, texts) for name, found in groupings.items()},
        ranked=ranked,
        verdicts=verdicts,
        stability=stability(parts.groupers[0], texts),
    )


def _merged(material: Material, texts: Sequence[Known], grouping: Grouping, name: str) -> dict[str, int]:
    kind_of, scope_of = material.kind_of(), {one.id: one.scope for one in material.texts}
    found: dict[str, int] = {}
    for one, other in together(grouping, texts):
        if scope_of[one] != scope_of[other]:
            raise ValueError(f"{name}: {one} och {other} är i samma grupp men hör till {scope_of[one]} och {scope_of[other]}.")
        kind = kind_of.get((one, other), UNRELATED)
        found[kind] = found.get(kind, 0) + 1
    return found


def _shared(grouping: Grouping, texts: Sequence[Known]) -> int:
    """Groups of statements from two texts or more."""
    text_of = {said.id: one.text.id for one in texts for said in one.statements}
    return sum(len({text_of[member] for member in one.members}) > 1 for one in grouping.groups)


def _ranked(material: Material, texts: Sequence[Known], ranker: Ranker) -> Ranked:
    likeness = ranker.likeness(texts)
    ids, scopes = [one.id for one in material.texts], np.array([one.scope for one in material.texts])
    places = {name: place for place, name in enumerate(ids)}
    hits, partners = partners_in_first(likeness, ids, scopes.tolist(), material.pairs["same"])
    rest = np.triu(scopes[:, None] == scopes[None, :], k=1)
    scores: dict[str, FloatArray] = {}
    for kind, pairs in material.pairs.items():
        where = np.array([sorted((places[one], places[other])) for one, other in sorted(pairs)], np.int64).reshape(-1, 2)
        rest[where[:, 0], where[:, 1]] = False
        scores[kind] = likeness[where[:, 0], where[:, 1]]
    scores[UNRELATED] = likeness[rest]
    return Ranked(hits, partners, {kind: scores[kind] for kind in KINDS})


def _verdicts(material: Material, texts: Sequence[Known], judge: Judge) -> dict[str, Sequence[Verdict]]:
    of = {one.text.id: one for one in texts}
    found: dict[str, Sequence[Verdict]] = {}
    for kind in LABELLED:
        pairs = [(of[one], of[other]) for one, other in sorted(material.pairs[kind])]
        found[kind] = judge.judged(pairs)
    return found
