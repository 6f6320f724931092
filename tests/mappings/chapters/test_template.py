"""Chapter templates: the Swedish one is whole, and one that can't be used says why."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import pytest
import yaml

from mappings.chapters import BLOCKS, TemplateError, UnknownTemplate, read, source, template, templates
from mappings.chapters.template import FOLDER
from mappings.tagging.types import THEMES


def test_every_theme_has_a_chapter_and_every_chapter_its_six_blocks() -> None:
    found = template()
    assert [chapter.theme for chapter in found.chapters] == list(THEMES)
    assert all(tuple(chapter.guide) == BLOCKS for chapter in found.chapters) and tuple(found.headings) == BLOCKS
    assert len({chapter.eid for chapter in found.chapters}) == len(THEMES)


@pytest.mark.parametrize("name", templates())
def test_every_template_that_comes_along_can_be_used(name: str) -> None:
    assert template(name).chapters


@pytest.mark.parametrize("name", ["finns-inte", "../template", ""])
def test_an_unknown_template_is_told_with_those_that_there_are(name: str) -> None:
    with pytest.raises(UnknownTemplate, match="uclg_sv"):
        template(name)


def _changed(folder: Path, **changes: object) -> Path:
    whole = yaml.safe_load((FOLDER / "uclg_sv.yaml").read_text("utf-8"))
    (folder / "egen.yaml").write_text(yaml.safe_dump({**whole, **changes}, allow_unicode=True), "utf-8")
    return folder


def test_what_a_template_may_not_say_is_told_with_file_and_place(tmp_path: Path) -> None:
    known = template().chapters[0]
    first = {"theme": "väder", "title": known.title, "after": "II, något", "guide": dict(known.guide)}
    with pytest.raises(TemplateError, match=r"egen\.yaml.*chapters\.0\.theme"):
        template("egen", _changed(tmp_path, chapters=[first]))


def test_a_theme_with_two_chapters_a_missing_part_and_broken_yaml_are_refused(tmp_path: Path) -> None:
    one = template().chapters[0]
    chapter = {"theme": one.theme, "title": one.title, "after": one.after, "guide": dict(one.guide)}
    for name, text, told in (
        ("twice", yaml.safe_dump({**_head(), "chapters": [chapter, deepcopy(chapter)]}), "mer än ett kapitel: democracy"),
        ("part", yaml.safe_dump({**_head(), "chapters": [{**chapter, "guide": {}}]}), "guide.right"),
        ("broken", "chapters: [", "YAML"),
        ("empty", "", "chapters"),
        ("list", "- a", "Kapitelmallen list.yaml"),
    ):
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
        with pytest.raises(TemplateError, match=told):
            template(name, tmp_path)


def _head() -> dict[str, object]:
    found = template()
    return {"language": "sv", "title": found.title, "source": found.source, "headings": dict(found.headings)}


def test_a_template_laid_over_another_says_only_what_it_says_otherwise() -> None:
    own = """
    over: uclg_sv
    title: Uppsalas samhällskontrakt
    headings: {actions: Det här gör vi}
    order: [safety, democracy]
    leave_out: [culture]
    chapters:
      - theme: safety
        title: Trygg i Uppsala
        guide: {indicator: Till exempel kommunens trygghetsmätning.}
    """
    base, found = template(), read(own, "own", where="egen.yaml")
    assert (found.name, found.title, found.source) == ("own", "Uppsalas samhällskontrakt", base.source)
    assert found.headings == {**base.headings, "actions": "Det här gör vi"}
    assert [chapter.theme for chapter in found.chapters][:3] == ["safety", "democracy", "equality"]
    assert {chapter.theme for chapter in found.chapters} == set(THEMES) - {"culture"}
    safety, before = found.chapters[0], base.chapter("safety")
    assert before is not None and (safety.title, safety.after) == ("Trygg i Uppsala", before.after)
    assert safety.guide == {**before.guide, "indicator": "Till exempel kommunens trygghetsmätning."}
    assert found.chapter("housing") == base.chapter("housing")
    assert template() == base


def test_the_yaml_that_comes_along_is_a_start_for_ones_own() -> None:
    assert read(source(), "uclg_sv", where="egen.yaml") == template()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("over: sagor", "over: Det finns ingen kapitelmall ”sagor”"),
        ("over: uclg_sv\nrubriker: {}", "rubriker: okänd uppgift"),
        ("over: uclg_sv\nchapters: [{theme: väder}]", "okänt tema ”väder”"),
        ("over: uclg_sv\nchapters: [{title: Utan tema}]", "chapters.0.theme: saknas"),
        ("over: uclg_sv\nchapters: [{theme: work}, {theme: work}]", "mer än ett kapitel: work"),
        ("over: uclg_sv\ntitle: [a]", "title: ska vara text"),
        ("over: uclg_sv\norder: work", "order: ska vara en lista"),
        ("over: uclg_sv\nleave_out: [" + ", ".join(THEMES) + "]", "chapters: ska ha minst ett"),
        ("title: Bara en titel", "language: saknas; source: saknas"),
        ("a: &a [x]\nb: *a", "hänvisningar"),
        ("x" * 200_001, "högst 200000"),
        ("bara text", "uppgifter med namn"),
    ],
)
def test_a_template_of_ones_own_that_cannot_be_used_says_what_and_where_in_swedish(text: str, told: str) -> None:
    with pytest.raises(TemplateError, match="Kapitelmallen egen.yaml") as error:
        read(text, "own", where="egen.yaml")
    assert told in str(error.value)
