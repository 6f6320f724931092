"""Which statements are worth comparing: equal texts, and near-equal ones by MinHash."""

from typing import Any

from mappings.grouping.features import Features

PERMUTATIONS = 128
BANDS = 32
SEED = 1948


class Candidates:
    """Statements seen so far, found again by what is like them. Keys are running numbers."""

    def __init__(self) -> None:
        from rensa import RMinHashLSH

        self._equal: dict[str, list[int]] = {}
        self._near: Any = RMinHashLSH(threshold=0.5, num_perm=PERMUTATIONS, num_bands=BANDS)

    def add(self, number: int, features: Features) -> None:
        self._equal.setdefault(features.key, []).append(number)
        if features.sequence:
            self._near.insert(number, _sketch(features))

    def like(self, features: Features) -> list[int]:
        """Numbers of the statements that may ask for the same, in the order they were added."""
        found = set(self._equal.get(features.key, ()))
        if features.sequence:
            found.update(self._near.query(_sketch(features)))
        return sorted(found)


def _sketch(features: Features) -> Any:
    from rensa import RMinHash

    sketch = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    sketch.update(sorted(features.content))
    return sketch
