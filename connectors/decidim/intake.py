"""Takes the answers of a pull in: which nodes are whole, which came back broken, and what to ask about those."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connectors.base import Proposal
from connectors.decidim import documents, unreadable
from connectors.decidim.answers import Answer
from connectors.decidim.decode import plain_id
from connectors.decidim.gathering import Gathering, Lookup
from connectors.errors import ConnectorError, FixSettings, NotUnderstood

HIDDEN = "UNAUTHORIZED_OBJECT_ERROR"


def take_in(gathering: Gathering, answer: Answer, asked_after: str | None, seen: set[str], tree: bool) -> list[Lookup]:
    """Takes in a page. Gives the lookups that it needs: deeper threads, and one for each broken proposal.

    tree: the page was asked with comments. Without them, a node that is null is hidden, and comments are asked for apart.
    """
    edges = answer.at("component", "proposals", "edges")
    if not isinstance(edges, list):
        raise bad_paging()
    lookups: list[Lookup] = []
    before = asked_after
    for index, edge in enumerate(edges):
        node = edge.get("node") if isinstance(edge, Mapping) else None
        if node is not None:
            lookups += _whole(gathering, node, seen, tree)
        else:
            lookups += _broken(gathering, index, before, answer, tree)
        cursor = edge.get("cursor") if isinstance(edge, Mapping) else None
        before = cursor if isinstance(cursor, str) else before
    return lookups


def _whole(gathering: Gathering, node: Any, seen: set[str], tree: bool) -> list[Lookup]:
    if _known(node, seen):
        return []
    record = gathering.proposal(node)
    if record is None:
        return []
    seen.add(record.id)
    if tree:
        return gathering.replies(node.get("comments"), record.id, None, 0)
    return _comments_apart(gathering, record, blind=False)


def _known(node: Any, seen: set[str]) -> bool:
    return isinstance(node, Mapping) and plain_id(node.get("id")) in seen


def _broken(gathering: Gathering, index: int, before: str | None, answer: Answer, tree: bool) -> list[Lookup]:
    """A null node: hidden where its own error says so, else perhaps only its comments can't be given."""
    here = ("component", "proposals", "edges", index, "node")
    paths = [error.path[len(here) :] for error in answer.errors if error.path[: len(here)] == here]
    hidden = any(error.path == here and error.code == HIDDEN for error in answer.errors)
    if hidden or not tree:
        gathering.unreadable.append(unreadable.hidden(gathering.component_id))
        return []
    blind = any(len(path) == 2 and path[0] == "comments" for path in paths)
    return [Lookup("core_at", gathering, after=before, blind=blind)]


def _comments_apart(gathering: Gathering, record: Proposal, blind: bool) -> list[Lookup]:
    if record.comments_count == 0:
        return []
    if blind:
        _blinded(gathering, record.id)
        return []
    return [Lookup("roots", gathering, record.id)]


def _blinded(gathering: Gathering, proposal_id: str) -> None:
    gathering.partial.add(proposal_id)
    count = gathering.proposals[proposal_id].comments_count if proposal_id in gathering.proposals else None
    gathering.unreadable.append(unreadable.comments_blinded(gathering.component_id, proposal_id, count))


def settle(lookup: Lookup, value: Any, answer: Answer, slot: int, seen: set[str]) -> list[Lookup]:
    """Takes in what one lookup gave. Gives the lookups that follow from it."""
    page, proposal_id = lookup.page, lookup.proposal_id
    if lookup.kind == "core_at":
        return _core_at(lookup, value, seen)
    assert proposal_id is not None
    if lookup.kind == "core":
        return _core(lookup, proposal_id, value, answer, slot)
    comments = value.get("comments") if isinstance(value, Mapping) else None
    if lookup.kind == "tree":
        return [Lookup("roots", page, proposal_id)] if comments is None else page.replies(comments, proposal_id, None, 0)
    if lookup.kind == "roots":
        if comments is None:
            _blinded(page, proposal_id)
            return []
        return page.replies(comments, proposal_id, None, 0)
    return _thread(lookup, proposal_id, comments)


def _core_at(lookup: Lookup, value: Any, seen: set[str]) -> list[Lookup]:
    page = lookup.page
    edges = value.get("edges") if isinstance(value, Mapping) else None
    edge = edges[0] if isinstance(edges, list) and edges else None
    node = edge.get("node") if isinstance(edge, Mapping) else None
    if node is None:
        page.unreadable.append(unreadable.hidden(page.component_id))
        return []
    if _known(node, seen):
        page.unreadable.append(unreadable.moved(page.component_id))
        return []
    record = page.proposal(node)
    if record is None:
        return []
    seen.add(record.id)
    return _comments_apart(page, record, lookup.blind)


