"""The trained model: one for all languages, several heads on the encoder's tuned upper layers, the rules' votes beside them.

predict(items) -> predictions     one a sentence: norm with probabilities, standing, bearer, holder, theme
votes(tags)                       what the rules said, as a `ModelInput` takes it
"""

from mappings.tagging.model.answer import Prediction, default_path, predict
from mappings.tagging.model.features import votes
from mappings.tagging.model.files import NoModel
from mappings.tagging.model.inputs import ModelInput

__all__ = ["ModelInput", "NoModel", "Prediction", "default_path", "predict", "votes"]
