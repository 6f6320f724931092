"""`python -m sidecar.demo.sample`: the charter that the demo's dialogue leads to, as a municipality could put it on the table.

The text is what the chain makes. Invented are the municipality, its mandate and parties, and the decisions: here every clause
that says something in the charter's own form is approved, and the three with most voices and nobody against are adopted.
"""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import click

from connectors.decidim.emulator.dialogue import store_from_dialogue
from connectors.decidim.emulator.server import running
from sidecar.charter import queries
from sidecar.charter.agreements import agree, on_the_table, words
from sidecar.charter.articles import template_of
from sidecar.charter.chapters import set_title
from sidecar.charter.commands import run_draft
from sidecar.charter.commitments import ANSWERED, Report, assign, report, settle, shares_json, unowned
from sidecar.charter.lifecycle import move
from sidecar.charter.models import ClauseVersion
from sidecar.charter.parties import MandateChange, PartyChange, enter_party, set_mandate
from sidecar.charter.service import approve, charter_of
from sidecar.charter.states import ClauseState
from sidecar.charter.steps import Decision
from sidecar.cli import KNOWN
from sidecar.core.context import Context
from sidecar.core.logs import configure
from sidecar.core.settings import load
from sidecar.demo.decidim import VERSION, rows
from sidecar.export.document import charter_document
from sidecar.export.markdown import markdown
from sidecar.ledger.service import settle as settle_ledger
from sidecar.mapping.commands import run_map
from sidecar.push.recognise import recognise
from sidecar.sync import service
from sidecar.sync.commands import run_pull

NAME = "demo"
FILE = Path(__file__).parents[2] / "docs" / "sample_charter.md"
TOWN, PEOPLE, CLUBS, WORKS = (
    "Fyrbygdens kommun",
    "Fyrbygdens invånare",
    "Föreningsrådet i Fyrbygden",
    "Företagarna i Fyrbygden",
)
LEADER = "processledaren"
OWNERS = {TOWN: "kommundirektören", PEOPLE: "Medborgarrådet", CLUBS: "styrelsen", WORKS: "styrelsen"}
DAY, UNTIL = date(2026, 11, 16), date(2027, 12, 31)
DECISION = Decision("", "Kommunfullmäktige", date(2026, 11, 23), "KS 2026/208")
ADOPTED = 3
ADDRESS = "https://dialog.fyrbygden.example"
NOTE = (
    "*Det här är ett exempel. Kommunen, dialogen, besluten och adresserna är påhittade. Texten är gjord av dialogen, med "
    "kommandot `make sample`.*"
)


@click.command()
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), default=FILE, show_default=True)
def main(out: Path) -> None:
    """Skriver exemplet på ett samhällskontrakt."""
    configure(as_json=False)
    with tempfile.TemporaryDirectory() as folder, running(store_from_dialogue(rows()), VERSION) as address:
        context = Context(load({"CHARTER_VAR": folder}), known_errors=KNOWN, after_pull=[recognise])
        service.add_instance(context.db, context.vault, NAME, address, actor=LEADER)
        run_pull(context, NAME, quiet=True)
        run_map(context, NAME, quiet=True)
        run_draft(context, NAME)
        text = sample(context, address)
        context.db.close()
    out.write_text(text, "utf-8")
    click.echo(f"Skrivet: {out}")


def sample(context: Context, address: str) -> str:
    """The charter of a drafted dialogue as Markdown, after the decisions that stand in this file. address: of the Decidim that it
    was pulled from; in its place stands an invented one."""
    _enter(context)
    chosen = _approve(context)
    _adopt(context, [clause_id for clause_id, against in chosen if not against][:ADOPTED])
    settle_ledger(context.db, NAME)
    text = markdown(charter_document(context.db, NAME, today=DAY).document)
    title, _, rest = text.partition("\n\n")
    return f"{title}\n\n{NOTE}\n\n{rest.replace(address, ADDRESS)}"


