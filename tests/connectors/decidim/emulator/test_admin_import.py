"""The admin panel's imports, as a moderator's browser sees them, with invented texts."""

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from connectors.decidim.emulator.admin_import_csv import Malformed, NotRecorded, parse
from connectors.decidim.emulator.admin_import_files import XLSX
from connectors.decidim.emulator.admin_participatory_markdown import Level, parts
from connectors.decidim.emulator.records import Proposal
from connectors.decidim.emulator.versions import VERSIONS
from tests.connectors.decidim.emulator.asking import Decidim
from tests.connectors.decidim.emulator.signing_in import Person, forms_of

BASE = "http://127.0.0.1"
DRAFTS, CHARTER = 2, 4
GOOD = 'title/sv;body/sv\n"Rätt till en bänk";"Den som är trött ska få sitta."\n'
TEXT = "# Torget\n\nAlla får sitta.\n\nIngen får ligga.\n"
FORM_STATUS = {"0.28.6": 200, "0.30.9": 200, "0.31.8": 422, "0.32.2": 422}


class Desk:
    """A person at the panel of one emulated Decidim."""

    def __init__(self, version: str = "0.32.2", email: str | None = "admin@example.org") -> None:
        self.decidim = Decidim(version)
        self.browser = self.decidim.app.test_client()
        if email:
            Person(self.browser, email, "decidim123456789", BASE).signed_in()

    def get(self, page: str, component: int) -> TestResponse:
        return self.browser.get(_address(page, component), base_url=BASE)

    def post(self, page: str, component: int, **form: Any) -> TestResponse:
        shown = self.get(page.replace("update", "import").replace("discard", "import"), component)
        sent = {**(forms_of(shown)[0] if shown.status_code == 200 else {}), **form}
        return self.browser.post(_address(page, component), base_url=BASE, data=sent)

    def proposals(self, content: bytes | str, declared: str = "text/csv", component: int = DRAFTS) -> TestResponse:
        return self.post("proposals/imports", component, **{"import[file]": _file(content, declared)})

    def text(self, content: str, title: str = "Kontraktet") -> TestResponse:
        fields = {"import_participatory_text[title]": title}
        upload = {"import_participatory_text[document]": _file(content, "text/markdown")}
        return self.post("participatory_texts/import", CHARTER, **fields, **upload)

    def act(self, page: str, commit: str = "") -> TestResponse:
        return self.post(f"participatory_texts/{page}", CHARTER, commit=commit)

    def made(self, answer: TestResponse) -> list[Proposal]:
        numbers = [number for number in answer.headers["X-Emulator-Created"].split(",") if number]
        return [self.decidim.store.proposals[int(number)] for number in numbers]


def _address(page: str, component: int) -> str:
    return f"/admin/participatory_processes/samhallskontrakt/components/{component}/manage/{page}"


def _file(content: bytes | str, declared: str) -> FileStorage:
    data = content.encode() if isinstance(content, str) else content
    return FileStorage(io.BytesIO(data), filename="utkast", content_type=declared)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_good_file_is_published_at_once_and_who_signs_depends_on_the_version(version: str) -> None:
    desk = Desk(version)
    answer = desk.proposals(GOOD)
    assert answer.status_code == 200
    (proposal,) = desk.made(answer)
    assert (proposal.title, proposal.body) == ({"sv": "Rätt till en bänk"}, {"sv": "Den som är trött ska få sitta."})
    assert proposal.published_at is not None
    assert proposal.official == (version in ("0.31.8", "0.32.2"))


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    "content, says",
    [
        ("title/sv;body/sv\n;Utan titel\nEn titel;\n", "raderna 2 och 3"),
        (GOOD + "\n", "rad 3"),
        ("title;body\na;b\n", "title/sv och body/sv"),
        ("title/sv;body/sv;title/sv\na;b;c\n", "Dubbletter"),
        ("title/sv;body/sv\n", "Ogiltig fil"),
    ],
)
def test_a_faulty_file_is_refused_as_a_whole(version: str, content: str, says: str) -> None:
    answer = Desk(version).proposals(content)
    assert answer.status_code == FORM_STATUS[version]
    assert says in answer.text
    assert answer.headers["X-Emulator-Created"] == ""


@pytest.mark.parametrize(
    "content", ['"title/sv","body/sv"\n"a","b"\n', 'title/sv;body/sv\na "b;c\n', b"title/sv;body/sv\n\xe5;b\n"]
)
def test_what_rubys_parser_stumbles_over_is_a_bare_500(content: bytes | str) -> None:
    assert Desk().proposals(content).status_code == 500


def test_some_declared_types_never_get_through() -> None:
    desk = Desk()
    assert desk.proposals(GOOD, "application/octet-stream").status_code == 422
    assert "MIME" in desk.proposals(GOOD, "application/vnd.ms-excel").text
    assert desk.proposals(GOOD, "application/x-unheard-of").status_code == 501


def test_nothing_but_form_is_checked() -> None:
    desk = Desk()
    answer = desk.proposals('title/sv;body/sv\n"";""\nVI;x\nVI;x\n')
    assert [proposal.title["sv"] for proposal in desk.made(answer)] == ["", "VI", "VI"]


def test_taxonomies_are_filed_and_unknown_ones_dropped_in_silence() -> None:
    desk = Desk()
    answer = desk.proposals('title/sv;body/sv;taxonomies/ids\na;b;"2,99"\nc;d;\n')
    assert [proposal.taxonomies for proposal in desk.made(answer)] == [[2], []]


