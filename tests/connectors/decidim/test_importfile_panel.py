"""A moderator takes our files through the admin panel of each version, and the next pull finds what came of them."""

from pathlib import Path

import pytest
import requests

from connectors.base import Exists, Proposal
from connectors.decidim.client import Client
from connectors.decidim.importfile import FileForm, TermColumn, write_csv, write_xlsx
from connectors.decidim.importfile_writer import ImportFileWriter
from connectors.decidim.limits import ComponentRules
from connectors.decidim.marker import stands_in_proposal
from connectors.decidim.reader import GraphQLReader
from tests.connectors.decidim.browser import PASSWORD, forms, swift
from tests.connectors.decidim.writing import OPEN, Decidim, body, decidim, new

VERSIONS = ["0.28.6", "0.30.9", "0.31.8", "0.32.2"]
TYPES = {".csv": "text/csv", ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
RULES = ComponentRules(body_max=5000)


def imported(here: Decidim, name: str, content: bytes) -> requests.Response:
    """As an administrator does: sign in, open the form, choose the file, press the button."""
    address = f"{here.base}/admin/participatory_processes/samhallskontrakt/components/{OPEN}/manage/proposals/imports"
    with requests.Session() as browser:
        page = browser.get(f"{here.base}/users/sign_in", timeout=5)
        browser.post(
            page.url, data={**forms(page.text)[0], "user[email]": "admin@example.org", "user[password]": PASSWORD}, timeout=5
        )
        page = browser.get(address, timeout=5)
        file = {"import[file]": (name, content, TYPES[Path(name).suffix])}
        return browser.post(address, data=forms(page.text)[0], files=file, timeout=10)


def pulled(here: Decidim) -> list[Proposal]:
    reader = GraphQLReader(Client(here.base, pace=swift()))
    return [proposal for page in reader.pages(OPEN) for proposal in page.proposals]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("version", VERSIONS)
def test_a_file_goes_through_the_panel_and_comes_back_with_the_next_pull(version: str, suffix: str, tmp_path: Path) -> None:
    drafts = [
        new(
            marker=marker,
            title=f"Rätt nummer {number} till en trygg skolväg",
            body=body(marker, 'Barn ska gå; "tryggt" & utan rädsla 😀'),
        )
        for number in range(3)
        for marker in [f"https://sidecar.example/c/{number}/v1"]
    ]
    write = write_csv if suffix == ".csv" else write_xlsx
    with decidim(version) as here:
        answer = imported(here, f"forslag{suffix}", write(drafts, RULES, FileForm("sv")))
        assert answer.status_code == 200 and len(answer.headers["X-Emulator-Created"].split(",")) == 3, answer.text
        seen = pulled(here)
        writer = ImportFileWriter(
            tmp_path, RULES, FileForm("sv"), base_url=here.base, component="Utkast",
            look=lambda component, marker: next((one for one in seen if stands_in_proposal(marker, one)), None),
        )  # fmt: skip
        for draft in drafts:
            found = writer.find(draft)
            assert isinstance(found, Exists) and found.stored is not None
            assert found.stored.title == {"sv": draft.title}
            assert found.stored.body == {"sv": draft.body}


@pytest.mark.parametrize(
    ("version", "column"), [("0.28.6", TermColumn.category), *((v, TermColumn.taxonomies) for v in VERSIONS[1:])]
)
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_terms_arrive_where_the_version_has_them(version: str, column: TermColumn, suffix: str) -> None:
    with decidim(version) as here:
        term = next(iter(here.store.categories() if column is TermColumn.category else here.store.taxonomies))
        drafts = [new(terms=(str(term),)), new(marker="https://sidecar.example/c/2/v1", title="Rätt till en annan trygg skolväg")]
        write = write_csv if suffix == ".csv" else write_xlsx
        answer = imported(here, f"forslag{suffix}", write(drafts, RULES, FileForm("sv", column)))
        assert answer.status_code == 200 and len(answer.headers["X-Emulator-Created"].split(",")) == 2, answer.text
        mine = [proposal for proposal in pulled(here) if stands_in_proposal(drafts[0].marker, proposal)]
        assert [found.id for found in mine[0].terms] == [str(term)]


@pytest.mark.parametrize("version", VERSIONS)
def test_the_files_that_the_waiting_writer_leaves_are_those_that_the_panel_takes(version: str, tmp_path: Path) -> None:
    with decidim(version) as here:
        ImportFileWriter(tmp_path, RULES, FileForm("sv"), base_url=here.base, component="Utkast").write(new())
        for file in (*tmp_path.glob("*.csv"), *tmp_path.glob("*.xlsx")):
            assert imported(here, file.name, file.read_bytes()).status_code == 200
        assert len(here.holding()) == 2
