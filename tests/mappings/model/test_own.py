"""The project's own labelled sentences: labels by the guide, and none both taught and measured with."""

import pytest

from mappings.evaluation.rows import Row, read_aside
from mappings.tagging.model.labels import HEADS
from mappings.tagging.model.training.data import MIN_SHARED_WORDS, read_own

OWN = [row for part in read_own().values() for row in part]
ASIDE = read_aside()


@pytest.mark.parametrize(("rows", "least"), [(OWN, 25_000), (ASIDE, 2_000)], ids=["own", "aside"])
def test_every_label_is_the_guides(rows: list[Row], least: int) -> None:
    assert len(rows) > least
    for row in rows:
        assert all((row[head] or "") in labels for head, labels in HEADS.items()) and row["norm"], row["id"]
        assert set(row["also"]) <= set(HEADS["norm"]) - {row["norm"]}, row["id"]
        if row["norm"] in ("need", "none", "objective"):
            assert row["standing"] is None and row["bearer"] is None, row["id"]
        if row["norm"] in ("need", "none"):
            assert row["holder"] is None, row["id"]
        assert row["sentence"].strip(), row["id"]


def test_no_id_stands_twice() -> None:
    ids = [row["id"] for row in (*OWN, *ASIDE)]
    assert len(ids) == len(set(ids))


def test_what_is_kept_aside_is_not_taught() -> None:
    def said(rows: list[Row]) -> set[str]:
        texts = {" ".join(row["sentence"].casefold().split()) for row in rows}
        return {text for text in texts if text.count(" ") >= MIN_SHARED_WORDS - 1}

    assert said(OWN) & said(ASIDE) == set()
