"""Texts → goals and targets of Agenda 2030, with the sentence that shows it; silent when unsure."""

import re
from collections.abc import Sequence

import numpy as np

from mappings.sdg.labels import goals
from mappings.sdg.model import Model, cue_scores, cues_in, model
from mappings.sdg.types import Encoder, FloatArray, SdgTag
from mappings.sdg.vectors import default_encoder

SURE = 3.0
"""A tag needs this score (two labelled sets of Swedish sentences: right in four of five); under it nothing is said."""
CLEAR = 0.3
"""A target is named when the text is at least this like it."""
_MOST = 2
_MOST_SENTENCES = 40
_SENTENCE = re.compile(r"[^\s.!?][^.!?\n]*[.!?]*")
_CUE_LIKENESS = 0.3
_UN_SHARE = 0.8


def sdg(texts: Sequence[str], language: str, encoder: Encoder | None = None) -> tuple[tuple[SdgTag, ...], ...]:
    """For each text the goals it speaks of, the surest first, at most two; () where nothing is sure.

    Same text, same tags, whatever else is asked. Texts without a letter get (). Raises ImportError where no encoder is installed.
    """
    encoder = encoder or default_encoder()
    spans = [_sentences(text) for text in texts]
    parts = [text[start:end] for text, found in zip(texts, spans, strict=True) for start, end in found if len(found) > 1]
    rows = encoder.vectors([*texts, *parts])
    further = iter(rows[len(texts) :])
    given = []
    for text, row, found in zip(texts, rows[: len(texts)], spans, strict=True):
        sentences = [next(further) for _ in found] if len(found) > 1 else []
        given.append(_tags(text, language, row, found, sentences, encoder.version))
    return tuple(given)


def scores(vector: FloatArray, language: str, text: str = "") -> FloatArray:
    """(17,) of one uncentred vector: a text is about a goal when its score is over 0. text: for the cue words in it."""
    chosen = model()
    return chosen.scores(chosen.centre(vector, language)) + cue_scores(cues_in(text))


def _tags(
    text: str, language: str, row: FloatArray, spans: Sequence[tuple[int, int]], sentences: Sequence[FloatArray], version: str
) -> tuple[SdgTag, ...]:
    if not spans:
        return ()
    found = scores(row, language, text)
    best = sorted(range(1, 18), key=lambda goal: (-round(float(found[goal - 1]), 4), goal))[:_MOST]
    parts = [scores(one, language, text[start:end]) for one, (start, end) in zip(sentences, spans, strict=bool(sentences))]
    tags = []
    for goal in best:
        score = round(float(found[goal - 1]), 4)
        if score >= SURE:
            place = int(np.argmax([round(float(part[goal - 1]), 4) for part in parts])) if parts else 0
            tags.append(_tag(text, language, goal, score, row, spans[place], version))
    return tuple(tags)


def _tag(text: str, language: str, goal: int, score: float, row: FloatArray, span: tuple[int, int], version: str) -> SdgTag:
    chosen, named = model(), goals()[goal - 1]
    words = tuple((cue.start, cue.end) for cue in cues_in(text) if cue.name.split(".")[0] == str(goal))
    target = _target(chosen, chosen.centre(row, language), goal, {cue.name for cue in cues_in(text)})
    about_sv = f"delmål {target}, {named.targets[target].lower()}" if target else "inget delmål framträder"
    shown = ", ".join(f"”{text[start:end]}”" for start, end in words[:3])
    why_sv = f"Orden {shown} hör dit." if shown else "Meningen liknar andra som handlar om det."
    why_en = f"The words {shown} belong to it." if shown else "The sentence is like others that are about it."
    return SdgTag(
        goal, named.name_sv, named.name_en, target, named.targets[target] if target else None, score, confidence(score),
        span[0], span[1], words, f"{chosen.version}/{version}",
        f"Texten handlar om mål {goal}, {named.name_sv.lower()} ({about_sv}). {why_sv}",
        f"The text is about goal {goal}, {named.name_en.lower()}. {why_en}",
    )  # fmt: skip


def _target(chosen: Model, centred: FloatArray, goal: int, cued: set[str]) -> str | None:
    """The target that the text is most like; None where none stands out."""
    likeness: dict[str, float] = {}
    for references, share in ((chosen.un, _UN_SHARE), (chosen.own, 1.0)):
        for target, alike in zip(references.targets, references.vectors @ centred, strict=True):
            if target.startswith(f"{goal}."):
                likeness[target] = max(likeness.get(target, -1.0), share * float(alike))
    for target in cued & likeness.keys():
        likeness[target] += _CUE_LIKENESS
    best = min(likeness, key=lambda target: (-round(likeness[target], 4), target))
    return best if likeness[best] >= CLEAR else None


def confidence(score: float) -> float:
    """How often a first choice with this score was right, on two labelled sets of Swedish sentences."""
    return round(float(np.clip(0.45 + 0.11 * score, 0.05, 0.95)), 2)


def _sentences(text: str) -> list[tuple[int, int]]:
    """Spans with a letter in them, at most forty; one text is read to its end even when it never ends a sentence."""
    found = [match.span() for match in _SENTENCE.finditer(text)]
    worded = [(start, end) for start, end in found if any(sign.isalpha() for sign in text[start:end])]
    if len(worded) <= _MOST_SENTENCES:
        return worded
    return [*worded[: _MOST_SENTENCES - 1], (worded[_MOST_SENTENCES - 1][0], worded[-1][1])]
