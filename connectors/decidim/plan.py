"""Which steps bring a new version of a clause into Decidim. Decides only; the caller stores the steps and carries them out.

Steps are done in order, each at most once. The first (create or update) has to succeed; a comment or a withdrawal that is
refused (comments closed, a vote since) leaves a whole push all the same. An update refused as ``edit_window_closed`` is
replaced by `replan_after_refused_update`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from connectors.base import Draft, StepKind

NEW_ADDRESS = "{nytt-förslag}"
"""Stands in a planned comment for the new proposal's address, which nobody knows before it is created: `resolved`."""

MARGIN = timedelta(seconds=45)
"""An update planned closer than this to the end of the edit time would probably come too late."""

_COMMENT = {
    "sv": "Det här förslaget har en ny lydelse: {address}\nVad som ändrats och varför: {marker}",
    "en": "This proposal has a new wording: {address}\nWhat changed and why: {marker}",
}


@dataclass(frozen=True)
class Pushed:
    """An earlier version of the clause as it now stands in Decidim, as last read.

    `fingerprint`: of what we last read back after writing it. `changed`: it reads differently now. `votes`: None if unknown.
    """

    component_id: str
    proposal_id: str
    fingerprint: str
    published_at: datetime | None
    votes: int | None = None
    withdrawn: bool = False
    changed: bool = False


def plan(previous: Pushed | None, new: Draft, *, now: datetime, edit_window: timedelta | None) -> tuple[Draft, ...]:
    """The steps for `new`, a create draft of the new version. `edit_window`: how long authors may edit, None for ever.

    Nothing pushed before: create. Still editable and as we left it: update. Else: create, a comment on the old one that
    leads to the new, and a withdrawal of the old where no vote is known. What was changed in Decidim is neither overwritten
    nor withdrawn: it stays, with the comment.
    """
    if previous is None:
        return (new,)
    if _editable(previous, new, now, edit_window):
        return (replace(new, kind=StepKind.update, proposal_id=previous.proposal_id, expected=previous.fingerprint),)
    return _instead(previous, new)


def replan_after_refused_update(previous: Pushed, new: Draft) -> tuple[Draft, ...]:
    """The steps in place of an update that Decidim refused. `new`: the same create draft that `plan` was given."""
    return _instead(previous, new)


def resolved(step: Draft, address: str | None) -> Draft:
    """`step` with the new proposal's address in it; where that isn't known, the address of the clause version's page."""
    return replace(step, body=step.body.replace(NEW_ADDRESS, address or step.marker.partition("#")[0]))


def _editable(previous: Pushed, new: Draft, now: datetime, edit_window: timedelta | None) -> bool:
    if previous.changed or previous.withdrawn or previous.component_id != new.component_id:
        return False
    if edit_window is None:
        return True
    return previous.published_at is not None and now < previous.published_at + edit_window - MARGIN


def _instead(previous: Pushed, new: Draft) -> tuple[Draft, ...]:
    # A marker of its own: the new proposal's, in a comment, would be taken for the proposal, and one for each old proposal.
    marker = f"{new.marker}#ersatter-{previous.proposal_id}"
    text = _COMMENT.get(new.locale, _COMMENT["en"]).replace("{address}", NEW_ADDRESS).replace("{marker}", marker)
    on_old = replace(
        new, component_id=previous.component_id, proposal_id=previous.proposal_id, marker=marker, title="", body="", terms=()
    )
    steps = [new, replace(on_old, kind=StepKind.comment, body=text)]
    if not (previous.votes or previous.withdrawn or previous.changed):
        steps.append(replace(on_old, kind=StepKind.withdraw, expected=previous.fingerprint))
    return tuple(steps)
