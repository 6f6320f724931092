"""The trained part: a logistic regression for each goal, on labelled texts and, weighing less, prototypes. Needs scikit-learn."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from mappings.sdg.benchmark import Row
from mappings.sdg.model import SCALE, References
from mappings.sdg.types import FloatArray

STRENGTH = 1.0
OWN_WEIGHT = 0.3
"""A prototype of the goal weighs this much of a labelled text; one of another goal a fifth of that."""


def train(vectors: FloatArray, rows: Sequence[Row], own: References) -> FloatArray:
    """(17, 385): weights and bias of each goal. vectors: (n, 384), centred, one a row. Same input, same weights."""
    goals = np.array([row.goal for row in rows])
    present = np.array([row.present for row in rows])
    return np.stack([_one(vectors[goals == goal], present[goals == goal], own, goal) for goal in range(1, 18)])


def _one(vectors: FloatArray, present: npt.NDArray[np.bool_], own: References, goal: int) -> FloatArray:
    from sklearn.linear_model import LogisticRegression

    of_goal = own.goals == goal
    weights = np.concatenate([np.ones(len(vectors)), np.where(of_goal, OWN_WEIGHT, OWN_WEIGHT / 5)])
    fitted = LogisticRegression(C=STRENGTH, max_iter=3000).fit(
        np.concatenate([vectors, own.vectors]) * SCALE, np.concatenate([present, of_goal]), sample_weight=weights
    )
    found: FloatArray = np.append(fitted.coef_[0], fitted.intercept_[0]).astype(np.float32)
    return found
