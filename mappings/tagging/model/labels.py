"""What the model tells of a sentence: its heads, each with its labels."""

from collections.abc import Mapping

NORM = ("participation", "prohibition", "right", "permission", "obligation", "objective", "need", "none")
STANDING = ("existing", "proposed", "")
BEARER = (
    "municipality", "region", "state", "school", "business", "civil_society", "inhabitant", "everyone", "other", "",
)  # fmt: skip
HOLDER = (
    "everyone", "child_youth", "older", "disability", "women", "lgbtqi", "minority", "newcomer", "low_income", "nature",
    "other", "",
)  # fmt: skip
THEME = (
    "democracy", "safety", "equality", "children", "education", "work", "housing", "health", "culture", "environment",
    "services", "coexistence", "transparency", "",
)  # fmt: skip
HEADS: Mapping[str, tuple[str, ...]] = {
    "norm": NORM, "standing": STANDING, "bearer": BEARER, "holder": HOLDER, "theme": THEME,
}  # fmt: skip
"""Head → labels; "" stands for none of them (null in the labelled rows)."""