def _enter(context: Context) -> None:
    mandate = MandateChange(
        "Kommunfullmäktige", date(2026, 6, 15), "KS 2026/97", "Karin Sand, demokratistrateg",
        ("kommunstyrelsens presidium", "Föreningsrådets ordförande", "två ledamöter ur ungdomsrådet"),
        date(2026, 9, 1), date(2026, 10, 15),
    )  # fmt: skip
    parties = (
        PartyChange(TOWN, "municipality", "", "kommunstyrelsens ordförande"),
        PartyChange(PEOPLE, "inhabitants", "Medborgarrådet", "Medborgarrådets ordförande"),
        PartyChange(CLUBS, "civil_society", "", "Föreningsrådets ordförande"),
        PartyChange(WORKS, "business", "", "ordföranden"),
    )
    with context.db.session() as session:
        charter = charter_of(session, NAME, TOWN)
        set_title(session, charter, "Lokalt samhällskontrakt för Fyrbygden", actor=LEADER)
        set_mandate(session, charter, mandate, actor=LEADER)
        for party in parties:
            enter_party(session, charter, party, actor=LEADER)
        settle(session, charter.id, NAME)


def _approve(context: Context) -> list[tuple[str, int]]:
    """(clause, voices against) of everything that is now approved and in dialogue, most voices first."""
    with context.db.session() as session:
        found = [(clause, version) for clause, version in queries.latest_versions(session, NAME) if _speaks(version)]
    found.sort(key=lambda row: (-row[1].support, row[0].number or 0))
    for clause, _version in found:
        approve(context.db, clause.id, actor=LEADER)
        if clause.state == ClauseState.draft:
            _to(context, clause.id, ClauseState.in_dialogue)
    return [(clause.id, version.opposition) for clause, version in found]


def _speaks(version: ClauseVersion) -> bool:
    """Whether it says something in the charter's own form: quotes alone are the dialogue's words."""
    return any(sentence.kind == "composed" for sentence in version.sentences)


def _adopt(context: Context, clause_ids: list[str]) -> None:
    """Taken on by the municipality where nobody is named, reviewed, agreed to by those it binds, adopted, and followed up."""
    for clause_id in clause_ids:
        with context.db.session() as session:
            version = on_the_table(session, queries.clause(session, clause_id))
            waiting = [one.ordinal for one in unowned(version, queries.commitments(session, version.id), ANSWERED)]
        for ordinal in waiting:
            assign(context.db, clause_id, ordinal, [TOWN], actor=LEADER)
        _to(context, clause_id, ClauseState.under_review)
        with context.db.session() as session:
            clause = queries.clause(session, clause_id)
            bound = [(word.party.name, word.party.signatory) for word in words(session, clause, version) if word.bound]
        for party, signatory in bound:
            agree(context.db, clause_id, party, signed_by=signatory, signed_on=DAY, actor=LEADER)
        _to(context, clause_id, ClauseState.agreed)
        _to(context, clause_id, ClauseState.adopted, DECISION)
        _follow_up(context, clause_id)


def _follow_up(context: Context, clause_id: str) -> None:
    with context.db.session() as session:
        clause = queries.clause(session, clause_id)
        chapter = template_of(queries.charter(session, NAME)).chapter(clause.chapter)
        rows = shares_json(session, clause, on_the_table(session, clause), DAY)
    measured = chapter.guide["indicator"].removeprefix("Till exempel ").rstrip(".") if chapter else ""
    for row in rows:
        said = Report(OWNERS[row["party_name"]], "under_way", UNTIL, measured)
        report(context.db, clause_id, row["sentence"], row["party_name"], said, actor=LEADER)


def _to(context: Context, clause_id: str, state: ClauseState, decision: Decision | None = None) -> None:
    move(context.db, clause_id, state, actor=LEADER, decision=decision)


if __name__ == "__main__":
    main()
