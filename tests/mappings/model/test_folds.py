"""No text is on both sides of a fold, and a row is known without its text."""

import random

from mappings.evaluation.rows import row_key
from mappings.tagging.model.training.data import contribution_of, folds_of, groups_of, read_own, thread_of


def row(name: str, title: str, sentence: str, source: str = "sv_x") -> dict[str, object]:
    return {"id": name, "lang": "sv", "source": source, "title": title, "before": "", "sentence": sentence}


ROWS = [
    row("svx:p001:0", "Mer ljus", "Mer ljus"),
    row("svx:p001:1", "Mer ljus", "Det är mörkt längs ån."),
    row("svx:c001:0", "Comment on: Mer ljus", "Bra, det behövs verkligen där."),
    row("svx:p002:0", "Bänkar", "Sätt upp bänkar."),
    row("svx:p003:0", "Annat", "Det är mörkt  längs ÅN."),
    row("upr:17", "UN human-rights recommendation", "Ratify it.", "upr"),
    row("upr:18", "UN human-rights recommendation", "Sign it.", "upr"),
]


def test_sentences_of_a_contribution_its_comments_and_equal_sentences_stay_together() -> None:
    groups = groups_of(ROWS)
    assert len({groups[0], groups[1], groups[2], groups[4]}) == 1
    assert groups[3] not in groups[:3]
    assert groups[5] != groups[6]


def test_titles_that_say_nothing_tie_nothing_together() -> None:
    assert thread_of(ROWS[5]) == ""
    assert contribution_of(ROWS[5]) == "upr:17"
    assert contribution_of(ROWS[1]) == "svx:p001"


def test_the_order_of_the_rows_does_not_change_a_fold() -> None:
    rows = [
        row(f"svx:p{number:03}:{part}", f"Titel {number}", f"Mening {part} i text {number}")
        for number in range(40)
        for part in range(3)
    ]
    shuffled = list(rows)
    random.Random(2).shuffle(shuffled)
    first = {row_key(one): fold for one, fold in zip(rows, folds_of(rows, 5), strict=True)}
    second = {row_key(one): fold for one, fold in zip(shuffled, folds_of(shuffled, 5), strict=True)}
    assert first == second
    assert set(first.values()) == {0, 1, 2, 3, 4}


def test_a_key_changes_with_the_text_and_shows_nothing_of_it() -> None:
    changed = {**ROWS[0], "sentence": "Mindre ljus"}
    assert row_key(ROWS[0]) != row_key(changed)
    assert "ljus" not in row_key(ROWS[0])


def test_the_labels_of_our_own_name_what_they_teach() -> None:
    for one in read_own()["demands"]:
        assert one["norm"] and one["sentence"] and "holder" not in one["teaches"]
