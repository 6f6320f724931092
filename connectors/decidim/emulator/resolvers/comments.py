"""Comments and the trees they make."""

import base64
import hashlib
import hmac
import json
from typing import Any

from graphql import GraphQLResolveInfo

from connectors.decidim.emulator.records import Comment, Proposal
from connectors.decidim.emulator.refusals import Crash, NotEmulated, unauthorized
from connectors.decidim.emulator.resolvers.asking import (
    Ask,
    Fields,
    ask,
    attribute,
    moment,
    number,
    one_text,
    page_of,
    written,
)
from connectors.decidim.emulator.resolvers.proposals import accepts_comments
from connectors.decidim.emulator.store import Store

DEEPEST_REPLY = 3
_SIGNING_KEY = b"emulator"


def _of_proposal(
    proposal: Proposal, info: GraphQLResolveInfo, orderBy: str | None = None, singleCommentId: str | None = None
) -> list[Any]:
    asked = ask(info)
    if singleCommentId is None:
        return _listed(asked.store.roots_of(proposal.id), orderBy, asked)
    found = asked.store.comments.get(number(singleCommentId))
    here = found is not None and found.on == proposal.id and not found.hidden
    return _listed([found] if found and here else [], orderBy, asked)


def _of_comment(
    comment: Comment, info: GraphQLResolveInfo, orderBy: str | None = None, singleCommentId: str | None = None
) -> list[Any]:
    asked = ask(info)
    if singleCommentId is not None:
        raise NotEmulated("Comment.comments with singleCommentId")
    return _listed(asked.store.replies_to(comment.id), orderBy, asked)


def _listed(found: list[Comment], order: str | None, asked: Ask) -> list[Any]:
    """In order, with a deleted one as what it is to GraphQL: an error (0.32) or a null, in a list that allows neither."""
    if not any(comment.deleted_at for comment in found):
        return _ordered(found, order, asked)
    blind = unauthorized("Comment") if asked.facts.says_unauthorized else None
    return [blind if comment.deleted_at else comment for comment in _ordered(found, order, asked)]


def _ordered(found: list[Comment], order: str | None, asked: Ask) -> list[Comment]:
    if order in ("best_rated", "most_discussed"):
        if not asked.facts.sorts_by_score:
            raise Crash
        if order == "best_rated":
            return sorted(found, key=lambda comment: comment.down_votes - comment.up_votes)
        return sorted(found, key=lambda comment: -_replies_below(asked.store, comment))
    return sorted(found, key=lambda comment: comment.created_at, reverse=order == "recent")


def _replies_below(store: Store, comment: Comment) -> int:
    replies = store.replies_to(comment.id)
    return len(replies) + sum(_replies_below(store, reply) for reply in replies)


def _formatted(comment: Comment, info: GraphQLResolveInfo) -> str:
    """Decidim renders mark-up, links and mentions; only a plain single line was recorded."""
    body = one_text(comment.body, ask(info))
    if any(sign in body for sign in "<&\n@#") or "://" in body:
        raise NotEmulated("Comment.formattedBody of anything but one plain line")
    return f"<div><p>{body}</p></div>"


def _sgid(comment: Comment, info: GraphQLResolveInfo) -> str:
    gid = f"gid://emulator/Decidim::Comments::Comment/{comment.id}"
    data = json.dumps({"_rails": {"data": gid, "pur": "default"}}, separators=(",", ":"))
    coded = base64.b64encode(data.encode()).decode()
    return f"{coded}--{hmac.new(_SIGNING_KEY, coded.encode(), hashlib.sha1).hexdigest()}"


def _created(comment: Comment, info: GraphQLResolveInfo) -> str | None:
    facts = ask(info).facts
    time = written(comment.created_at, facts.zone)
    return time.replace("+00:00", "Z") if time and facts.comment_dates_are_strings else time


def _open(comment: Comment, info: GraphQLResolveInfo) -> bool:
    store = ask(info).store
    settings = store.components[store.proposals[comment.on].component].settings
    return accepts_comments(settings) and comment.depth < DEEPEST_REPLY


def _page(comment: Comment, info: GraphQLResolveInfo) -> str:
    asked = ask(info)
    return f"{page_of(asked.store.proposals[comment.on], asked)}#comment_{comment.id}"


FIELDS: Fields = {
    "Proposal": {"comments": _of_proposal},
    "Comment": {
        "id": attribute("id"),
        "body": lambda comment, info: one_text(comment.body, ask(info)),
        "formattedBody": _formatted,
        "sgid": _sgid,
        "type": lambda comment, info: "Decidim::Comments::Comment",
        "createdAt": _created,
        "updatedAt": moment("updated_at"),
        "alignment": attribute("alignment"),
        "upVotes": attribute("up_votes"),
        "downVotes": attribute("down_votes"),
        "hasComments": lambda comment, info: bool(ask(info).store.replies_to(comment.id)),
        "totalCommentsCount": lambda comment, info: 0,
        "acceptsNewComments": _open,
        "userAllowedToComment": _open,
        "commentsHaveAlignment": lambda comment, info: True,
        "commentsHaveVotes": lambda comment, info: True,
        "author": lambda comment, info: ask(info).store.user(comment.author),
        "comments": _of_comment,
        "url": _page,
    },
}
