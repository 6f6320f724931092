"""Chapter templates: the Swedish one is whole, and one that can't be used says why."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from mappings.chapters import BLOCKS, TemplateError, UnknownTemplate, template, templates
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
    source = yaml.safe_load((FOLDER / "uclg_sv.yaml").read_text("utf-8"))
    (folder / "egen.yaml").write_text(yaml.safe_dump({**source, **changes}, allow_unicode=True), "utf-8")
    return folder


def test_what_a_template_may_not_say_is_told_with_file_and_place(tmp_path: Path) -> None:
    source = template()
    first = {"theme": "väder", "title": source.chapters[0].title, "after": "II, något", "guide": dict(source.chapters[0].guide)}
    with pytest.raises(TemplateError, match=r"egen\.yaml.*chapters\.0\.theme"):
        template("egen", _changed(tmp_path, chapters=[first]))


def test_a_theme_with_two_chapters_a_missing_part_and_broken_yaml_are_refused(tmp_path: Path) -> None:
    one = template().chapters[0]
    chapter = {"theme": one.theme, "title": one.title, "after": one.after, "guide": dict(one.guide)}
    for name, text, told in (
        ("twice", yaml.safe_dump({**_head(), "chapters": [chapter, chapter]}), "mer än ett kapitel: democracy"),
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
