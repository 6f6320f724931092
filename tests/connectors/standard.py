"""What any `Reader` must keep. A connector's test class inherits `ReaderStandards` and gives `reader()` and `component_id`."""

from __future__ import annotations

from collections import Counter

import pytest

from connectors.base import Capabilities, Page, Reader
from connectors.errors import ConnectorError

NOT_AN_ID = "no-such-component"


class ReaderStandards:
    """`component_id`: a component with at least two proposals with comments, some of them replies."""

    component_id = "1"

    def reader(self) -> Reader:
        """A fresh reader of the same content each time."""
        raise NotImplementedError

    def all_pages(self, after: str | None = None) -> list[Page]:
        return list(self.reader().pages(self.component_id, after))

    def test_only_the_last_page_is_last(self) -> None:
        pages = self.all_pages()
        assert [page.last for page in pages] == [False] * (len(pages) - 1) + [True]

    def test_every_page_is_of_the_component_asked_for(self) -> None:
        pages = self.all_pages()
        owners = {page.component_id for page in pages} | {one.component_id for page in pages for one in page.proposals}
        assert owners == {self.component_id}

    def test_no_proposal_and_no_comment_comes_twice(self) -> None:
        pages = self.all_pages()
        proposals = Counter(one.id for page in pages for one in page.proposals)
        comments = Counter(one.id for page in pages for one in page.comments)
        assert proposals and max(proposals.values()) == 1
        assert comments and max(comments.values()) == 1

    def test_comments_belong_to_a_proposal_of_their_page_and_lead_back_to_the_root(self) -> None:
        for page in self.all_pages():
            proposals = {one.id for one in page.proposals}
            comments = {one.id: one for one in page.comments}
            for comment in page.comments:
                assert comment.proposal_id in proposals
                if comment.parent_id is None:
                    assert comment.depth == 0
                elif comment.parent_id in comments:
                    assert comment.depth == comments[comment.parent_id].depth + 1

    def test_reading_goes_on_from_any_page(self) -> None:
        pages = self.all_pages()
        for index, page in enumerate(pages[:-1]):
            assert page.after is not None
            rest = [one for later in self.all_pages(page.after) for one in later.proposals]
            assert rest == [one for later in pages[index + 1 :] for one in later.proposals]

    def test_reading_twice_gives_the_same(self) -> None:
        assert self.all_pages() == self.all_pages()

    def test_whole_trees_are_those_of_proposals_on_the_page(self) -> None:
        for page in self.all_pages():
            assert page.comments_complete <= {one.id for one in page.proposals}

    def test_what_is_unreadable_says_so_in_both_languages(self) -> None:
        for page in self.all_pages():
            for line in page.unreadable:
                assert line.code.replace("_", "").isalpha()
                assert line.sv and line.en and line.sv != line.en

    def test_dates_are_aware(self) -> None:
        for page in self.all_pages():
            for one in (*page.proposals, *page.comments):
                for name in ("published_at", "updated_at", "created_at", "answered_at", "withdrawn_at"):
                    date = getattr(one, name, None)
                    assert date is None or date.utcoffset() is not None

    def test_a_component_that_is_not_there_is_one_clear_error(self) -> None:
        with pytest.raises(ConnectorError) as told:
            list(self.reader().pages(NOT_AN_ID))
        assert told.value.sv and told.value.en and told.value.code

    def test_spaces_hold_the_component(self) -> None:
        components = {component.id for space in self.reader().spaces() for component in space.components}
        assert self.component_id in components

    def test_missing_tells_gone_from_found(self) -> None:
        known = self.all_pages()[0].proposals[0]
        missing = self.reader().missing(self.component_id, [known.id, "999999999"])
        assert missing.gone == {"999999999"}
        assert [one.id for one in missing.found] == [known.id]

    def test_capabilities_give_advice_in_both_languages(self) -> None:
        told = self.reader().capabilities()
        assert isinstance(told, Capabilities)
        assert told.reads and told.advice
        assert all(line.sv and line.en and bool(line.todo_sv) == bool(line.todo_en) for line in told.advice)
