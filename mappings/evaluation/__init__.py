"""Measures tagging against gold labels: `python -m mappings.evaluation norms --gold FOLDER [--json]`."""

from mappings.evaluation.norms import NormFigures, measure_norms
from mappings.evaluation.rows import read_gold

__all__ = ["NormFigures", "measure_norms", "read_gold"]
