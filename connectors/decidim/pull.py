"""Pulls one component: pages of proposals in order, and whatever else has to be asked on the way.

What a page can't give (deeper replies, proposals that came back broken) is a *lookup*, and lookups ride along with the
requests for the next pages, as many as the alias limit allows. So they cost no requests of their own, except at the
end; a page is given when its last lookup is in, at most `WINDOW` pages later.

Where answers are slow and good, the next pages are asked for before this one is here (`ahead.py`). That changes when
things are asked, never what is given: a page that failed on the way is asked for again in its turn, as if for the first time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any

from connectors.base import Page
from connectors.decidim import documents, faults, intake, unreadable
from connectors.decidim.ahead import Ahead, Early
from connectors.decidim.answers import Answer
from connectors.decidim.client import TRIES, Client, Sent
from connectors.decidim.degree import SLOW, Degree
from connectors.decidim.dialect import Dialect
from connectors.decidim.gathering import Gathering, Lookup, fits, slotted
from connectors.decidim.pagesize import PageSize
from connectors.errors import ConnectorError, NotUnderstood, TryLater

Asked = tuple[Answer, list[Lookup], int, str]
"""A page that came: its answer, the lookups that came with it, how many proposals were asked for, and in which form."""

WINDOW = 32
SHRINKING = frozenset({"server_error", "timeout", "lost", "too_big", "not_json", "too_complex", "empty_answer"})
MANY_BROKEN = 10
WORTH = 30.0
"""Answers that take less than half of the time that the pace leaves between two requests: more at once would only wait."""


class Pull:
    """One pass over a component, from `after` on. `pages()` gives each page once, in order."""

    def __init__(
        self,
        client: Client,
        dialect: Dialect,
        component_id: str,
        size: PageSize,
        after: str | None = None,
        degree: Degree | None = None,
    ) -> None:
        self.client, self.dialect, self.component_id, self.size = client, dialect, component_id, size
        self.after = after
        self.degree = degree or Degree(1)
        self.ahead = Ahead()
        self.seen: set[str] = set()
        self.cursors: set[str] = {after} if after else set()
        self.queue: list[Lookup] = []
        self.open: deque[Gathering] = deque()
        self.aliases = documents.ALIASES
        self.ended = False
        self.count = 0

    def pages(self) -> Iterator[Page]:
        while not self.ended or self.open:
            if not self.ended and (self.ahead.early or len(self.open) < WINDOW):
                self._page()
                if self.ended or self.ahead.astray(self.after):
                    self._drop()
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
        asked = self._early_page() or self._page_now()
        if asked is None:
            return
        answer, batch, size, kind = asked
        self.size.answered(answer.elapsed)
        asked_after = self.after
        gathering = self._gathering(answer)
        if not self.ended:
            self.ahead.ended(asked_after, size, self.after)
        self._settle_all(batch, answer)
        lookups = intake.take_in(gathering, answer, asked_after, self.seen, kind == "tree")
        if sum(lookup.kind == "core_at" for lookup in lookups) > MANY_BROKEN and (bare := self._bare(asked_after, size)):
            lookups = [lookup for lookup in lookups if lookup.kind != "core_at"]
            lookups += intake.take_in(gathering, bare, asked_after, self.seen, tree=False)
        self._expect(lookups)
        self.open.append(gathering)

    def _page_now(self) -> Asked | None:
        """The next page, in whatever form the server gives it. None: it was stepped over, and that is told."""
        batch = self._take(with_page=True)
        kind = "tree"
        while True:
            size, troubles = self.size.now, self.client.troubles
            self._look_ahead(size)
            together = 1 + len(self.ahead.early)
            try:
                answer = self._ask(kind, batch)
            except (TryLater, NotUnderstood) as fault:
                self.degree.fell()
                if fault.code not in SHRINKING:
                    raise
                if batch:
                    self.queue, batch = batch + self.queue, []
                    self._only_lookups()
                elif not self.size.shrink():
                    if kind == "bare":
                        self._skip(fault)
                        return None
                    kind = "bare"
            else:
                self._went_well(answer, together, troubles)
                return answer, batch, size, kind

    # -- requests ahead ------------------------------------------------------------------------------------------------

    def _early_page(self) -> Asked | None:
        """The next page, where it was asked for ahead and came well."""
        early = self.ahead.take(self.after)
        if early is None:
            return None
        self._look_ahead(early.first)
        troubles = self.client.troubles
        answer = self._landed(early.sent, early.batch)
        if answer is None:
            return None
        self._went_well(answer, early.together, troubles)
        return answer, early.batch, early.first, "tree"

    def _look_ahead(self, first: int) -> None:
        """Asks for pages behind the one of `first` proposals after `self.after`, as many as may be in the air."""
        while (flying := 1 + len(self.ahead.early)) < self.degree.now and len(self.open) + flying < WINDOW:
            place = self.ahead.place(self.after, first)
            if place is None:
                return
            batch = self._take(with_page=True)
            sent = self._send_ahead("tree", batch, (place, self.size.now))
            if sent is None:
                return
            self.ahead.early.append(Early(place, self.size.now, batch, sent, self.degree.now))

    def _send_ahead(self, page: str | None, batch: list[Lookup], at: tuple[str | None, int]) -> Sent | None:
        text, variables = self._question(page, batch, at)
        sent = self.client.send_ahead(self.dialect.fitted(text), variables)
        if sent is None:
            self.queue = batch + self.queue
        return sent

    def _landed(self, sent: Sent, batch: list[Lookup], page: bool = True, wanted: bool = True) -> Answer | None:
        """What was asked ahead, or None: it has to be asked again, and what is lastingly wrong is told then."""
        try:
            answer = self._checked(self.client.received(sent), page)
            if self._signed_out(answer):
                raise faults.signed_out()
        except ConnectorError as fault:
            self.degree.fell()
            self.queue = batch + self.queue
            if wanted and isinstance(fault, TryLater) and fault.after is not None:
                raise
            return None
        return answer

    def _drop(self) -> None:
        """Throws away pages that begin where none begins. The lookups that came with them are kept."""
        while self.ahead.early:
            early = self.ahead.early.popleft()
            answer = self._landed(early.sent, early.batch, wanted=False)
            if answer is not None:
                self._settle_all(early.batch, answer)

    def _lookups_ahead(self) -> list[tuple[Sent, list[Lookup]]]:
        """Asks for lookups beside those that are asked for now, as many requests as may be in the air."""
        flying: list[tuple[Sent, list[Lookup]]] = []
        while 1 + len(flying) + len(self.ahead.early) < self.degree.now and (batch := self._take(with_page=False)):
            sent = self._send_ahead(None, batch, (None, 0))
            if sent is None:
                break
            flying.append((sent, batch))
        return flying

    def _went_well(self, answer: Answer, together: int, troubles: int) -> None:
        if self.client.troubles > troubles:
            self.degree.fell()
        else:
            self.degree.answered(answer.elapsed, together, max(SLOW, WORTH / self.client.pace.limit))

    # -- asking --------------------------------------------------------------------------------------------------------

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
        flying = self._lookups_ahead()
        try:
            self._settle_all(batch, self._ask(None, batch))
        except (TryLater, NotUnderstood) as fault:
            self.degree.fell()
            if fault.code not in SHRINKING:
                raise
            for lookup in batch:
                self._alone(lookup, fault, len(batch) == 1)
        for sent, others in flying:
            answer = self._landed(sent, others, page=False)
            if answer is not None:
                self._settle_all(others, answer)

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

    def _ask(self, page: str | None, batch: list[Lookup], tries: int = TRIES, at: tuple[str | None, int] | None = None) -> Answer:
        question = self._question(page, batch, at or (self.after, self.size.now))
        answer = self.dialect.ask(self.client, *question, tries)
        if self._signed_out(answer):
            if not self.client.renew():
                raise faults.signed_out()
            answer = self.dialect.ask(self.client, *question, tries)
            if self._signed_out(answer):
                raise faults.signed_out()
        return self._checked(answer, page is not None)

    def _question(self, page: str | None, batch: list[Lookup], at: tuple[str | None, int]) -> tuple[str, dict[str, Any]]:
        """Text and variables of one request. at: after which cursor, and how many."""
        slots = slotted(batch)
        text = documents.pull(page, tuple((slot, lookup.kind) for slot, lookup in slots), self._signed)
        variables: dict[str, Any] = {"id": self.component_id}
        if page is not None:
            variables |= {"first": at[1], "after": at[0]}
        for slot, lookup in slots:
            variables |= lookup.variables(slot)
        return text, variables

    @property
    def _signed(self) -> bool:
        return self.client.credential.kind != "anonymous"

    def _signed_out(self, answer: Answer) -> bool:
        return self._signed and answer.data is not None and answer.at("session", "user", "id") is None

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
