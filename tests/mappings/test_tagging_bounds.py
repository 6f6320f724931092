"""Promises about tags that must hold for any text: the same in any process and order, no crash, time in proportion to length."""

import json
import random
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mappings.tagging import NORMS, built_in, decide, languages, tag
from mappings.tagging.decide import Asked
from mappings.tagging.ruleset import folder_of
from mappings.tagging.schema import read_file
from mappings.tagging.words import compile_pattern, words_of

CHARACTERS = 100_000
SECONDS = 1.0
"""For one pattern over a near miss of its own of 100,000 characters; what is not linear takes minutes."""

IN_A_PROCESS = """
import json, random, sys
from mappings.tagging import decide
from mappings.tagging.decide import Asked
texts = json.load(sys.stdin)
order = list(range(len(texts)))
random.Random(int(sys.argv[1])).shuffle(order)
given = decide([Asked(texts[place], "sv") for place in order], use_model=False)
found = dict(zip(order, given))
print(json.dumps([repr(found[place]) for place in range(len(texts))], ensure_ascii=False))
"""


def texts(number: int) -> list[str]:
    """Sentences put together from the rules' own examples, the same every time."""
    rng = random.Random(9)
    parts = [text for language in ("sv", "en") for rule in built_in(language).rules for text in (*rule.must, *rule.must_not)]
    return [" ".join(rng.sample(parts, rng.randint(1, 3))) for _ in range(number)]


def test_two_processes_give_byte_identical_tags_in_any_order() -> None:
    given = json.dumps(texts(5_000), ensure_ascii=False)
    out = [
        subprocess.run([sys.executable, "-c", IN_A_PROCESS, seed], input=given, capture_output=True, text=True, check=True).stdout
        for seed in ("1", "2")
    ]
    assert out[0] == out[1] and len(json.loads(out[0])) == 5_000


def near_misses(language: str) -> list[tuple[str, str, str]]:
    """rule, pattern, and what begins to match it over and over without ever being whole."""
    lists = built_in(language).lists
    found = []
    for path in sorted(folder_of(language).glob("*.yaml")):
        for rule in read_file(path)["rules"]:
            for source in (*rule["any"], *rule["unless"]):
                words = [_first(element, lists) for element in source.lower().split() if not element.startswith(("^", "$", ".."))]
                found.append((rule["id"], source, " ".join(words[:-1] or words)))
    return found


def _first(element: str, lists: object) -> str:
    choice = element.split("|")[0].rstrip("?") or "?"
    if choice.startswith("<"):
        return min(lists[choice[1:-1]])  # type: ignore[index]
    return choice.replace("*", "a")


@pytest.mark.parametrize("language", languages())
def test_no_pattern_takes_more_than_linear_time_on_a_text_made_against_it(language: str) -> None:
    lists = {name: sorted(words) for name, words in built_in(language).lists.items()}
    for rule, source, unit in near_misses(language):
        line = f" {unit}" * (CHARACTERS // (len(unit) + 1)) + " "
        regex = re.compile(compile_pattern(source, lists).regex)
        begun = time.process_time()
        regex.search(line)
        assert time.process_time() - begun < SECONDS, (rule, source)


@pytest.mark.parametrize("language", languages())
def test_every_rule_reads_a_text_of_100_000_characters_in_linear_time(language: str) -> None:
    rules = built_in(language)
    for unit in ("ska inte få ", "a", "förbud,", "vi vill att ", "kan man ? "):
        words = words_of(unit * (CHARACTERS // len(unit)))
        begun = time.process_time()
        for rule in rules.rules:
            rule.match(words, rule.field)
        assert time.process_time() - begun < SECONDS * 10, unit


BAD = {
    "empty": "",
    "one character": "x",
    "a hundred thousand without a full stop": "kommunen ska bygga en bro och " * 3_400,
    "a hundred thousand letters": "a" * CHARACTERS,
    "mixed languages": "Kommunen ska build a bro y un parque für alle, merci!",
    "only emoji": "👍🏽🔥🎉👨‍👩‍👧‍👦",
    "only links": "https://exempel.se/a?b=c www.exempel.se",
    "control characters": "\x00\x01\x07Bygg\x1b[31m en bro\x00",
    "lone surrogates": "Bygg \ud800 en bro",
    "capital letters that grow": "İİİ BYGG EN BRO İ",
    "marks alone": "?!?!,,,;;;",
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
@pytest.mark.parametrize("language", ["sv", "en", "fi", "xx", ""])
def test_no_text_is_a_crash(text: str, language: str) -> None:
    begun = time.process_time()
    (given,) = decide([Asked(text, language)], use_model=False)
    assert time.process_time() - begun < 5
    assert given.primary.norm_type in NORMS and given.primary.explanation_sv
    assert all(0 <= one.start <= one.end <= len(text) for one in given.tags)


def test_nothing_asked_gives_nothing() -> None:
    assert decide([]) == ()


def test_a_tag_does_not_depend_on_what_else_is_tagged() -> None:
    some = texts(200)
    together = decide([Asked(text, "sv") for text in some], use_model=False)
    assert [tag(text, "sv") for text in reversed(some)] == list(reversed(together))


def test_what_can_not_be_read_as_yaml_is_a_clear_error(tmp_path: Path) -> None:
    from mappings.tagging import RuleError, load

    for content in (b"\xff\xfe", b"\x00", b"- a\n  b: [", b"rules: 7", b"lists: {a: b}", b"[]", b"rules: [{id: 1}]"):
        (tmp_path / "fel.yaml").write_bytes(content)
        with pytest.raises(RuleError, match="fel.yaml|inga regler"):
            load(tmp_path, "sv")
