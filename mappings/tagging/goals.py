"""Goals of Agenda 2030 of many statements, from the encoder that reads them for their norms: its lower layers run once."""

from collections.abc import Sequence

from mappings.encoder import kept
from mappings.encoder.encoder import version_of
from mappings.encoder.weights import NoWeights, weights
from mappings.sdg import Known, SdgTag, sdg
from mappings.sdg.model import model
from mappings.sdg.types import FloatArray
from mappings.sdg.vectors import default_encoder
from mappings.tagging.decide import Asked, model_state, model_title
from mappings.tagging.facts import Fact
from mappings.tagging.model import answer
from mappings.tagging.model.inputs import context

SURE_IN_CONTEXT = 2.5
"""What a goal needs with vectors of this kind: as often right as `SURE` with plain ones, less often said of texts about none."""


def goal_facts(asked: Sequence[Asked]) -> tuple[tuple[Fact, ...], ...]:
    """The goals of each statement, in their order; () where nothing is sure, and for all where no encoder can be had.

    The same statement in the same context gets the same goals, whatever else is asked. Ask before `decide`: what it needs of the
    encoder is computed in the same pass and kept where it looks.
    """
    if not asked:
        return ()
    try:
        known = vectors(asked)
    except (ImportError, NoWeights):
        return ((),) * len(asked)
    found = sdg([one.text for one in asked], [one.language for one in asked], known=known)
    return tuple(tuple(_fact(tag) for tag in tags) for tags in found)


def goals_version() -> str:
    """Changes when a statement could get other goals."""
    return f"{model().version}/{_encoder_version()}"[:80]


def vectors(asked: Sequence[Asked]) -> Known:
    """(n, 384): the vector of each statement, kept in the cache folder. Raises ImportError, NoWeights.

    Where onnxruntime or the tuned layers can't be had: plain vectors of the statements alone.
    """
    texts = [one.text.strip()[: answer.MAX_CHARACTERS] for one in asked]
    if _shared():
        return Known(_in_context(asked, texts), _encoder_version(), SURE_IN_CONTEXT)
    return Known(_plain(texts), _encoder_version())


def _in_context(asked: Sequence[Asked], texts: Sequence[str]) -> FloatArray:
    path = answer.default_path()
    around = [context(one.text, model_title(one), one.context.before) for one in asked]
    parts = [(text, title, before) for text, (title, before) in zip(texts, around, strict=True)]

    def compute(places: Sequence[int]) -> FloatArray:
        picked = [parts[place] for place in places]
        sentences, titles, befores = ([one[at] for one in picked] for at in range(3))
        said, found = answer.encoder(path).in_context(sentences, titles, befores)
        answer.keep_heads(path, picked, lambda at: said[list(at)])
        return found

    return _kept(f"in-context-{version_of(path)}", parts, compute)


def _plain(texts: Sequence[str]) -> FloatArray:
    encoder = default_encoder()
    return _kept(
        f"plain-{encoder.version}",
        [(text,) for text in texts],
        lambda places: encoder.vectors([texts[place] for place in places]),
    )


def _kept(name: str, parts: Sequence[tuple[str, ...]], compute: kept.Compute) -> FloatArray:
    return kept.rows(name, [kept.key_of(name, *one) for one in parts], compute, columns=weights().hidden)


def _shared() -> bool:
    return answer.default_path() != "linear" and model_state().version is not None


def _encoder_version() -> str:
    """Of the encoder that `vectors` asks; "none" where none can be had."""
    if _shared():
        return f"{version_of(answer.default_path())}-in-context-{SURE_IN_CONTEXT}"
    try:
        return default_encoder().version
    except (ImportError, NoWeights):
        return "none"


def _fact(tag: SdgTag) -> Fact:
    return Fact(
        kind="sdg",
        code=tag.target or str(tag.goal),
        label_sv=tag.name_sv,
        label_en=tag.name_en,
        confidence=tag.confidence,
        start=tag.start,
        end=tag.end,
        explanation_sv=tag.explanation_sv,
        explanation_en=tag.explanation_en,
        given_by=tag.model,
    )
