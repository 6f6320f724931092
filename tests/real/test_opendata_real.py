"""The files that four real Decidims gave, against what those servers held."""

import gzip
import json
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from connectors.base import Comment, Page, Proposal
from connectors.decidim.decode import UNDETERMINED
from connectors.decidim.opendata import NOTHING_BEFORE, OpenDataReader
from tests.real.paths import SHARED, needs_shared

pytestmark = needs_shared
VERSIONS = ("0.28.6", "0.30.9", "0.31.8", "0.32.2")
BEFORE = datetime(2026, 11, 22, tzinfo=UTC)


@cache
def store() -> dict[str, Any]:
    return json.loads((SHARED / "decidim/store.json").read_text())  # type: ignore[no-any-return]


def folder(version: str) -> Path:
    return SHARED / "decidim/files" / version


@cache
def archive(version: str) -> OpenDataReader:
    return OpenDataReader(folder(version) / "opendata.zip", default_locale="sv", newer_than=BEFORE)


def loose(version: str, form: str) -> OpenDataReader:
    names = (f"proposals.{form}.gz", f"proposal_comments.{form}.gz")
    sources = [gzip.decompress((folder(version) / name).read_bytes()) for name in names]
    return OpenDataReader(sources, default_locale="sv", newer_than=NOTHING_BEFORE)


def pages(reader: OpenDataReader) -> list[Page]:
    return [page for space in reader.spaces() for component in space.components for page in reader.pages(component.id)]


def visible() -> dict[str, dict[str, Any]]:
    closed = {one["id"] for one in store()["processes"] if one["private"] or not one["published"]}
    public = {one["id"] for one in store()["components"] if one["published"] and one["process"] not in closed}
    kept = [one for one in store()["proposals"] if one["component"] in public and not one["hidden"] and one["published_at"]]
    return {str(one["id"]): one for one in kept}


def written(texts: dict[str, str] | None) -> dict[str, str]:
    return {locale: text for locale, text in (texts or {}).items() if text}


def proposals(reader: OpenDataReader) -> dict[str, Proposal]:
    return {one.id: one for page in pages(reader) for one in page.proposals}


def comments(reader: OpenDataReader) -> dict[str, Comment]:
    return {one.id: one for page in pages(reader) for one in page.comments}


@pytest.mark.parametrize("version", VERSIONS)
def test_every_visible_proposal_is_in_the_archive_with_its_title_and_facts(version: str) -> None:
    read = proposals(archive(version))
    assert visible().keys() <= read.keys() and "7" not in read
    for number, one in visible().items():
        record = read[number]
        assert record.title == written(one["title"]), number
        assert (record.component_id, record.withdrawn) == (str(one["component"]), one["withdrawn_at"] is not None), number
        assert record.published_at == datetime.fromisoformat(one["published_at"]).replace(tzinfo=UTC), number
        assert (record.place.latitude if record.place else None) == (one["latitude"] and float(one["latitude"])), number


@pytest.mark.parametrize("version", VERSIONS)
def test_every_body_is_what_the_exporter_makes_of_the_stored_one(version: str) -> None:
    bodies = {number: written(one["body"]) for number, one in visible().items()}
    reader = OpenDataReader(folder(version) / "opendata.zip", default_locale="sv", known=bodies.get)
    read = proposals(reader)
    assert {number: read[number].body for number in bodies} == bodies


@pytest.mark.parametrize("version", VERSIONS)
def test_a_body_not_known_before_reads_line_for_line_as_written_where_it_has_no_markup(version: str) -> None:
    read, count = proposals(archive(version)), 0
    for number, one in visible().items():
        for locale, text in written(one["body"]).items():
            if "<" not in text:
                count += 1
                assert _lines(read[number].body[locale]) == _lines(text), number
    assert count == 233


def _lines(text: str) -> list[str]:
    """Lines with blanks made equal: the exporter takes away the outer ones and no-break spaces."""
    lines = [" ".join(line.split()) for line in text.strip().splitlines()]
    return [line for place, line in enumerate(lines) if line or (place and lines[place - 1])]


@pytest.mark.parametrize("version", VERSIONS)
def test_every_visible_comment_is_in_the_archive_with_its_text_and_place(version: str) -> None:
    read = comments(archive(version))
    for one in store()["comments"]:
        number = str(one["id"])
        if one["hidden"] or one["deleted_at"] or str(one["on"]) not in visible():
            assert number not in read
            continue
        record = read[number]
        assert record.body == {UNDETERMINED: next(iter(one["body"].values()))}, number
        assert (record.proposal_id, record.depth, record.alignment) == (str(one["on"]), one["depth"], one["alignment"]), number
        assert record.parent_id == (str(one["parent"]) if one["parent"] else None), number


def orphaned(one: Proposal) -> Proposal:
    """Without the parents of its terms: only the archive has the file that tells them."""
    return replace(one, terms=tuple(replace(term, parent_id=None) for term in one.terms))


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("form", ["csv", "json"])
def test_the_admin_exports_hold_the_same_records_as_the_archive(version: str, form: str) -> None:
    reader = loose(version, form)
    read, whole = proposals(reader), proposals(archive(version))
    assert len(read) == 132
    assert {number: orphaned(one) for number, one in read.items()} == {number: orphaned(whole[number]) for number in read}
    threads, all_threads = comments(reader), comments(archive(version))
    assert len(threads) == 262
    assert threads == {number: all_threads[number] for number in threads}


@pytest.mark.parametrize("version", VERSIONS)
def test_nothing_is_refused_and_what_moderators_hid_is_told(version: str) -> None:
    codes = sorted((line.code, line.proposal_id, line.comment_id, line.missing) for line in archive(version).unreadable)
    hidden = [] if version == "0.28.6" else [("hidden", "64", "3", 1), ("hidden", "7", None, 1)]
    assert codes == [("comments_without_proposal", "7", None, 2), *hidden]
    told = [line for page in pages(archive(version)) for line in page.unreadable]
    assert sorted(map(str, archive(version).unreadable)) == sorted(map(str, told))


@pytest.mark.parametrize("version", VERSIONS)
def test_a_thread_that_the_api_blinds_is_whole_here(version: str) -> None:
    blinded = str(next(one["on"] for one in store()["comments"] if one["deleted_at"]))
    on_it = [one for one in store()["comments"] if str(one["on"]) == blinded]
    kept = {str(one["id"]) for one in on_it if not one["deleted_at"] and not one["hidden"]}
    thread = archive(version).comments_of(blinded)
    assert kept <= {one.id for one in thread}
    assert any(blinded in page.comments_complete for page in pages(archive(version)))


@pytest.mark.parametrize("version", VERSIONS)
def test_no_name_of_an_author_leaves_the_reader(version: str) -> None:
    told = repr([archive(version).spaces(), archive(version).capabilities(), pages(archive(version))])
    people = [one["name"] for one in store()["users"] if " " in one["name"]]
    assert people and [name for name in people if f"'{name}'" in told] == []


@pytest.mark.parametrize("version", VERSIONS)
def test_authors_are_keys_and_the_organisation_is_official(version: str) -> None:
    read = proposals(archive(version))
    official = {str(one["id"]) for one in visible().values() if one["authors"][0]["type"] == "Decidim::Organization"}
    assert official == {number for number in visible() if read[number].official}
    assert all((read[number].author_key is None) == (number in official) for number in visible())
