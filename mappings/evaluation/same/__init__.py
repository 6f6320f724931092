"""Measures who asks for the same: `python -m mappings.evaluation groups --dialogue FILE`, `… pairs --sets FILES`.

    material.py    labelled texts and which pairs of them are what
    known.py       the texts with what the tags know
    parts.py       who groups, who ranks suggestions, who judges pairs: each exchangeable
    evidence.py    what they answered, counted; figures.py what that is worth

Whoever is to be measured is given as a part; nothing here knows how it works.
"""
