"""Reads a Decidim from what it exports: the Open Data archive, or an administrator's CSV or JSON. No network.

The records are the API's: same ids, same titles and comments. A proposal's body is plain text in the files
(`opendata_text.py`): where the stored body is known and exports to just that, the stored one is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from connectors.base import Advice, Capabilities, Comment, Locales, Missing, Page, Space, Unreadable
from connectors.decidim import intake, opendata_faults
from connectors.decidim.decode import LOCALE, plain_id
from connectors.decidim.opendata_advice import advice
from connectors.decidim.opendata_files import LIMITS, Limits, tables
from connectors.decidim.opendata_index import indexed
from connectors.decidim.opendata_rows import Known

Source = Path | bytes
PAGE = 50
NOTHING_BEFORE = datetime.min.replace(tzinfo=UTC)
"""`newer_than` for an instance that nothing was ever read from: then nothing can be taken for vanished by mistake."""
ZONES = timedelta(hours=14)
"""A ZIP has no time zone: its clock may be so far from ours."""
FIELDS = {
    "withdrawn": "withdrawn", "withdrawn_at": "withdrawn_at", "published_at": "published_at", "updated_at": "updated_at",
    "url": "url", "reference": "reference", "address": "place", "latitude": "place", "votes": "votes", "supports": "votes",
    "likes/total_count": "likes", "endorsements/total_count": "likes", "comments": "comments_count", "taxonomies/ids": "terms",
    "category/id": "terms", "scope/id": "terms", "answered_at": "answered_at", "state": "state", "alignment": "alignment",
    "author/id": "author_key", "created_at": "created_at",
}  # fmt: skip
"""Column → field of our records that it fills."""


def nothing_known(proposal_id: str) -> Locales | None:
    return None


class OpenDataReader:
    """A `Reader` of exported files, one or several of the same instance. Raises `ReadError` on a file that can't be read.

    newer_than: when this instance was last read, by API or file. Only a file surely made later may say that something has
        vanished (`Page.comments_complete`, `Missing.gone`); without it, or for a loose CSV or JSON (no date), none says so.
    known: the body of a proposal as last stored, to recognise it in the file's plain text.
    base_url: only told on, in no record: the files' own addresses stand.
    """

    def __init__(
        self,
        source: Source | Sequence[Source],
        *,
        default_locale: str,
        base_url: str | None = None,
        newer_than: datetime | None = None,
        known: Known = nothing_known,
        limits: Limits = LIMITS,
    ) -> None:
        sources: Sequence[Source] = [source] if isinstance(source, Path | bytes) else source
        self.default_locale, self.base_url, self.newer_than = default_locale, base_url, newer_than
        self.index = indexed([tables(one, limits) for one in sources], known)

    @property
    def taken_at(self) -> datetime | None:
        """When the archive was made, by its own clock read as UTC; None for loose files."""
        return self.index.taken_at

    @property
    def unreadable(self) -> tuple[Unreadable, ...]:
        """Everything in the files that could not be read, or that moderators hid."""
        return tuple(self.index.unreadable)

    def capabilities(self) -> Capabilities:
        columns = self.index.columns
        fields = frozenset(field for column, field in FIELDS.items() if column in columns)
        tails = {name.rsplit("/", 1)[-1] for name in columns if name.startswith(("title/", "body/"))}
        locales = tuple(sorted(tail for tail in tails if LOCALE.fullmatch(tail)))
        return Capabilities(True, False, fields, locales, self.default_locale, {}, None, self._advice())

    def _advice(self) -> tuple[Advice, ...]:
        return advice(self.index, self.base_url)

    def spaces(self) -> tuple[Space, ...]:
        """Spaces and components that have something in the files. Components' names are in no file: the id tells which."""
        return self.index.spaces()

    def pages(self, component_id: str, after: str | None = None) -> Iterator[Page]:
        """50 proposals a page by number, with their comments; `after` is the last number of a page. Raises `FixSettings`."""
        if component_id not in self.index.components:
            raise intake.component_gone(plain_id(component_id) or "?")
        if after is not None and plain_id(after) is None:
            raise intake.bad_cursor()
        keys = [key for key in self.index.keys(component_id) if after is None or int(key) > int(after)]
        chunks = [keys[start : start + PAGE] for start in range(0, len(keys), PAGE)] or [[]]
        for chunk in chunks:
            after = chunk[-1] if chunk else after
            yield self._page(component_id, chunk, after, chunk is chunks[-1])

    def missing(self, component_id: str, ids: Iterable[str]) -> Missing:
        """Looks the ids up. Gone: not in a file that is surely newer than what we have; else neither gone nor found."""
        wanted = list(dict.fromkeys(ids))
        here = [one for one in wanted if self.index.component_of.get(one) == component_id and one in self.index.proposals]
        page = self._page(component_id, here, None, False)
        sure = self._is_newer("proposals") and None not in self.index.refused and component_id in self.index.components
        gone = frozenset(one for one in wanted if one not in here and one not in self.index.refused) if sure else frozenset()
        told = [line for line in self.index.unreadable if line.proposal_id in set(wanted) - set(here)]
        if not sure and len(here) < len(wanted):
            told.append(opendata_faults.stale(component_id, self.taken_at))
        return Missing(gone, page.proposals, page.comments, page.comments_complete, (*page.unreadable, *told))

    def comments_of(self, proposal_id: str) -> tuple[Comment, ...]:
        """The proposal's whole thread as the file has it, by number: for one whose comments the API doesn't give."""
        return tuple(self.index.threads.get(proposal_id, ()))

    def _page(self, component_id: str, keys: list[str], after: str | None, last: bool) -> Page:
        index = self.index
        proposals = tuple(index.proposals[key] for key in keys if key in index.proposals)
        comments = tuple(comment for key in keys for comment in index.threads.get(key, ()))
        sure = self._is_newer("comments") and None not in index.partial
        complete = frozenset(one.id for one in proposals if one.id not in index.partial) if sure else frozenset()
        return Page(component_id, proposals, comments, self._told(component_id, keys, last), complete, after, last)

    def _told(self, component_id: str, keys: list[str], last: bool) -> tuple[Unreadable, ...]:
        """What is about these proposals; on the last page, what is about none that is listed. Nothing is told nowhere."""
        index, here = self.index, set(keys)
        told = [line for line in index.unreadable if line.proposal_id in here]
        if not last:
            return tuple(told)
        first = component_id == min(index.components, key=int)
        for line in index.unreadable:
            if line.proposal_id is None or line.proposal_id not in index.component_of:
                of = line.component_id if line.component_id in index.components else None
                told += [line] if of == component_id or (of is None and first) else []
        if self.newer_than is not None and not (self._is_newer("comments") and self._is_newer("proposals")):
            told.append(opendata_faults.stale(component_id, self.taken_at))
        return tuple(told)

    def _is_newer(self, kind: str) -> bool:
        """Whether what this file lacks is surely no longer there."""
        if self.newer_than is None or kind not in self.index.kinds:
            return False
        if self.newer_than == NOTHING_BEFORE:
            return True
        return self.taken_at is not None and self.taken_at - ZONES > self.newer_than
