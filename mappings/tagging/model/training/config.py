"""All settings of a training run, in one place."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

EARLIER = ("ca1", "de1", "demands", "es1", "fi1", "fr1", "sv1", "sv2", "sv3", "sv4")


@dataclass(frozen=True)
class Member:
    """One of the tuned models whose answers are averaged: two that learned differently err less together than either. The first
    answers alone where it is certain, so it is the one with least to compute.

    depth: layers that stay as they are, one of the encoder's FORKS; the rest are trained. own: the files of `own` that teach it,
    none for all. threads: while its base is made; the order of sums follows from it.
    """

    name: str
    depth: int
    threads: int = 1
    own: tuple[str, ...] = ()


@dataclass(frozen=True)
class Settings:
    """Rates are AdamW's.

    base_epochs: over the rows that only teach, once for all folds; epochs: over the labelled rows after that, at `share` of the
    rates. mean_keeps: what the running mean of the weights keeps a step.

    combiner, linear, ngram, doubt: of the last steps.
    """

    members: tuple[Member, ...] = (Member("high", 8, 1, EARLIER), Member("deep", 4, 2))
    base_epochs: int = 3
    epochs: int = 3
    share: float = 0.6
    mean_keeps: float = 0.98
    folds: int = 5
    seed: int = 1766
    batch_tokens: int = 1600
    layer_rate: float = 3e-4
    head_rate: float = 2e-3
    decay: float = 0.01
    warm_up: float = 0.1
    dropout: float = 0.1
    head_dropout: float = 0.2
    smoothing: float = 0.05
    also_share: float = 0.3
    enriched_weight: float = 0.7
    balance: float = 0.25
    combiner_penalty: float = 0.1
    doubt: float = 0.12
    doubt_silent: float = 0.1
    doubt_copies: int = 3
    linear_penalty: float = 1e-4
    ngram_penalty: float = 7e-6
    combiner_balance: float = 0.0
    combiner_enriched: float = 0.3
    head_weights: Mapping[str, float] = dataclasses.field(
        default_factory=lambda: {"norm": 1.0, "standing": 0.3, "bearer": 0.4, "holder": 0.3, "theme": 0.4}
    )
