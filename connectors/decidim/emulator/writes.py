"""Everything that changes a store. Used by the mutations, the admin imports, and by tests that play moderator."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from connectors.decidim.emulator.records import ORGANIZATION, USER, Author, Comment, Proposal, Settings, Texts
from connectors.decidim.emulator.store import Store

APPLICATION = "decidim032"
"""The name in `gid://` that the recorded server had; each server has its own."""

_ID = re.compile(r"[0-9]{1,18}")
_MENTION = re.compile(r"(?<![\w/])@(\w+)")


def create_proposal(
    store: Store,
    component: int,
    title: Texts,
    body: Texts,
    *,
    author: int | None,
    published: bool = True,
    taxonomies: list[int] | None = None,
    scope: int | None = None,
    address: str | None = None,
    latitude: float | None = None,
    longitude: float | None = None,
    participatory_text_level: str | None = None,
) -> Proposal:
    """A new proposal. `author` None: the organisation's own (official). Unknown taxonomies are dropped in silence."""
    with store.lock:
        time = store.time()
        number = store.next_id("proposals", store.proposals)
        signer = Author(ORGANIZATION, store.organization["id"]) if author is None else Author(USER, author)
        proposal = Proposal(
            id=number, component=component, title=dict(title), body=dict(body), authors=[signer],
            reference=_reference(store, number, time) if published else None,
            created_at=time, updated_at=time, published_at=time if published else None,
            taxonomies=[known for known in taxonomies or [] if known in store.taxonomies],
            scope=scope, address=address, latitude=latitude, longitude=longitude,
            participatory_text_level=participatory_text_level,
        )  # fmt: skip
        store.index_proposal(proposal)
        return proposal


def publish_proposal(store: Store, proposal_id: int) -> Proposal:
    """A draft becomes visible."""
    with store.lock:
        proposal = store.proposals[proposal_id]
        time = store.time()
        proposal.reference = proposal.reference or _reference(store, proposal_id, time)
        proposal.updated_at = proposal.published_at = time
        return proposal


def update_proposal(store: Store, proposal_id: int, title: Texts, body: Texts, taxonomies: list[int] | None = None) -> Proposal:
    """The author's own edit: the texts of the named locales are replaced; taxonomies only when given."""
    with store.lock:
        proposal = store.proposals[proposal_id]
        if taxonomies is not None:
            proposal.taxonomies = [known for known in taxonomies if known in store.taxonomies]
        proposal.title, proposal.body = {**proposal.title, **title}, {**proposal.body, **body}
        _touch(store, proposal)
        return proposal


def edit_proposal(store: Store, proposal_id: int, *, title: Texts | None = None, body: Texts | None = None) -> Proposal:
    """Somebody edits in Decidim's own pages: whole texts are exchanged."""
    with store.lock:
        proposal = store.proposals[proposal_id]
        proposal.title = proposal.title if title is None else dict(title)
        proposal.body = proposal.body if body is None else dict(body)
        _touch(store, proposal)
        return proposal


def withdraw_proposal(store: Store, proposal_id: int) -> Proposal:
    with store.lock:
        proposal = store.proposals[proposal_id]
        proposal.withdrawn_at = store.time()
        _touch(store, proposal)
        return proposal


def answer_proposal(store: Store, proposal_id: int, state: str | None, answer: Texts | None) -> Proposal:
    """The municipality answers."""
    with store.lock:
        proposal = store.proposals[proposal_id]
        proposal.state, proposal.answer = state, answer
        proposal.answered_at = proposal.state_published_at = store.time()
        _touch(store, proposal)
        return proposal


def vote(store: Store, proposal_id: int, user: int) -> Proposal:
    with store.lock:
        proposal = store.proposals[proposal_id]
        if user not in proposal.voters:
            proposal.voters.append(user)
            proposal.votes += 1
        return proposal


def unvote(store: Store, proposal_id: int, user: int) -> Proposal:
    with store.lock:
        proposal = store.proposals[proposal_id]
        if user in proposal.voters:
            proposal.voters.remove(user)
            proposal.votes -= 1
        return proposal


def add_comment(store: Store, on: int, body: Texts, *, author: int, alignment: int = 0, parent: int | None = None) -> Comment:
    """A comment on proposal `on`; with `parent` a reply to that comment."""
    with store.lock:
        time = store.time()
        depth = 0 if parent is None else store.comments[parent].depth + 1
        comment = Comment(
            id=store.next_id("comments", store.comments), on=on, parent=parent, depth=depth, body=dict(body),
            alignment=alignment, author=author, created_at=time, updated_at=time,
        )  # fmt: skip
        store.index_comment(comment)
        store.proposals[on].comments_count += 1
        return comment


def hide_proposal(store: Store, proposal_id: int) -> None:
    """A moderator hides it: a null node from now on."""
    with store.lock:
        store.proposals[proposal_id].hidden = True


def erase_proposal(store: Store, proposal_id: int) -> None:
    """It leaves the database, as when somebody has it removed for good."""
    with store.lock:
        store.remove_proposal(proposal_id)


def delete_comment(store: Store, comment_id: int) -> None:
    """Its author deletes it: the whole thread's proposal can't be read with comments from now on."""
    with store.lock:
        comment = store.comments[comment_id]
        if comment.deleted_at is None:
            comment.deleted_at = store.time()
            store.proposals[comment.on].comments_count -= 1


def hide_comment(store: Store, comment_id: int) -> None:
    """A moderator hides it: it is left out, and blinds nothing."""
    with store.lock:
        comment = store.comments[comment_id]
        if not comment.hidden:
            comment.hidden = True
            store.proposals[comment.on].comments_count -= 1


def edit_comment(store: Store, comment_id: int, body: Texts) -> None:
    with store.lock:
        comment = store.comments[comment_id]
        comment.body, comment.updated_at = dict(body), store.time()


def may_still_edit(store: Store, proposal: Proposal, settings: Settings) -> bool:
    """Whether the author may change the text: within the component's edit time, for ever after a withdrawal."""
    if settings.edit_time == "infinite" or proposal.withdrawn_at is not None:
        return True
    if proposal.published_at is None:
        return True
    published = datetime.fromisoformat(proposal.published_at)
    now = datetime.fromisoformat(store.time())
    return now < published + timedelta(minutes=settings.edit_minutes)


def with_mentions(store: Store, text: str) -> str:
    """`@nickname` of a user that exists becomes the `gid://` that Decidim stores in its place."""

    def gid(match: re.Match[str]) -> str:
        user = store.user_named(match.group(1))
        return match.group(0) if user is None else f"gid://{APPLICATION}/Decidim::User/{user.id}"

    return _MENTION.sub(gid, text)


def known_taxonomies(store: Store, attributes: Mapping[str, object]) -> list[int]:
    """Ids out of the attribute `taxonomies`; what isn't a number is dropped as an unknown one is."""
    given = attributes.get("taxonomies") or []
    return [int(str(value)) for value in given if _ID.fullmatch(str(value))]  # type: ignore[attr-defined]


def _touch(store: Store, proposal: Proposal) -> None:
    proposal.updated_at = store.time()
    proposal.versions += 1


def _reference(store: Store, number: int, time: str) -> str:
    prefix = store.organization.get("reference_prefix", "TK")
    return f"{prefix}-PROP-{time[:4]}-{time[5:7]}-{number}"
