"""What a Decidim lets us read and write, found by asking, and told in plain words with what would give more."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlsplit

from connectors.base import Advice, Capabilities, Locales, Space
from connectors.decidim import documents, places
from connectors.decidim.answers import Answer
from connectors.decidim.client import Client
from connectors.decidim.decode import LOCALE, BadRecord, locales_of, plain_id
from connectors.decidim.dialect import Dialect
from connectors.decidim.intake import refused_question

OPTIONAL = (
    "withdrawn", "url", "position", "participatoryTextLevel", "amendments", "answer", "address", "coordinates", "voteCount",
    "likesCount", "endorsementsCount", "taxonomies", "category", "scope", "reference", "official", "totalCommentsCount",
)  # fmt: skip
"""Fields of a proposal that one version has and another hasn't."""
HOME = "sv"


def asked(client: Client, dialect: Dialect) -> Capabilities:
    """Asks who we are, what there is, which fields a proposal has and whether proposals can be created."""
    who = places.confirmed(client, lambda: dialect.ask(client, documents.INSTANCE))
    if who.data is None:
        raise refused_question(who)
    spaces = places.spaces(client, dialect)
    component = next((component for space in spaces for component in space.components), None)
    if component is not None:
        dialect.ask(client, documents.pull("tree", (), False), {"id": component.id, "first": 1, "after": None})
    name = _name(who)
    locales = _locales(name, spaces)
    creates = _can_create(client.execute(documents.CAN_CREATE))
    user = plain_id(who.at("session", "user", "id"))
    kind = client.credential.kind
    writes = creates and kind == "user" and user is not None
    advice = (_reading(kind, spaces), *_hidden(kind, spaces), _writing(kind, creates, writes))
    return Capabilities(
        reads=component is not None,
        writes=writes,
        fields=frozenset(field for field in OPTIONAL if dialect.knows("Proposal", field)) if component else frozenset(),
        locales=locales,
        default_locale=_default(spaces, locales),
        name=name,
        signed_in_as=None if user is None else f"user/{user}",
        advice=advice,
    )


def _can_create(answer: Answer) -> bool:
    """True where `createProposal` is known: its own nonsense is refused then, and not the mutation."""
    named = {(error.extensions.get("typeName"), error.extensions.get("fieldName")) for error in answer.errors}
    return ("Proposal", "thisFieldDoesNotExist") in named


def _name(answer: Answer) -> Locales:
    found = answer.at("organization", "name")
    if isinstance(found, str):
        return {HOME: found}
    try:
        return locales_of(found)
    except BadRecord:
        return {}


def _locales(name: Locales, spaces: tuple[Space, ...]) -> tuple[str, ...]:
    """Every locale that a name of the organisation, a space or a component is given in, the most used first."""
    titles = [name, *(space.title for space in spaces), *(one.name for space in spaces for one in space.components)]
    counted = Counter(locale for title in titles for locale in title)
    return tuple(sorted(counted, key=lambda locale: (-counted[locale], locale))) or (HOME,)


def _default(spaces: tuple[Space, ...], locales: tuple[str, ...]) -> str:
    """The locale that addresses lead with (0.32), else Swedish where it is among them, else the most used one."""
    for space in spaces:
        for component in space.components:
            first = urlsplit(component.url or "").path.strip("/").split("/")[0]
            if LOCALE.fullmatch(first) and first in locales:
                return first
    return HOME if HOME in locales else locales[0]


def _reading(kind: str, spaces: tuple[Space, ...]) -> Advice:
    count = sum(len(space.components) for space in spaces)
    as_sv = {"anonymous": "som vem som helst", "api": "med API-nyckeln", "user": "som inloggad användare"}[kind]
    as_en = {"anonymous": "as anyone", "api": "with the API credential", "user": "as a signed-in user"}[kind]
    if count:
        return Advice(
            "read",
            True,
            f"Vi kan läsa förslag och kommentarer i {_many(count, 'förslagskomponent', 'förslagskomponenter')}, {as_sv}.",
            f"We can read proposals and comments in {_many(count, 'proposals component', 'proposals components')}, {as_en}.",
        )
    return Advice(
        "read",
        False,
        f"Vi ser inga förslagskomponenter, {as_sv}.",
        f"We see no proposals components, {as_en}.",
        "Publicera en process med en förslagskomponent, eller logga in som någon som får se den: `sidecar instance login`.",
        "Publish a process with a proposals component, or sign in as someone who may see it: `sidecar instance login`.",
    )


def _hidden(kind: str, spaces: tuple[Space, ...]) -> tuple[Advice, ...]:
    """Only where there is more than we see: null members, or an anonymous reader, who never knows."""
    count = sum(space.hidden_components for space in spaces)
    if not count and kind != "anonymous":
        return ()
    told, told_en = "Vi ser bara det som är öppet.", "We see only what is public."
    if count:
        told = f"{_many(count, 'komponent är dold', 'komponenter är dolda')} för oss: opublicerat, eller i ett slutet rum."
        told_en = f"{count} component(s) are hidden from us: unpublished, or in private spaces."
    return (
        Advice(
            "read_more",
            False,
            told,
            told_en,
            "En API-nyckel (System → API-nycklar, från 0.31) läser det en administratör får läsa. Annars: läs in exporter.",
            "An API credential (System → API credentials, from 0.31) reads what an administrator may. Or read exports in.",
        ),
    )


def _writing(kind: str, creates: bool, writes: bool) -> Advice:
    if writes:
        return Advice(
            "write",
            True,
            "Vi kan skriva förslag i komponenter där den inloggade får skapa förslag.",
            "We can write proposals in components where the signed-in user may create them.",
        )
    if not creates:
        return Advice(
            "write",
            False,
            "Denna Decidim tar inte emot förslag över API:et (det gör 0.32 och senare).",
            "This Decidim takes no proposals over the API (0.32 and later do).",
            "Utkast blir importfiler som en moderator läser in i adminpanelen: `sidecar push` gör filerna och en anvisning.",
            "Drafts become import files that a moderator imports in the admin panel: `sidecar push` makes files and a guide.",
        )
    why, why_en = {
        "api": ("En API-nyckel får läsa men inte publicera förslag.", "An API credential may read but not publish proposals."),
        "anonymous": ("Ingen är inloggad, så vi kan inte skriva förslag.", "Nobody is signed in, so we can't write proposals."),
    }.get(kind, ("Inloggningen får inte skriva förslag.", "The sign-in may not write proposals."))
    return Advice(
        "write",
        False,
        why,
        why_en,
        "Kör `sidecar instance login` och logga in som den som ska stå som avsändare. Annars: importfiler i adminpanelen.",
        "Run `sidecar instance login` and sign in as whoever is to be the author. Or: import files in the admin panel.",
    )


def _many(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"
