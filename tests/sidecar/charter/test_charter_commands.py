"""From a draft to an adopted clause that is followed up, as a person types it; and what an older database becomes."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from sidecar.core.db import Database
from sidecar.core.migrate import downgrade, upgrade
from tests.sidecar.chain import NAME, dialogue_store
from tests.sidecar.decidim import decidim
from tests.sidecar.terminal import Terminal

TOWN = "Lillby kommun"
COUNCIL = ("--organ", "Kommunfullmäktige", "--date", "2026-05-04", "--diary", "KS 2026/40")


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    made = Terminal(tmp_path)
    with decidim(source=dialogue_store()) as emulator:
        assert made.json("instance", "add", NAME, emulator.url)["instance"] == NAME
        assert made.json("run", NAME)["pull"]["complete"]
    return made


def test_a_clause_is_agreed_adopted_and_followed_up(terminal: Terminal) -> None:
    clause = str(terminal.json("draft", NAME, "--list")[0]["id"])
    assert (
        "Inga parter än" in terminal("party", "list", NAME).stdout and "Inget mandat" in terminal("mandate", "show", NAME).stdout
    )
    assert terminal.json("party", "add", NAME, TOWN, "--kind", "municipality", "--signatory", "Ida Berg")["name"] == TOWN
    assert terminal.json("party", "change", NAME, TOWN, "--through", "kommunstyrelsen")["through"] == "kommunstyrelsen"
    assert terminal.json("mandate", "set", NAME, *COUNCIL, "--leader", "Eva Lind", "--steering", "Bo Ek")["leader"] == "Eva Lind"
    refused = terminal("clause", "move", clause, "adopted")
    assert refused.exit_code == 1 and "kan inte bli antagen" in refused.stderr and "Traceback" not in refused.output
    terminal("approve", clause)
    for to in ("in_dialogue", "under_review"):
        assert terminal.json("clause", "move", clause, to)["after"] == to
    sentences = terminal.json("show", clause)["sentences"]
    apart = ("support", "against", "needs")
    asking = [place for place, one in enumerate(sentences) if one["kind"] != "count" and one["block"] not in apart]
    assert asking
    for place in asking:
        assert terminal.json("clause", "assign", clause, str(place), TOWN)["parties"] == [TOWN]
    assert terminal.json("clause", "agree", clause, TOWN, "--signed-by", "Ida Berg", "--date", "2026-05-04")["hash"]
    assert terminal.json("clause", "move", clause, "agreed")["after"] == "agreed"
    assert terminal.json("clause", "move", clause, "adopted", *COUNCIL, "--by", "KF")["by"] == "KF"
    for place in asking:
        told = (
            "clause",
            "follow",
            clause,
            str(place),
            TOWN,
            "--owner",
            "gatuchefen",
            "--status",
            "under_way",
            "--due",
            "2030-01-31",
        )
        assert terminal.json(*told)["status"] == "under_way"
    assert terminal.json("clause", "move", clause, "followed_up")["after"] == "followed_up"
    life = terminal.json("clause", "life", clause)
    assert life["state"] == "followed_up" and life["parties"][0]["state"] == "agreed" and len(life["steps"]) == 5
    told = terminal("clause", "life", clause).stdout
    assert "har samtyckt 2026-05-04" in told and "kan bli upphävd (repealed): Ange skälet." in told
    whole = terminal("charter", NAME).stdout
    assert f"{TOWN} (kommunen) tar på sig" in whole and "[pågår, till 2030-01-31; gatuchefen]" in whole
    assert "(gäller)" in terminal("clause", "versions", clause).stdout
    assert terminal("clause", "diff", clause).exit_code == 1
    assert "Samma text." in terminal("clause", "diff", clause, "1", "1").stdout
    assert terminal("clause", "disagree", clause, TOWN, "--reason", "Budgeten räcker inte.").exit_code == 0
    assert terminal.json("clause", "life", clause)["parties"][0]["state"] == "withdrawn"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("clause", "move", "nothing", "draft"), "sidecar draft"),
        (("clause", "life", "nothing"), "sidecar draft"),
        (("party", "list", "nowhere"), "sidecar instance list"),
        (("charter", "nowhere"), "sidecar instance list"),
        (("mandate", "set", NAME, "--organ", "KF"), "datum"),
        (("party", "change", NAME, "Storby", "--name", "X"), "Storby"),
    ],
)
def test_a_mistake_is_one_sentence_that_says_what_to_do(terminal: Terminal, words: tuple[str, ...], told: str) -> None:
    done = terminal(*words)
    assert done.exit_code == 1 and told in done.stderr and "Traceback" not in done.output


def test_what_was_approved_under_the_older_shape_is_a_draft_that_may_be_pushed(db: Database) -> None:
    downgrade(db, "0003")
    with db.session() as session:
        for statement in OLDER:
            session.execute(text(statement))
    upgrade(db)
    with db.session() as session:
        assert states(session) == {"a": "draft", "b": "in_dialogue", "c": "draft"}
        assert session.execute(text("select approved_by from clause_versions where clause_id = 'a'")).scalar_one() == "Eva"
        session.execute(text("update clauses set state = 'adopted', number = 7 where id = 'b'"))
    downgrade(db, "0003")
    with db.session() as session:
        assert states(session) == {"a": "under_review", "b": "in_dialogue", "c": "draft"}


def states(session: object) -> dict[str, str]:
    return {row[0]: row[1] for row in session.execute(text("select id, state from clauses"))}  # type: ignore[attr-defined]


DAY = "'2026-05-04 10:00:00+00:00'"
OLDER = [
    "insert into instances (id, base_url, name, default_locale, locales, author_key, created_at) "
    f"values ('x', 'https://x.se', 'X', 'sv', '[]', '', {DAY})",
    f"insert into revisions (id, instance_id, kind, remote_id, texts, seen_at) values ('r', 'x', 'proposal', '1', '{{}}', {DAY})",
    'insert into statements (id, revision_id, field, locale, start, "end", ordinal, quote, text, language, side) '
    "values ('s', 'r', 'body', 'sv', 0, 1, 0, 'a', 'a', 'sv', 'for')",
    f"insert into charters (id, instance_id, title, created_at) values (1, 'x', 'X', {DAY})",
    *(
        "insert into statement_groups (id, instance_id, side, representative_id, created_at) "
        f"values ('g{one}', 'x', 'for', 's', {DAY})"
        for one in "abc"
    ),
    *(
        f"insert into clauses (id, charter_id, group_id, state, created_at) values ('{one}', 1, 'g{one}', '{state}', {DAY})"
        for one, state in (("a", "under_review"), ("b", "in_dialogue"), ("c", "draft"))
    ),
    *(
        "insert into clause_versions (id, clause_id, number, locale, title, support, opposition, hash, created_at, approved_at, "
        f"approved_by) values ({number}, '{one}', 1, 'sv', 'T', 1, 0, 'h', {DAY}, {at}, {by})"
        for number, (one, at, by) in enumerate((("a", DAY, "'Eva'"), ("b", DAY, "'Eva'"), ("c", "null", "null")), start=1)
    ),
]
"""Three clauses as version 0003 kept them: approved, pushed, and never read."""
