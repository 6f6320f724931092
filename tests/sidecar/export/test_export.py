"""The charter as files: the same bytes each time, every sentence with its sources, nothing that the verifier refuses."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from connectors.decidim.participatory import LONGEST_HEADING
from mappings.chapters import TemplateError
from sidecar.charter import queries
from sidecar.charter.chapters import enter_own
from sidecar.charter.lifecycle import move
from sidecar.cli import main
from sidecar.core.context import Context
from sidecar.export.commands import FORMATS
from sidecar.export.document import Exported, charter_document
from sidecar.export.errors import ExportError
from sidecar.export.markdown import plain
from sidecar.export.schema import DocumentSchema
from sidecar.ledger.service import settle
from tests.sidecar.chain import DIALOGUE, NAME, dialogue_store, drafted
from tests.sidecar.charter.agreement import (
    LEADER,
    TOWN,
    clause,
    decision,
    enter_mandate,
    enter_parties,
    moved,
    share,
    signs,
    tells,
    to_review,
)
from tests.sidecar.decidim import decidim

TODAY = date(2026, 6, 1)


def charter(context: Context) -> str:
    """A charter with a mandate, parties and one clause that the municipality has agreed to. The clause's id."""
    with decidim(source=dialogue_store()) as emulator:
        drafted(context, emulator)
    enter_parties(context)
    enter_mandate(context)
    one, _version = clause(context)
    to_review(context, one.id)
    share(context, one.id, TOWN)
    signs(context, one.id, TOWN)
    settle(context.db, NAME)
    return one.id


def exported(context: Context, *, drafts: bool = False) -> Exported:
    return charter_document(context.db, NAME, today=TODAY, drafts=drafts)


def test_the_document_has_the_shape_that_is_promised(context: Context) -> None:
    charter(context)
    for drafts in (False, True):
        document = exported(context, drafts=drafts).document
        assert DocumentSchema().validate(json.loads(json.dumps(document))) == {}
        assert sum(document["ledger"]["sums"].values()) == document["ledger"]["contributions"] == len(DIALOGUE)


def test_only_approved_texts_go_out_unless_drafts_are_asked_for(context: Context) -> None:
    chosen = charter(context)
    shown = [one for chapter in exported(context).document["chapters"] for one in chapter["articles"]]
    assert [one["clause"] for one in shown] == [chosen] and shown[0]["approved"]
    with context.db.session() as session:
        session.execute(text("UPDATE clause_versions SET approved_at = NULL, approved_by = NULL"))
    assert exported(context).document["chapters"] == []
    drafts = [one for chapter in exported(context, drafts=True).document["chapters"] for one in chapter["articles"]]
    assert chosen in [one["clause"] for one in drafts] and not any(one["approved"] for one in drafts)
    assert "utkast som ingen har godkänt" in FORMATS["markdown"](exported(context, drafts=True).document, "sv")


@pytest.mark.parametrize("form", sorted(FORMATS))
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_format_says_what_the_clause_says(context: Context, form: str, language: str) -> None:
    charter(context)
    document = exported(context).document
    told = FORMATS[form](document, language)
    assert "belysning på Kvarnstigen" in told
    if form != "participatory":
        assert "KS 2025/117" in told and TOWN in told and "proposals/1" in told
        assert "Nej, det stör fladdermössen" in told  # what speaks against it stands there too
    assert not re.search(r"\b(None|undefined|True|False)\b", told)


def test_markdown_gives_each_sentence_a_footnote_with_all_its_sources(context: Context) -> None:
    charter(context)
    document = exported(context).document
    told = FORMATS["markdown"](document, "sv")
    main, _, sources = told.partition("## Källor")
    notes = dict(re.findall(r"^\[\^(\d+)\]: (.+)$", sources, re.MULTILINE))
    assert set(re.findall(r"\[\^(\d+)\]", main)) == set(notes) == {str(number) for number in range(1, len(notes) + 1)}
    (article,) = document["chapters"][0]["articles"]
    for one in (one for block in article["blocks"] for one in block["sentences"] if one["kind"] != "count"):
        mark = re.search(re.escape(plain(one["shown"])) + r"\[\^(\d+)\]", main)
        assert mark is not None
        assert all(plain(row["quote"]) in notes[mark.group(1)] for row in one["citations"])
    assert len(set(notes.values())) == len(notes)  # the same sources are one note


def test_gaps_agreements_and_follow_up_stand_in_the_document(context: Context) -> None:
    chosen = charter(context)
    document = exported(context, drafts=True).document
    town = next(party for party in document["parties"] if party["name"] == TOWN)
    [agreed] = town["agreed_to"]
    assert (agreed["clause"], agreed["state"], agreed["version"]) == (chosen, "agreed", 1)
    assert chosen in [row["clause"] for row in document["gaps"]["disputed"]]
    assert all("indicator" in chapter["lacks"] for chapter in document["chapters"])
    told = FORMATS["markdown"](document, "sv")
    assert "**Paragrafer där röster står mot varandra**" in told and "har samtyckt (version 1, 4 maj 2026" in told
    assert "Beslut: Kommunfullmäktige, 3 november 2025, dnr KS 2025/117" in told
    moved(context, chosen, "agreed")
    move(context.db, chosen, "adopted", actor=LEADER, decision=decision(context))
    tells(context, chosen, TOWN)
    later = exported(context).document
    assert all("indicator" not in chapter["lacks"] for chapter in later["chapters"])
    told = FORMATS["html"](later, "sv")
    assert "Så följer vi upp" in told and "klart senast 31 december 2026. Ansvarig: gatuchefen. Mäts med: antal lampor." in told
    assert "1 paragraf: 1 gäller." in told


