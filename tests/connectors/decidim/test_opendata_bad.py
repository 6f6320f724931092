"""Bad files: one clear error, or one refused row that is told, and the rest is kept."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.base import Stage
from connectors.decidim.opendata import OpenDataReader
from connectors.decidim.opendata_files import Limits
from connectors.errors import ConnectorError, ReadError
from tests.connectors.decidim.opendata_made import comment, csv_of, json_of, proposal, zip_of, zip_with

GOOD = [proposal(1), proposal(2)]
NAME = "x-open-data-proposals.csv"


def read(*sources: bytes | Path, limits: Limits | None = None) -> OpenDataReader:
    return OpenDataReader(sources, default_locale="sv", limits=limits or Limits())


def refused(content: bytes) -> str:
    with pytest.raises(ReadError) as told:
        read(content)
    assert told.value.sv != told.value.en
    return told.value.code


def lines(content: bytes) -> list[tuple[str, str | None]]:
    """(code, proposal) of what was refused, while 1 and 2 are kept."""
    reader = read(content)
    assert {"1", "2"} <= reader.index.proposals.keys()
    told = [line for page in reader.pages("1") for line in page.unreadable]
    assert all(line.stage == Stage.row and line.sv and line.en for line in told)
    assert set(told) == set(reader.unreadable)
    return [(line.code, line.proposal_id) for line in told]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\n", "empty_file"),
        (b"PK\3\4 not a zip", "broken_zip"),
        (b"\x89PNG\r\n\x1a\n rest", "unknown_columns"),
        (b"<!DOCTYPE html><html>", "unknown_columns"),
        (csv_of(GOOD, "|"), "unknown_columns"),
        (b"id;title/sv;body/sv\n1;a;b\n", "missing_columns"),
        (b"id;title/sv;component/id;body/sv;title/sv\n1;a;1;b;c\n", "double_columns"),
        (csv_of(GOOD).decode().encode("utf-16"), "not_utf8"),
        (csv_of([proposal(n, "Fler bänkar") for n in (1, 2, 3)]).decode().encode("cp1252"), "not_utf8"),
        (csv_of([proposal("a"), proposal("b")]), "nothing_readable"),  # type: ignore[arg-type]
        (b"[1, 2", "bad_json"),
        (b"[]", "bad_json"),
        (b'[{"id": NaN}]', "bad_json"),
        (b"[" * 100_000, "bad_json"),
        (b'[{"name": "x"}]', "unknown_columns"),
        (zip_with({"readme.txt": b"hej"}), "not_open_data"),
    ],
)
def test_a_file_that_is_not_decidims_is_one_clear_error(content: bytes, code: str) -> None:
    assert refused(content) == code


def test_a_file_that_is_not_there_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ReadError) as told:
        read(tmp_path / "borta.zip")
    assert told.value.code == "no_file" and str(tmp_path) not in told.value.sv


def test_a_truncated_archive_is_broken() -> None:
    whole = zip_of([proposal(number) for number in range(500)])
    assert {refused(whole[:size]) for size in (100, len(whole) // 2, len(whole) - 1)} == {"broken_zip"}


def test_an_archive_with_a_damaged_entry_is_broken() -> None:
    whole = bytearray(zip_of([proposal(number, str(number) * 9) for number in range(500)]))
    whole[200:220] = bytes(20)
    assert refused(bytes(whole)) == "broken_zip"


def test_a_zip_bomb_is_stopped_while_it_is_unpacked() -> None:
    bomb = zip_with({NAME: csv_of(GOOD) + b"0" * 20_000_000})
    assert len(bomb) < 100_000
    with pytest.raises(ReadError) as told:
        read(bomb, limits=Limits(file=1_000_000))
    assert told.value.code == "too_big"


def test_a_zip_of_countless_entries_is_refused() -> None:
    with pytest.raises(ReadError) as told:
        read(zip_with({f"{number}.csv": b"" for number in range(1001)}))
    assert told.value.code == "too_big"


def test_an_encrypted_archive_is_broken() -> None:
    out = io.BytesIO(zip_of(GOOD))
    with zipfile.ZipFile(out) as archive:
        entry = archive.getinfo("delta.exempel.se-open-data-proposals.csv")
    content = bytearray(out.getvalue())
    directory = content.find(b"PK\1\2", content.find(b"PK\1\2") - 1)
    assert entry.flag_bits & 1 == 0
    content[directory + 8] |= 1
    content[6] |= 1
    assert refused(bytes(content)) == "broken_zip"


@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_another_separator_of_decidims_settings_is_understood(delimiter: str) -> None:
    assert lines(csv_of(GOOD, delimiter)) == []


def test_a_byte_order_mark_and_windows_line_ends_are_understood() -> None:
    assert lines(b"\xef\xbb\xbf" + csv_of(GOOD).replace(b"\n", b"\r\n")) == []


@pytest.mark.parametrize(
    ("row", "code", "number"),
    [
        (proposal("x7"), "bad_id", None),  # type: ignore[arg-type]
        (proposal("=1+1"), "bad_id", None),  # type: ignore[arg-type]
        (proposal(7, component="?"), "bad_component", "7"),  # type: ignore[arg-type]
        (proposal(7, title="", body=""), "missing_field", "7"),
        (proposal(7, title="a\0b"), "bad_encoding", "7"),
        (proposal(7, title="a" * 10_000_000), "too_big", "7"),
        (proposal(2, title="En annan tvåa"), "duplicate", "2"),
    ],
)
def test_a_bad_row_is_told_and_the_rest_is_kept(row: dict[str, object], code: str, number: str | None) -> None:
    assert lines(csv_of([*GOOD, row, proposal(3)])) == [(code, number)]
    assert lines(json_of([*GOOD, row, proposal(3)])) == [(code, number)]


def test_the_line_says_which_row_and_never_what_it_holds() -> None:
    (line,) = read(csv_of([*GOOD, proposal("hemligt")])).unreadable  # type: ignore[arg-type]
    assert "Rad 4 i proposals.csv" in line.sv and "hemligt" not in repr(line)


def test_invalid_utf8_refuses_its_row_alone() -> None:
    assert lines(csv_of([*GOOD, proposal(7, title="XX")]).replace(b"XX", b"\xff\xfe")) == [("bad_bytes", "7")]


def test_a_json_member_that_is_no_object_is_told() -> None:
    assert lines(json_of(GOOD)[:-1] + b", 7, null]") == [("bad_shape", None), ("bad_shape", None)]


def test_a_file_cut_in_a_row_loses_that_row_and_says_so() -> None:
    whole = csv_of([*GOOD, proposal(3, title="Citerad; rubrik")])
    assert lines(whole[:-40]) == [("wrong_columns", "3")]
    assert [code for code, _ in lines(whole[: whole.index(b"; rubrik") + 4])] == ["bad_csv"]


def test_stray_quotes_refuse_rows_and_keep_the_rest() -> None:
    content = csv_of([*GOOD, proposal(3, title="XX"), proposal(4)]).replace(b"XX", b'"a"b')
    assert [code for code, _ in lines(content)] == ["bad_csv"]
    assert "4" in read(content).index.proposals


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("published_at", "i går"),
        ("votes", "många"),
        ("latitude", "1e999"),
        ("state", "<b>"),
        ("url", "javascript:1"),
        ("withdrawn", "kanske"),
    ],
)
def test_an_odd_cell_is_none_and_is_told_with_its_column(name: str, cell: str) -> None:
    reader = read(csv_of([proposal(1) | {name: cell}]))
    (line,) = reader.unreadable
    assert (line.code, line.proposal_id) == ("odd_fields", "1") or name in line.sv
    assert not getattr(reader.index.proposals["1"], name, None) and cell not in line.sv


@pytest.mark.parametrize(
    "row",
    [
        comment(1, 1, root_commentable_url="", commentable_type="Decidim::Comments::Comment"),
        comment(1, 1, commentable_type="Decidim::Debates::Debate"),
        comment(1, 1, root_commentable_url="https://delta.exempel.se/processes/k/f/1/proposals/2"),
        comment(1, 1, parent="x"),  # type: ignore[arg-type]
    ],
)
def test_a_comment_whose_place_cannot_be_told_is_refused(row: dict[str, object]) -> None:
    reader = read(zip_of(GOOD, [row, comment(2, 1)]))
    assert [line.code for line in reader.unreadable] == ["bad_parent"]
    assert [one.id for one in reader.comments_of("1")] == ["2"]


def test_the_same_record_in_two_files_is_taken_once_without_complaint() -> None:
    reader = read(csv_of(GOOD), zip_of([proposal(2, "Nyare"), proposal(3)]))
    assert reader.unreadable == () and reader.index.proposals["2"].title == {"sv": "Fler bänkar"}


@given(
    st.binary(max_size=400) | st.builds(lambda cut, junk: csv_of(GOOD)[:cut] + junk, st.integers(0, 700), st.binary(max_size=60))
)
def test_any_bytes_at_all_give_records_or_a_connector_error(content: bytes) -> None:
    try:
        reader = read(content)
    except ConnectorError as fault:
        assert fault.sv and fault.en
        return
    for space in reader.spaces():
        for component in space.components:
            assert list(reader.pages(component.id))[-1].last
