"""Goals and targets of Agenda 2030 in a text.

sdg(texts, language)             for each text its goals and targets, with the sentence that shows it; () when unsure.
                                 With known=Known(rows, version) it takes vectors that are there already and encodes nothing
scores(vector, language, text)   the 17 scores behind that, from a vector that is there already
goals()                          Swedish and English names, short Swedish labels of the 169 targets

How good it is: `python -m mappings.sdg.measure`. The encoder may be exchanged (`types.Encoder`).
"""

from mappings.sdg.labels import goals
from mappings.sdg.tagger import SURE, scores, sdg
from mappings.sdg.types import Encoder, Goal, Known, SdgTag

__all__ = ["SURE", "Encoder", "Goal", "Known", "SdgTag", "goals", "scores", "sdg"]
