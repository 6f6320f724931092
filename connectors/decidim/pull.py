"""Pulls one component: pages of proposals in order, and whatever else has to be asked on the way.

What a page can't give (deeper replies, proposals that came back broken) is a *lookup*, and lookups ride along with the
requests for the next pages, as many as the alias limit allows. So they cost no requests of their own, except at the
end; a page is given when its last lookup is in, at most `WINDOW` pages later.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any

from connectors.base import Page
from connectors.decidim import documents, faults, intake, unreadable
from connectors.decidim.answers import Answer
from connectors.decidim.client import TRIES, Client
from connectors.decidim.dialect import Dialect
from connectors.decidim.gathering import Gathering, Lookup
from connectors.decidim.pagesize import PageSize
from connectors.errors import ConnectorError, NotUnderstood, TryLater

WINDOW = 32
SHRINKING = frozenset({"server_error", "timeout", "lost", "too_big", "not_json", "too_complex", "empty_answer"})
MANY_BROKEN = 10


class Pull:
    """One pass over a component, from `after` on. `pages()` gives each page once, in order."""

    def __init__(self, client: Client, dialect: Dialect, component_id: str, size: PageSize, after: str | None = None) -> None:
        self.client, self.dialect, self.component_id, self.size = client, dialect, component_id, size
        self.after = after
        self.seen: set[str] = set()
        self.cursors: set[str] = {after} if after else set()
        self.queue: list[Lookup] = []
        self.open: deque[Gathering] = deque()
        self.aliases = documents.ALIASES
        self.ended = False
        self.count = 0

    def pages(self) -> Iterator[Page]:
        while not self.ended or self.open:
            if not self.ended and len(self.open) < WINDOW:
                self._page()
            elif self.queue:
                self._only_lookups()
            while self.open and self.open[0].waiting == 0:
                yield self.open.popleft().done()

    def look_up(self, gathering: Gathering, lookups: Iterable[Lookup]) -> Page:
        """What the lookups and all that follows from them give, as one page."""
        self._expect(lookups)
        while self.queue:
            self._only_lookups()
        return gathering.done()

    # -- one request ---------------------------------------------------------------------------------------------------

    def _page(self) -> None:
        batch = self._take(with_page=True)
        kind = "tree"
        while True:
            size = self.size.now
            try:
                answer = self._ask(kind, batch)
                break
            except (TryLater, NotUnderstood) as fault:
                if fault.code not in SHRINKING:
                    raise
                if batch:
                    self.queue, batch = batch + self.queue, []
                    self._only_lookups()
                elif not self.size.shrink():
                    if kind == "bare":
                        self._skip(fault)
                        return
                    kind = "bare"
        self.size.answered(answer.elapsed)
        asked_after = self.after
        gathering = self._gathering(answer)
        self._settle_all(batch, answer)
        lookups = intake.take_in(gathering, answer, asked_after, self.seen, kind == "tree")
        if sum(lookup.kind == "core_at" for lookup in lookups) > MANY_BROKEN and (bare := self._bare(asked_after, size)):
            lookups = [lookup for lookup in lookups if lookup.kind != "core_at"]
            lookups += intake.take_in(gathering, bare, asked_after, self.seen, tree=False)
        self._expect(lookups)
        self.open.append(gathering)

    def _bare(self, after: str | None, first: int) -> Answer | None:
        """A page once more without comments: cheaper than asking for each broken proposal. None: not given either."""
        try:
            return self._ask("bare", [], at=(after, first))
        except (TryLater, NotUnderstood) as fault:
            if fault.code not in SHRINKING:
                raise
            return None

    def _only_lookups(self) -> None:
        batch = self._take(with_page=False)
        if not batch:
            self._unaskable()
            return
        try:
            self._settle_all(batch, self._ask(None, batch))
        except (TryLater, NotUnderstood) as fault:
            if fault.code not in SHRINKING:
                raise
            for lookup in batch:
                self._alone(lookup, fault, len(batch) == 1)

    def _unaskable(self) -> None:
        """Lookups that need an alias, on a server that allows none."""
        for lookup in self.queue:
            intake.give_up(lookup, intake.empty_answer())
        self.queue = []

    def _alone(self, lookup: Lookup, fault: ConnectorError, was_alone: bool) -> None:
        """Asks for one thing by itself, after it failed with others; what fails by itself is reported."""
        try:
            if was_alone:
                self._alive(fault)
                raise fault
            self._settle_all([lookup], self._ask(None, [lookup], tries=2))
        except (TryLater, NotUnderstood) as last:
            if last.code not in SHRINKING:
                raise
            if not was_alone:
                self._alive(last)
            intake.give_up(lookup, last)

    def _skip(self, fault: ConnectorError) -> None:
        """A proposal that the server fails at each time: reported, and the next one is asked for."""
        answer = self._alive(fault)
        gathering = self._gathering(answer)
        gathering.unreadable.append(unreadable.failed(self.component_id, None, None, fault.sv, fault.en))
        self.open.append(gathering)

    def _alive(self, fault: ConnectorError) -> Answer:
        """Steps over the next proposals without asking anything of them; raises `fault` if even that fails."""
        try:
            return self._ask("step", [], tries=2)
        except (TryLater, NotUnderstood):
            raise fault from None

    def _ask(
        self, page: str | None, batch: list[Lookup], tries: int = TRIES, at: tuple[str | None, int] | None = None
    ) -> Answer:
        signed = self.client.credential.kind != "anonymous"
        slots = slotted(batch)
        text = documents.pull(page, tuple((slot, lookup.kind) for slot, lookup in slots), signed)
        variables: dict[str, Any] = {"id": self.component_id}
        if page is not None:
            after, first = at or (self.after, self.size.now)
            variables |= {"first": first, "after": after}
        for slot, lookup in slots:
            variables |= lookup.variables(slot)
        answer = self.dialect.ask(self.client, text, variables, tries)
        if signed and answer.data is not None and answer.at("session", "user", "id") is None:
            if not self.client.renew():
                raise faults.signed_out()
            answer = self.dialect.ask(self.client, text, variables, tries)
            if answer.data is not None and answer.at("session", "user", "id") is None:
                raise faults.signed_out()
        return self._checked(answer, page is not None)

    def _checked(self, answer: Answer, with_page: bool) -> Answer:
        """The answer, if it is about our component. Raises otherwise."""
        if answer.data is None and "TOO_MANY_ALIASES_ERROR" in answer.codes and self.aliases:
            self.aliases = 0
            raise intake.empty_answer()
        if answer.data is None:
            raise intake.refused_question(answer)
        component = answer.at("component")
        if component is None and not answer.errors:
            raise intake.component_gone(self.component_id)
        if not isinstance(component, dict):
            raise intake.empty_answer() if component is None else intake.not_proposals(self.component_id)
        if component.get("__typename") != "Proposals":
            raise intake.not_proposals(self.component_id)
        if with_page and component.get("proposals") is None:
            raise intake.bad_cursor() if self.after is not None else intake.empty_answer()
        return answer

    # -- what came -----------------------------------------------------------------------------------------------------

    def _gathering(self, answer: Answer) -> Gathering:
        """A new page, and the step to the next one. Raises `NotUnderstood` when a cursor comes twice."""
        info = answer.at("component", "proposals", "pageInfo")
        more, cursor = (info.get("hasNextPage"), info.get("endCursor")) if isinstance(info, dict) else (None, None)
        if not isinstance(more, bool) or not (cursor is None or _sound(cursor)) or (more and cursor is None):
            raise intake.bad_paging()
        if more and cursor in self.cursors:
            raise intake.cursor_loop(self.component_id)
        if cursor is not None:
            self.cursors.add(cursor)
            self.after = cursor
        self.ended = not more
        self.count += 1
        return Gathering(self.component_id, self.count, self.after, self.ended)

    def _settle_all(self, batch: list[Lookup], answer: Answer) -> None:
        for slot, lookup in slotted(batch):
            lookup.page.waiting -= 1
            self._expect(intake.settle(lookup, answer.at("component", documents.key(slot)), answer, slot, self.seen))

    def _expect(self, lookups: Iterable[Lookup]) -> None:
        for lookup in lookups:
            lookup.page.waiting += 1
            self.queue.append(lookup)

    def _take(self, with_page: bool) -> list[Lookup]:
        """Takes as many lookups as one request may carry, those of the oldest page first."""
        self.queue.sort(key=lambda lookup: lookup.page.number)
        batch: list[Lookup] = []
        for lookup in list(self.queue):
            if len(batch) > self.aliases or not fits([*batch, lookup], self.aliases):
                continue
            batch.append(lookup)
            self.queue.remove(lookup)
        return batch


def _sound(cursor: Any) -> bool:
    """A cursor is opaque, but it will be stored and sent back: short printable ASCII."""
    return isinstance(cursor, str) and 0 < len(cursor) <= 500 and cursor.isascii() and cursor.isprintable()


def slotted(batch: list[Lookup]) -> list[tuple[int, Lookup]]:
    """Slot of each lookup: the first that asks for a proposal by its id needs no alias (slot 0), the others count from 1."""
    free = next((index for index, lookup in enumerate(batch) if lookup.kind != "core_at"), None)
    others = (index for index in range(len(batch)) if index != free)
    slots = {index: slot for slot, index in enumerate(others, 1)}
    return sorted(((slots.get(index, 0), lookup) for index, lookup in enumerate(batch)), key=lambda pair: pair[0])


def fits(batch: list[Lookup], aliases: int) -> bool:
    return sum(1 for slot, _ in slotted(batch) if slot) <= aliases
