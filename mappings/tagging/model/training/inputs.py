"""Rows as the encoder reads them."""

from collections.abc import Sequence

from mappings.tagging.model.training.data import Row


def contexts_of(rows: Sequence[Row]) -> tuple[list[str], list[str], list[str]]:
    """sentences, titles, what stands before. See `mappings.tagging.model.inputs.context`."""
    from mappings.tagging.model.inputs import context

    found = [context(row["sentence"], row["title"], row["before"]) for row in rows]
    return [row["sentence"] for row in rows], [title for title, _ in found], [before for _, before in found]
