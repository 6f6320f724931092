"""From files to figures: one dialogue, or several files of demand sets."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from mappings.encoder.weights import FloatArray
from mappings.evaluation.same.evidence import Evidence, Ranked, evidence_of
from mappings.evaluation.same.figures import auc, pairwise, share, within
from mappings.evaluation.same.known import known
from mappings.evaluation.same.material import KINDS, LABELLED, Material, read_dialogue, read_sets
from mappings.evaluation.same.parts import Parts, Verdict
from mappings.evaluation.same.stability import COUNTED

Figures = dict[str, Any]


def measured_dialogue(path: Path, parts: Parts, tags: str = "product") -> Figures:
    """Pairs of contributions within a municipality. Raises FileNotFoundError, ValueError, NoFoldAnswers, NoWeights."""
    return {"what": "groups", "dialogue": path.stem, "tags": tags, **figures_of([_evidence(read_dialogue(path), parts, tags)])}


def measured_sets(paths: Sequence[Path], parts: Parts, tags: str = "product") -> Figures:
    """Pairs of texts of one file, all and within sets; all files together, and each. Raises as `measured_dialogue`."""
    if not paths:
        raise ValueError("Ange minst en fil med kravpar (--sets).")
    found = [_evidence(read_sets(path), parts, tags) for path in paths]
    files = {one.name: figures_of([one], sets=True) for one in found}
    return {"what": "pairs", "sets": sorted(files), "tags": tags, **figures_of(found, sets=True), "files": files}


def _evidence(material: Material, parts: Parts, tags: str) -> Evidence:
    return evidence_of(material, known(material.texts, tags), parts)


def figures_of(found: Sequence[Evidence], *, sets: bool = False) -> Figures:
    """All that the issue asks for, of some files together. What nobody answers is None."""
    grouper = next(iter(found[0].merged))
    pairs = _summed([one.pairs for one in found])
    groupings = {name: _grouped(found, name, pairs, sets) for name in found[0].merged}
    rankings = {name: _ranking([one.ranked[name] for one in found]) for name in found[0].ranked}
    last = list(rankings)[-1] if rankings else None
    return {
        "texts": sum(one.texts for one in found),
        "statements": sum(one.statements for one in found),
        "pairs": pairs,
        "grouped_by": grouper,
        "grouped": groupings[grouper],
        "ranked_by": last,
        "suggestions": rankings[last]["suggestions"] if last else None,
        "auc": rankings[last]["auc"] if last else None,
        "judged": _judged(found),
        "stability": _stable(found),
        "groupings": groupings,
        "rankings": rankings,
    }


def _grouped(found: Sequence[Evidence], name: str, pairs: Mapping[str, int], sets: bool) -> Figures:
    merged = _summed([one.merged[name] for one in found])
    kinds = {
        kind: {"share": share(merged.get(kind, 0), pairs[kind]), "merged": merged.get(kind, 0), "pairs": pairs[kind]}
        for kind in KINDS
        if kind != "same"
    }
    of_sets = {"within_sets": pairwise(within(merged), within(pairs))} if sets else {}
    return {**pairwise(merged, pairs), **of_sets, "merged_of": kinds, "groups": sum(one.groups[name] for one in found)}


def _ranking(found: Sequence[Ranked]) -> Figures:
    hits, partners = sum(one.hits for one in found), sum(one.partners for one in found)
    same = _scores(found, "same")
    against: Figures = {}
    for kind in KINDS[1:]:
        other = _scores(found, kind)
        against[kind] = {"auc": auc(same, other), "same": len(same), "other": len(other)}
    return {"suggestions": {"in_five": share(hits, partners), "found": hits, "partners": partners}, "auc": against}


def _scores(found: Sequence[Ranked], kind: str) -> FloatArray:
    return np.concatenate([one.scores.get(kind, np.zeros(0, np.float32)) for one in found])


def _judged(found: Sequence[Evidence]) -> Figures | None:
    """of: kind → what its pairs are called. against_found: of pairs that are; against_right: of labelled pairs called so."""
    if any(one.verdicts is None for one in found):
        return None
    by_kind = {kind: [verdict for one in found for verdict in (one.verdicts or {})[kind]] for kind in LABELLED}
    counts = {kind: _told(verdicts) for kind, verdicts in by_kind.items()}
    called = sum(told["against"] for told in counts.values())
    every = sum(len(verdicts) for verdicts in by_kind.values())
    right = sum(told[kind if kind in ("same", "against") else "other"] for kind, told in counts.items())
    return {
        "of": counts,
        "against_found": share(counts["against"]["against"], len(by_kind["against"])),
        "against_right": share(counts["against"]["against"], called),
        "accuracy": share(right, every),
        "pairs": every,
        "left_out_by_a_fold": sum(verdict.left_out for verdicts in by_kind.values() for verdict in verdicts),
    }


def _told(verdicts: Sequence[Verdict]) -> dict[str, int]:
    return {name: sum(verdict.best == name for verdict in verdicts) for name in ("same", "against", "other")}


def _stable(found: Sequence[Evidence]) -> Figures:
    told: Figures = {}
    for change in found[0].stability:
        summed = {name: sum(one.stability[change][name] for one in found) for name in COUNTED}
        told[change] = {
            "pairs_kept": share(summed["kept"], summed["together"]),
            "pairs": summed["together"],
            "ids_kept": share(summed["ids_kept"], summed["groups"]),
            "groups": summed["groups"],
        }
    return told


def _summed(counts: Sequence[Mapping[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in counts:
        for kind, number in one.items():
            found[kind] = found.get(kind, 0) + number
    return found
