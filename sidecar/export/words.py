"""The words of an exported charter that come from us, in Swedish and English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from mappings.chapters import headings

LANGUAGES = ("sv", "en")

SV: Mapping[str, str] = {
    "mandate": "Vad kontraktet vilar på",
    "no_mandate": "Mandat saknas: det politiska beslut som kontraktet ska vila på är inte angivet.",
    "decision": "Beslut",
    "diary": "dnr",
    "leader": "Processledare",
    "steering": "Styrgrupp",
    "dialogue": "Dialog",
    "to": "till",
    "not_given": "inte angiven",
    "parties": "Parter",
    "no_parties": "Inga parter är angivna än.",
    "through": "genom",
    "signatory": "undertecknas av",
    "takes_on": "har tagit på sig det som står i",
    "proposed_for": "föreslås svara för",
    "nothing_yet": "har inte tagit på sig något än",
    "and": "och",
    "reading": "Så läser du kontraktet",
    "articles": "{n} paragrafer",
    "one_article": "1 paragraf",
    "in_force": "{n} gäller",
    "approved": "{n} är godkända för dialog",
    "one_approved": "1 är godkänd för dialog",
    "drafts": "{n} är utkast som ingen har godkänt",
    "one_draft": "1 är ett utkast som ingen har godkänt",
    "unapproved": "som ingen har godkänt",
    "state": "Läge",
    "version": "version",
    "voices": "Röster",
    "for": "för",
    "against": "emot",
    "none_against": "ingen emot",
    "none_for": "ingen för",
    "lix": "Läsbarhet",
    "title_source": "Rubrikens källa",
    "stale": "källan har ändrats, dragits tillbaka eller försvunnit sedan meningen skrevs",
    "edited": "omskriven av en person",
    "answers": "Svarar för det",
    "would_answer": "Föreslås svara för det",
    "nobody_here": "ingen har tagit på sig detta",
    "agreements": "Parternas samtycke",
    "signed": "genom",
    "indicator": "Mäts med",
    "owner": "Ansvarig",
    "due": "klart senast",
    "late": "datumet har passerat",
    "sources": "Källor",
    "proposal": "förslag",
    "comment": "kommentar",
    "gone": "finns inte längre",
    "changed": "har ändrats sedan dess",
    "gaps": "Det som saknas",
    "no_gaps": "Inga luckor är kända.",
    "nobody_duties": "Åtaganden som ingen har tagit på sig",
    "nobody_rights": "Rättigheter som ingen svarar för",
    "nobody_at_all": "Inga parter är angivna, och därför har ingen tagit på sig något av det som kontraktet lovar.",
    "no_holder": "Skyldigheter där det inte framgår gentemot vem de gäller",
    "disputed": "Paragrafer där röster står mot varandra",
    "themes": "Teman som röster talar om men ingen paragraf",
    "people": "Grupper av människor som röster talar om men ingen paragraf",
    "lacking": "Delar som saknas i kapitlen",
    "voice": "bidrag",
    "voices_n": "bidrag",
    "ledger": "Var rösterna hamnade",
    "used": "används i en paragraf",
    "duplicate": "har samma text som ett annat bidrag",
    "set_aside": "är lagda åt sidan",
    "undecided": "är inte avgjorda",
    "contributions": "bidrag har kommit in",
    "why": "Skälen",
    "how": "Hur texten har kommit till",
    "tags": "Påståendena har märkts",
    "rule": "av regler",
    "model": "av en modell",
    "person": "av en person",
    "template": "Kapitlen följer",
    "versions": "Regler och modell",
    "no_articles": "Ingen paragraf är godkänd än.",
    "skip": "Till innehållet",
}

EN: Mapping[str, str] = {
    "mandate": "What the charter rests on",
    "no_mandate": "No mandate: the political decision that the charter is to rest on has not been entered.",
    "decision": "Decision",
    "diary": "ref.",
    "leader": "Process leader",
    "steering": "Steering group",
    "dialogue": "Dialogue",
    "to": "to",
    "not_given": "not given",
    "parties": "Parties",
    "no_parties": "No parties have been entered yet.",
    "through": "through",
    "signatory": "signed by",
    "takes_on": "has taken on what stands in",
    "proposed_for": "is proposed to answer for",
    "nothing_yet": "has not taken on anything yet",
    "and": "and",
    "reading": "How to read the charter",
    "articles": "{n} articles",
    "one_article": "1 article",
    "in_force": "{n} in force",
    "approved": "{n} approved for dialogue",
    "one_approved": "1 approved for dialogue",
    "drafts": "{n} drafts that nobody has approved",
    "one_draft": "1 draft that nobody has approved",
    "unapproved": "that nobody has approved",
    "state": "State",
    "version": "version",
    "voices": "Voices",
    "for": "for",
    "against": "against",
    "none_against": "none against",
    "none_for": "none for",
    "lix": "Readability",
    "title_source": "Source of the title",
    "stale": "the source has been changed, withdrawn or has vanished since the sentence was written",
    "edited": "reworded by a person",
    "answers": "Answers for it",
    "would_answer": "Proposed to answer for it",
    "nobody_here": "nobody has taken this on",
    "agreements": "The parties' agreement",
    "signed": "through",
    "indicator": "Measured by",
    "owner": "Owner",
    "due": "due by",
    "late": "the date has passed",
    "sources": "Sources",
    "proposal": "proposal",
    "comment": "comment",
    "gone": "is no longer there",
    "changed": "has been changed since",
    "gaps": "What is missing",
    "no_gaps": "No gaps are known.",
    "nobody_duties": "Commitments that nobody has taken on",
    "nobody_rights": "Rights that nobody answers for",
    "nobody_at_all": "No parties have been entered, so nobody has taken on anything of what the charter promises.",
    "no_holder": "Duties that don't say towards whom",
    "disputed": "Articles where voices stand against each other",
    "themes": "Themes that voices speak of and no article does",
    "people": "Groups of people that voices speak of and no article does",
    "lacking": "Parts that chapters lack",
    "voice": "contribution",
    "voices_n": "contributions",
    "ledger": "Where the voices ended",
    "used": "are used in an article",
    "duplicate": "have the same text as another",
    "set_aside": "are set aside",
    "undecided": "are undecided",
    "contributions": "contributions have come in",
    "why": "The reasons",
    "how": "How the text came to be",
    "tags": "The statements were tagged",
    "rule": "by rules",
    "model": "by a model",
    "person": "by a person",
    "template": "The chapters follow",
    "versions": "Rules and model",
    "no_articles": "No article has been approved yet.",
    "skip": "To the content",
}

_MONTHS: Mapping[str, tuple[str, ...]] = {
    "sv": (
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}


def words_in(language: str) -> Mapping[str, str]:
    return SV if language == "sv" else EN


def parts_in(template: Mapping[str, Any], language: str) -> dict[str, str]:
    """part of a chapter → its heading: the template's own words in the template's language, else ours."""
    return headings.parts_in(template["headings"], template["language"], language)


def headings_in(template: Mapping[str, Any], language: str) -> dict[str, str]:
    """block of a clause → its heading."""
    return headings.headings_in(template["headings"], template["language"], language)


def day(iso: str, language: str) -> str:
    """2026-03-01 → 1 mars 2026."""
    found = date.fromisoformat(iso)
    return f"{found.day} {_MONTHS[language][found.month - 1]} {found.year}"


def listed(items: Sequence[str], language: str) -> str:
    """One, two and three → ett, två och tre."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {words_in(language)['and']} {items[-1]}"


def numbers(articles: Iterable[int | None], language: str) -> str:
    """§ 7, or §§ 7, 9 och 10; "" for none."""
    found = [str(one) for one in sorted({one for one in articles if one is not None})]
    return f"{'§§' if len(found) > 1 else '§'} {listed(found, language)}" if found else ""
