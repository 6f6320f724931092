"""Texts → goals and targets of Agenda 2030, with the sentence that shows it; silent when unsure."""

import re
from collections.abc import Sequence

import numpy as np

from mappings.sdg.labels import goals
from mappings.sdg.model import CLEAR, SURE, SURE_TOO, Cue, cue_scores, cues_in, model
from mappings.sdg.types import Encoder, FloatArray, Known, SdgTag
from mappings.sdg.vectors import default_encoder

_MOST = 2
_MOST_SENTENCES = 40
_SENTENCE = re.compile(r"[^\s.!?][^.!?\n]*[.!?]*")
_CUE_LIKENESS = 0.3
_UN_SHARE = 0.8


def sdg(
    texts: Sequence[str], language: str | Sequence[str], encoder: Encoder | None = None, *, known: Known | None = None
) -> tuple[tuple[SdgTag, ...], ...]:
    """For each text the goals it speaks of, the surest first, at most two; () where nothing is sure.

    language: of all, or of each. known: the vectors of the texts, where they are there already: then nothing is encoded, and the
    sentence that shows a goal is the first with a word for it, else the whole text. Same text (and vector), same tags, whatever
    else is asked. Texts without a letter get (). Raises ImportError where no encoder is installed.
    """
    spans = [_sentences(text) for text in texts]
    languages = [language] * len(texts) if isinstance(language, str) else language
    if known is not None:
        whole = [found if len(found) < 2 else [(found[0][0], found[-1][1]), *found] for found in spans]
        asked = zip(texts, languages, known.rows, whole, strict=True)
        return tuple(_tags(text, one, row, found, (), known.version, known.sure) for text, one, row, found in asked)
    encoder = encoder or default_encoder()
    parts = [text[start:end] for text, found in zip(texts, spans, strict=True) for start, end in found if len(found) > 1]
    rows = encoder.vectors([*texts, *parts])
    further = iter(rows[len(texts) :])
    given = []
    for text, one, row, found in zip(texts, languages, rows[: len(texts)], spans, strict=True):
        sentences = [next(further) for _ in found] if len(found) > 1 else []
        given.append(_tags(text, one, row, found, sentences, encoder.version))
    return tuple(given)


def scores(vector: FloatArray, language: str, text: str = "") -> FloatArray:
    """(17,) of one uncentred vector: a text is about a goal when its score is over 0. text: for the cue words in it."""
    return _scores(vector, language, cues_in(text))


def _scores(vector: FloatArray, language: str, found: Sequence[Cue]) -> FloatArray:
    chosen = model()
    return chosen.scores(chosen.centre(vector, language)) + cue_scores(found)


def _tags(
    text: str,
    language: str,
    row: FloatArray,
    spans: Sequence[tuple[int, int]],
    sentences: Sequence[FloatArray],
    version: str,
    needed: float | None = None,
) -> tuple[SdgTag, ...]:
    if not spans:
        return ()
    cues = cues_in(text)
    rounded = [round(float(score), 4) for score in _scores(row, language, cues)]
    best = sorted(range(1, 18), key=lambda goal: (-rounded[goal - 1], goal))[:_MOST]
    first = SURE if needed is None else needed
    sure = [goal for goal, least in zip(best, (first, SURE_TOO), strict=True) if rounded[goal - 1] >= least]
    parts = [scores(one, language, text[start:end]) for one, (start, end) in zip(sentences, spans, strict=False)] if sure else []
    tags = []
    for goal in sure:
        own = [cue for cue in cues if cue.goal == goal]
        place = int(np.argmax([round(float(part[goal - 1]), 4) for part in parts])) if parts else _with_cue(spans, own)
        tags.append(_tag(text, goal, rounded[goal - 1], _target(row, language, goal, own), spans[place], own, version))
    return tuple(tags)


def _with_cue(spans: Sequence[tuple[int, int]], cues: Sequence[Cue]) -> int:
    """The first sentence with one of the words; 0, the whole, without any. spans: the whole, then its sentences, if several."""
    if not cues or len(spans) < 2:
        return 0
    return next((place for place, (start, end) in enumerate(spans) if place and start <= cues[0].start and cues[0].end <= end), 0)


def _tag(
    text: str, goal: int, score: float, target: str | None, span: tuple[int, int], cues: Sequence[Cue], version: str
) -> SdgTag:
    named = goals()[goal - 1]
    about_sv = f"delmål {target}, {named.targets[target].lower()}" if target else "inget delmål framträder"
    shown = ", ".join(f"”{text[cue.start : cue.end]}”" for cue in cues[:3])
    why_sv = f"Det visar: {shown}." if shown else "Meningen liknar andra som handlar om det."
    why_en = f"Shown by: {shown}." if shown else "The sentence is like others that are about it."
    return SdgTag(
        goal, named.name_sv, named.name_en, target, named.targets[target] if target else None, score, confidence(score),
        span[0], span[1], tuple((cue.start, cue.end) for cue in cues), f"{model().version}/{version}",
        f"Texten handlar om mål {goal}, {named.name_sv.lower()} ({about_sv}). {why_sv}",
        f"The text is about goal {goal}, {named.name_en.lower()}. {why_en}",
    )  # fmt: skip


def _target(row: FloatArray, language: str, goal: int, cues: Sequence[Cue]) -> str | None:
    """The target that the text names or is most like; None where none stands out."""
    if outright := [cue.target for cue in cues if cue.named and "." in cue.target]:
        return outright[0]
    chosen = model()
    centred = chosen.centre(row, language)
    likeness: dict[str, float] = {}
    for references, share in ((chosen.un, _UN_SHARE), (chosen.own, 1.0)):
        for place in np.flatnonzero(references.goals == goal).tolist():
            target = references.targets[place]
            likeness[target] = max(likeness.get(target, -1.0), share * float(references.vectors[place] @ centred))
    likeness.pop(str(goal), None)
    for target in {cue.target for cue in cues} & likeness.keys():
        likeness[target] += _CUE_LIKENESS
    best = min(likeness, key=lambda target: (-round(likeness[target], 4), target))
    return best if likeness[best] >= CLEAR else None


def confidence(score: float) -> float:
    """How often a first choice with this score was right, on two labelled sets of Swedish sentences."""
    return round(float(np.clip(0.45 + 0.07 * score, 0.05, 0.93)), 2)


def _sentences(text: str) -> list[tuple[int, int]]:
    """Spans with a letter in them, at most forty; one text is read to its end even when it never ends a sentence."""
    found = [match.span() for match in _SENTENCE.finditer(text)]
    worded = [(start, end) for start, end in found if any(sign.isalpha() for sign in text[start:end])]
    if len(worded) <= _MOST_SENTENCES:
        return worded
    return [*worded[: _MOST_SENTENCES - 1], (worded[_MOST_SENTENCES - 1][0], worded[-1][1])]