def test_a_workbook_and_json_give_the_same_proposals() -> None:
    book, out = Workbook(), io.BytesIO()
    book.worksheets[0].append(["title/sv", "body/sv"])
    book.worksheets[0].append(["Rätt till en bänk", "Den som är trött ska få sitta."])
    book.save(out)
    desk = Desk()
    as_json = '[{"title": {"sv": "Rätt till en bänk"}, "body": {"sv": "Den som är trött ska få sitta."}}]'
    answers = [desk.proposals(GOOD), desk.proposals(out.getvalue(), XLSX), desk.proposals(as_json, "application/json")]
    texts = {(p.title["sv"], p.body["sv"]) for answer in answers for p in desk.made(answer)}
    assert len(texts) == 1


@pytest.mark.parametrize("email", [None, "person1@example.org"])
def test_only_an_administrator_imports(email: str | None) -> None:
    desk = Desk(email=email)
    before = len(desk.decidim.store.proposals)
    assert desk.proposals(GOOD).status_code == 422, "without the form's token"
    assert len(desk.decidim.store.proposals) == before


def test_who_else_may_enter_the_panel_was_never_tried() -> None:
    assert Desk(email="person1@example.org").get("proposals/imports", DRAFTS).status_code == 501


def test_a_visitor_without_a_session_is_sent_to_sign_in() -> None:
    sent = Desk(email=None).get("proposals/imports", DRAFTS)
    assert (sent.status_code, sent.headers["Location"]) == (302, f"{BASE}/sv/users/sign_in")


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r\x00"), max_size=20)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=5))
def test_what_a_csv_writer_quotes_is_read_back(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerows(rows)
    # The writer keeps line feeds inside cells as they are; Ruby takes the first line end it sees for the rows' own.
    if "\n" not in "".join(cell for row in rows for cell in row):
        assert parse(out.getvalue()) == rows


@given(st.text(st.sampled_from('ab;"\n')))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        rows = parse(text)
    except (Malformed, NotRecorded):
        return
    assert all(cell is None or isinstance(cell, str) for row in rows for cell in row)


# -- participatory texts


@pytest.mark.parametrize("version", VERSIONS)
def test_a_text_becomes_drafts_and_is_published_as_a_whole(version: str) -> None:
    desk = Desk(version)
    drafts = desk.made(desk.text(TEXT))
    assert [(d.participatory_text_level, d.title["sv"], d.published_at) for d in drafts] == [
        ("section", "Torget", None),
        ("article", "1", None),
        ("article", "2", None),
    ]
    assert len(desk.made(desk.act("update", "publish"))) == 3
    assert [(d.position, d.body["sv"]) for d in drafts] == [(1, ""), (2, "Alla får sitta."), (3, "Ingen får ligga.")]
    assert all(draft.published_at and draft.official for draft in drafts)


@pytest.mark.parametrize("version, first", [("0.28.6", 1), ("0.30.9", 2), ("0.31.8", 2), ("0.32.2", 2)])
def test_numbers_go_on_after_discarded_drafts_from_0_30_on(version: str, first: int) -> None:
    desk = Desk(version)
    desk.text(TEXT)
    desk.act("discard")
    assert not desk.decidim.store.drafts_in(CHARTER)
    assert desk.made(desk.text(TEXT))[0].position == first


def test_a_second_import_appends() -> None:
    desk = Desk()
    desk.text(TEXT)
    assert [draft.title["sv"] for draft in desk.made(desk.text(TEXT))] == ["Torget", "4", "5"]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_heading_that_is_too_long_keeps_everything_from_being_published(version: str) -> None:
    desk = Desk(version)
    desk.text(f"# {'Torg' * 40}\n\nAlla får sitta.\n")
    refused = desk.act("update", "publish")
    assert (refused.status_code, desk.made(refused)) == (FORM_STATUS[version], [])
    assert len(desk.decidim.store.drafts_in(CHARTER)) == 2


def test_a_form_without_a_title_is_shown_again() -> None:
    desk = Desk()
    assert desk.text(TEXT, title="").status_code == 422
    assert not desk.decidim.store.drafts_in(CHARTER)


def test_a_component_that_takes_no_texts_is_refused() -> None:
    assert Desk().get("participatory_texts/import", DRAFTS).status_code == 501


def test_emphasis_and_links_pass_and_code_and_rules_are_dropped() -> None:
    found = parts("**Alla** får *sitta* [här](https://a.example/b).\n\n---\n\n```\nkod\n```\n", drops_comments=False)
    assert [part.text for part in found] == ['<strong>Alla</strong> får <em>sitta</em> <a href="https://a.example/b">här</a>.']


def test_a_list_is_one_article_and_a_numbered_paragraph_loses_its_number() -> None:
    found = parts("- ett\n- två\n\n7. Sju sitter.\n", drops_comments=False)
    assert [part.text for part in found] == ["- ett\n- två\n", "1. Sju sitter.\n"]


@pytest.mark.parametrize("text", ["- a\n\n- b\n", "##### Femte\n", "a***b***\n", "stor_liten_bokstav\n", "a\n---\n", "\ta\n"])
def test_markdown_that_nobody_tried_is_refused(text: str) -> None:
    with pytest.raises(NotRecorded):
        parts(text, drops_comments=False)


@given(st.lists(st.text(st.characters(categories=("L", "Zs")), min_size=1).filter(str.strip), max_size=8))
def test_plain_paragraphs_become_as_many_articles(paragraphs: list[str]) -> None:
    texts = [" ".join(paragraph.split()) for paragraph in paragraphs]
    found = parts("\n\n".join(texts), drops_comments=False)
    assert [(part.level, part.text) for part in found] == [(Level.article, text) for text in texts]