def test_the_headings_are_those_of_the_municipalitys_own_template(context: Context) -> None:
    charter(context)
    with context.db.session() as session:
        row = queries.charter(session, NAME)
        assert row is not None
        enter_own(session, row, "over: uclg_sv\nheadings: {municipality: Det här lovar vi}", actor=LEADER)
    document = exported(context).document
    assert "**Det här lovar vi**" in FORMATS["markdown"](document, "sv")
    assert "**Det här lovar vi:** " in FORMATS["participatory"](document, "sv")
    assert "**What the municipality does**" in FORMATS["markdown"](document, "en")


def test_a_clause_that_the_verifier_refuses_is_named_and_left_out(context: Context) -> None:
    chosen = charter(context)
    with context.db.session() as session:
        session.execute(text("UPDATE clause_sentences SET text = 'Kommunen ska bygga ett slott.' WHERE kind = 'composed'"))
        session.execute(text("UPDATE citations SET quote = quote || '!' "))
    found = exported(context)
    assert [one for one, _why in found.refused] == [chosen] and found.document["chapters"] == []
    run = CliRunner().invoke(main, ["export", NAME, "--strict"], env=_env(context))
    assert run.exit_code == 1 and f"Inte med: paragraf {chosen}" in run.output


def _env(context: Context) -> dict[str, str]:
    return {"CHARTER_VAR": str(context.settings.var), "CHARTER_DATABASE_URL": context.settings.database_url}


def test_two_processes_write_the_same_bytes(context: Context, tmp_path: Path) -> None:
    charter(context)
    for form in FORMATS:
        files = []
        for run in range(2):
            out = tmp_path / f"{form}-{run}"
            command = [sys.executable, "-m", "sidecar", "export", NAME, "--format", form, "--drafts", "--out", str(out)]
            subprocess.run(command, check=True, env=os.environ | _env(context) | {"PYTHONHASHSEED": str(run)}, timeout=120)
            files.append(out.read_bytes())
        assert files[0] == files[1] and files[0].endswith(b"\n")


def test_what_is_missing_is_told(context: Context) -> None:
    with decidim(source=dialogue_store()) as emulator:
        drafted(context, emulator)
    settle(context.db, NAME)
    told = FORMATS["html"](exported(context, drafts=True).document, "sv")
    assert "Mandat saknas" in told and "Inga parter är angivna" in told and "ingen har tagit på sig" in told
    with context.db.session() as session:
        session.execute(text("UPDATE charters SET template = 'sagor'"))
    with pytest.raises(TemplateError, match="sagor"):
        exported(context)
    with context.db.session() as session:
        for table in ("ledger_entries", "citations", "clause_sentences", "commitments", "clause_versions", "clauses", "charters"):
            session.execute(text(f"DELETE FROM {table}"))
    with pytest.raises(ExportError, match="sidecar run"):
        exported(context)


class _Page(HTMLParser):
    """Headings in their order, ids, and where links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        found = dict(attributes)
        if re.fullmatch(r"h\d", tag):
            self.headings.append(int(tag[1]))
        self.ids += [str(found["id"])] if "id" in found else []
        self.links += [str(found["href"])] if "href" in found else []


def test_the_page_stands_alone_and_can_be_read_by_all(context: Context) -> None:
    charter(context)
    page = _Page()
    page.feed(FORMATS["html"](exported(context, drafts=True).document, "sv"))
    assert page.headings[0] == 1 and page.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(page.headings, page.headings[1:], strict=False))
    assert len(page.ids) == len(set(page.ids))
    assert all(link[1:] in page.ids for link in page.links if link.startswith("#"))
    assert not {"script", "img", "link", "iframe", "object"} & page.tags


HOSTILE = "<script>alert(1)</script> [klicka](javascript:x) `kod` | # 1. **fet** {{ 7*7 }} https://ond.example"


def test_nothing_that_people_write_acts_in_a_file(context: Context) -> None:
    charter(context)
    document = exported(context).document
    hostile = json.loads(json.dumps(document).replace("fladdermössen", json.dumps(HOSTILE)[1:-1]))
    page = _Page()
    page.feed(FORMATS["html"](hostile, "sv"))
    assert "script" not in page.tags and not any("ond.example" in link for link in page.links)
    told = FORMATS["markdown"](hostile, "sv")
    assert "<script" not in told.replace("\\<script", "") and "](javascript" not in told.replace("\\](javascript", "")


@pytest.mark.parametrize(
    "begins", ["# rubrik", "1. punkt", "- punkt", "> citat", "```", "| a | b |", "[a](b)", "<b>", "2) x", "===", "+ x"]
)
def test_a_line_of_anybodys_stays_a_line(begins: str) -> None:
    assert plain(begins).startswith("\\") or plain(begins)[0].isdigit() and plain(begins)[1] == "\\"
    assert "\n" not in plain("ett\n\n# två")


def test_a_participatory_text_has_the_form_that_panels_took(context: Context) -> None:
    charter(context)
    told = FORMATS["participatory"](exported(context, drafts=True).document, "sv")
    parts = told.rstrip("\n").split("\n\n")
    assert all("\n" not in part and part == part.strip() for part in parts)
    for part in parts:
        if part.startswith("#"):
            assert part.startswith(("# ", "## ")) and len(part.lstrip("# ")) <= LONGEST_HEADING + 40
        else:
            assert not re.match(r"\d+[.)]|[-+|>`]|\* ", part) and "\\" not in part
    assert parts[0].startswith("# ") and parts[1].startswith("## ")