def _core(lookup: Lookup, proposal_id: str, value: Any, answer: Answer, slot: int) -> list[Lookup]:
    """A proposal asked for by its id; null is hidden where the error says so, else it is gone."""
    page = lookup.page
    if value is None:
        here = ("component", documents.key(slot))
        if any(error.path == here and error.code == HIDDEN for error in answer.errors):
            page.unreadable.append(unreadable.hidden(page.component_id, proposal_id))
        return []
    record = page.proposal(value)
    return [] if record is None or record.comments_count == 0 else [Lookup("tree", page, record.id)]


def _thread(lookup: Lookup, proposal_id: str, comments: Any) -> list[Lookup]:
    assert lookup.comment_id is not None
    if comments is None:
        lookup.page.replies_missing(proposal_id, lookup.comment_id)
        return []
    deeper: list[Lookup] = []
    for entry in comments if isinstance(comments, list) else ():
        if isinstance(entry, Mapping) and plain_id(entry.get("id")) == lookup.comment_id:
            deeper += lookup.page.replies(entry.get("comments"), proposal_id, lookup.comment_id, lookup.depth)
    return deeper


def give_up(lookup: Lookup, fault: ConnectorError) -> None:
    """The server failed at this lookup each time: a line for a person, and the pull goes on."""
    page = lookup.page
    page.waiting -= 1
    if lookup.proposal_id is not None:
        page.partial.add(lookup.proposal_id)
    line = unreadable.failed(page.component_id, lookup.proposal_id, lookup.comment_id, fault.sv, fault.en)
    page.unreadable.append(line)


# -- what a whole answer can be instead -------------------------------------------------------------------------------------


def refused_question(answer: Answer) -> ConnectorError:
    """No data at all. An error with neither code nor path is a limit on the size of the question."""
    if HIDDEN in answer.codes or not answer.errors:
        return FixSettings(
            "not_allowed",
            "Inloggningen får inte läsa API:et. Kör `sidecar instance login` igen och godkänn läsning (api:read).",
            "The sign-in may not read the API. Run `sidecar instance login` again and allow reading (api:read).",
        )
    if any(error.code is None and not error.path for error in answer.errors):
        return NotUnderstood(
            "too_complex",
            "Decidim tycker att frågan är för stor. Höj gränsen för API:ets komplexitet, eller läs färre förslag åt gången.",
            "Decidim finds the question too big. Raise the API's complexity limit, or read fewer proposals at a time.",
        )
    codes = ", ".join(sorted(code for code in answer.codes if code.replace("_", "").isalnum())[:3])
    return NotUnderstood(
        "question_refused",
        f"Decidim förstår inte vår fråga ({codes}). Det kan vara en version som vi inte känner: anmäl det till oss.",
        f"Decidim does not understand our question ({codes}). It may be a version that we don't know: report it to us.",
    )


def empty_answer() -> NotUnderstood:
    return NotUnderstood(
        "empty_answer",
        "Decidim lämnade inte ut listan med förslag, utan att säga varför. Försök igen senare.",
        "Decidim did not give the list of proposals, without saying why. Try again later.",
    )


def component_gone(component_id: str) -> FixSettings:
    return FixSettings(
        "component_gone",
        f"Komponent {component_id} går inte att läsa: den finns inte, är opublicerad eller ligger i ett slutet rum. Kontrollera "
        "den i Decidim, eller läs som en användare som får se den.",
        f"Component {component_id} can't be read: it doesn't exist, is unpublished or is in a private space. Check it in "
        "Decidim, or read as a user who may see it.",
    )


def not_proposals(component_id: str) -> FixSettings:
    return FixSettings(
        "not_proposals",
        f"Komponent {component_id} är inte en förslagskomponent. Välj en annan.",
        f"Component {component_id} is not a proposals component. Choose another.",
    )


def bad_cursor() -> NotUnderstood:
    return NotUnderstood(
        "bad_cursor",
        "Decidim känner inte igen platsen där hämtningen slutade. Börja om hämtningen från början.",
        "Decidim does not know the place where the pull stopped. Start the pull from the beginning.",
    )


def bad_paging() -> NotUnderstood:
    return NotUnderstood(
        "bad_paging",
        "Decidim svarade med en lista som inte går att bläddra i. Försök igen; kvarstår det, anmäl det till oss.",
        "Decidim answered with a list that can't be paged. Try again; if it stays, report it to us.",
    )


def cursor_loop(component_id: str) -> NotUnderstood:
    return NotUnderstood(
        "cursor_loop",
        f"Decidim ger samma sida av komponent {component_id} om och om igen. Hämtningen är avbruten; försök igen senare.",
        f"Decidim gives the same page of component {component_id} again and again. The pull was stopped; try again later.",
    )
