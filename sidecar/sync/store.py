"""Stores one page of a pull: writes only what changed, in one transaction with the place to go on from."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from connectors.base import Comment, Missing, Page, Proposal, Unreadable
from sidecar.core.db import now
from sidecar.core.secrets import author_hash
from sidecar.sync import queries, records
from sidecar.sync.models import GONE, Component, Contribution, Kind, PullState, Revision, Status, Unread
from sidecar.sync.records import Incoming


@dataclass(frozen=True)
class Scope:
    """What every stored row of a pull belongs to. `marker_root`: how the address of each of our pages begins.

    `partial`: the source tells less than the API (a file), so what it leaves out is no change.
    """

    instance_id: str
    author_key: str
    marker_root: str
    partial: bool = False


def store_page(session: Session, scope: Scope, component: Component, page: Page) -> Counter[str]:
    """One page into the database. Returns what changed: new, changed_text, changed_facts, vanished, returned, unread."""
    state = queries.pull_state(session, component.id)
    counts = _store_records(session, scope, component, page.proposals, page.comments)
    counts += _vanished_comments(session, scope, page.comments, page.comments_complete)
    # what could not be read counts too, or the next page would take it for over
    numbers = (_number(one) for one in (*(p.id for p in page.proposals), *(u.proposal_id for u in page.unreadable)))
    reached = max([state.above, *(number for number in numbers if number is not None)])
    up_to = None if page.last else reached
    counts += _store_unread(session, scope, component, page.unreadable, state.above, up_to)
    _note_suspects(session, component, state, page, up_to)
    _note_told(component, state, page)
    state.after, state.above = page.after, reached
    counts["pages"] += 1
    return counts


def store_missing(session: Session, scope: Scope, component: Component, missing: Missing) -> Counter[str]:
    """The end of a complete pass: what is gone is marked so, what paging skipped is stored.

    What a moderator hid is gone too, and so are the comments of what is gone: nobody can read them in Decidim any more.
    """
    hidden = {line.proposal_id for line in missing.unreadable if line.code == "hidden" and line.proposal_id}
    # the page told that something is hidden there; a line for the same with its number would come and go with each pull
    troubles = [line for line in missing.unreadable if line.proposal_id not in hidden]
    counts = _store_records(session, scope, component, missing.found, missing.comments)
    counts += _vanished_comments(session, scope, missing.comments, missing.comments_complete)
    counts += _add_unread(session, scope, component, troubles, now())
    moment = now()
    for ids, how in ((missing.gone - hidden, Status.vanished), (hidden, Status.hidden)):
        for row in queries.contributions_by_remote(session, scope.instance_id, Kind.proposal, ids).values():
            counts += _vanish(row, moment, how)
        for row in queries.comments_of(session, scope.instance_id, ids):
            counts += _vanish(row, moment, how)
    return counts


def finish_pass(session: Session, scope: Scope, component: Component) -> None:
    """The whole component was read: troubles that no page of this pass told of are over, and the next pass begins anew."""
    state = queries.pull_state(session, component.id)
    for row in queries.unread_without_number(session, scope.instance_id, component.remote_id):
        if row.key not in state.told:
            session.delete(row)
    forget_place(state, state.source)
    state.finished_at = now()


def forget_place(state: PullState, source: str) -> None:
    """The next pull of this component begins at its first page."""
    state.source, state.after, state.above, state.suspects, state.told = source, None, -1, [], []


def _store_records(
    session: Session, scope: Scope, component: Component, proposals: Sequence[Proposal], comments: Sequence[Comment]
) -> Counter[str]:
    counts: Counter[str] = Counter()
    for kind, incoming in (
        (Kind.proposal, [records.of_proposal(p) for p in proposals]),
        (Kind.comment, [records.of_comment(c) for c in comments]),
    ):
        known = queries.contributions_by_remote(session, scope.instance_id, kind, (i.remote_id for i in incoming))
        erased = [one for one in incoming if one.remote_id in known and known[one.remote_id].status == Status.erased]
        counts[kind] += len(erased)  # read, and left as it is: not a letter of it comes back
        incoming = [one for one in incoming if one not in erased]
        stored = queries.existing_revisions(session, (i.revision_id(scope.instance_id) for i in incoming))
        for one in incoming:
            _keep_revision(session, scope, one, stored)
        session.flush()
        for one in incoming:
            counts[kind] += 1
            row = known.get(one.remote_id)
            if row is None:
                known[one.remote_id] = _add(session, scope, component, one)
                counts["new"] += 1
            else:
                counts += _refresh(scope, component, row, one)
    return counts


def _keep_revision(session: Session, scope: Scope, one: Incoming, stored: set[str]) -> None:
    revision_id = one.revision_id(scope.instance_id)
    if revision_id not in stored:
        stored.add(revision_id)
        session.add(
            Revision(
                id=revision_id,
                instance_id=scope.instance_id,
                kind=one.kind,
                remote_id=one.remote_id,
                texts=one.texts,
                seen_at=now(),
            )
        )


def _add(session: Session, scope: Scope, component: Component, one: Incoming) -> Contribution:
    moment = now()
    row = Contribution(
        instance_id=scope.instance_id,
        component_id=component.id,
        kind=one.kind,
        remote_id=one.remote_id,
        number=one.number,
        first_seen_at=moment,
        status=one.status,
        own=False,
    )
    _fill(scope, row, one, moment)
    session.add(row)
    return row


def _fill(scope: Scope, row: Contribution, one: Incoming, moment: datetime) -> None:
    row.proposal_remote_id, row.parent_remote_id = one.proposal_remote_id, one.parent_remote_id
    row.author = author_hash(scope.author_key, one.author_key) if one.author_key else None
    row.marked = any(scope.marker_root in html.unescape(text) for text in one.texts["body"].values())
    row.alignment, row.depth, row.url, row.published_at = one.alignment, one.depth, one.url, one.published_at
    row.facts, row.facts_hash = one.facts, one.facts_hash
    row.status, row.vanished_at = one.status, None
    row.revision_id = one.revision_id(scope.instance_id)
    row.changed_at = moment


def _refresh(scope: Scope, component: Component, row: Contribution, one: Incoming) -> Counter[str]:
    counts: Counter[str] = Counter()
    if scope.partial:
        one = one.with_known(row.facts, row.url)
    if row.revision_id != one.revision_id(scope.instance_id):
        counts["changed_text"] += 1
    if row.facts_hash != one.facts_hash or row.component_id != component.id:
        counts["changed_facts"] += 1
    if row.status in GONE:
        counts["returned"] += 1
    if counts:
        row.component_id = component.id
        _fill(scope, row, one, now())
    return counts


def _vanished_comments(session: Session, scope: Scope, listed: Iterable[Comment], complete: frozenset[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    if complete:
        present = {comment.id for comment in listed}
        moment = now()
        for row in queries.comments_of(session, scope.instance_id, complete):
            if row.remote_id not in present:
                counts += _vanish(row, moment)
    return counts


def _vanish(row: Contribution, moment: datetime, how: Status = Status.vanished) -> Counter[str]:
    if row.status in (*GONE, Status.erased):
        return Counter()
    row.status, row.vanished_at, row.changed_at = how, moment, moment
    return Counter(vanished=1)


def _note_suspects(session: Session, component: Component, state: PullState, page: Page, up_to: int | None) -> None:
    held = queries.proposals_between(session, component.id, state.above, up_to)
    passed_over = held - {p.id for p in page.proposals} - {u.proposal_id for u in page.unreadable}
    listed_late = {p.id for p in page.proposals} & set(state.suspects)
    if passed_over or listed_late:
        state.suspects = sorted((set(state.suspects) | passed_over) - listed_late, key=int)


def _note_told(component: Component, state: PullState, page: Page) -> None:
    keys = {records.unread_key(t, component.remote_id) for t in page.unreadable if not t.proposal_id}
    if not keys <= set(state.told):
        state.told = sorted(keys | set(state.told))


def _store_unread(
    session: Session,
    scope: Scope,
    component: Component,
    troubles: Sequence[Unreadable],
    above: int,
    up_to: int | None,
) -> Counter[str]:
    """New troubles are added; those that this stretch of the component no longer tells of are over."""
    keys = {records.unread_key(t, component.remote_id) for t in troubles}
    for row in queries.unread_between(session, scope.instance_id, component.remote_id, above, up_to):
        if row.key not in keys:
            session.delete(row)
    return _add_unread(session, scope, component, troubles, now())


def _add_unread(
    session: Session, scope: Scope, component: Component, troubles: Sequence[Unreadable], moment: datetime
) -> Counter[str]:
    by_key = {records.unread_key(t, component.remote_id): t for t in troubles}
    known = queries.unread_by_key(session, scope.instance_id, by_key)
    for key, trouble in by_key.items():
        row = known.get(key)
        if row is None:
            row = Unread(instance_id=scope.instance_id, key=key, code=trouble.code, since=moment)
            row.component_remote_id = component.remote_id
            row.proposal_remote_id = trouble.proposal_id
            row.number = _number(trouble.proposal_id)
            session.add(row)
        if (row.sv, row.en, row.missing) != (trouble.sv, trouble.en, trouble.missing):
            row.sv, row.en, row.missing = trouble.sv, trouble.en, trouble.missing
    return Counter(unread=len(by_key))


def _number(proposal_id: str | None) -> int | None:
    return int(proposal_id) if proposal_id is not None and proposal_id.isdigit() else None
