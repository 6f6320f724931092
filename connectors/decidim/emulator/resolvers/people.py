"""Users, sessions, texts in several languages, and the organisation."""

from typing import Any

from graphql import GraphQLResolveInfo

from connectors.decidim.emulator.records import Texts, User
from connectors.decidim.emulator.refusals import NotEmulated
from connectors.decidim.emulator.resolvers.asking import Fields, ask, attribute, number, one_text


def _session(source: Any, info: GraphQLResolveInfo) -> Any:
    viewer = ask(info).viewer
    return None if viewer.user_id is None else viewer


def _session_user(source: Any, info: GraphQLResolveInfo) -> User:
    user = ask(info).store.user(source.user_id)
    if user is None:
        raise NotEmulated(f"an asker (user {source.user_id}) whom the store doesn't hold")
    return user


def _avatar(user: User, info: GraphQLResolveInfo) -> str:
    asked = ask(info)
    host = asked.world.options.primary_host or asked.host
    return f"//{host}/decidim-packs/media/images/default-avatar-{asked.facts.avatar}.svg"


def _profile(user: User, info: GraphQLResolveInfo) -> str:
    asked = ask(info)
    prefix = f"/{asked.locale}" if asked.facts.locale_in_paths else ""
    return f"{prefix}/profiles/{user.nickname}"


def _organization_name(source: Any, info: GraphQLResolveInfo) -> Any:
    asked = ask(info)
    names = asked.store.organization["name"]
    named = info.parent_type.fields[info.field_name].type
    return one_text(names, asked) if str(named).rstrip("!") == "String" else names


def _details(source: Any, info: GraphQLResolveInfo, id: str, nickname: str | None = None) -> User | None:  # noqa: A002
    """Personal data, only for those who administrate something."""
    asked = ask(info)
    if not (asked.viewer.is_admin or asked.viewer.process_roles):
        return None
    return asked.store.users.get(number(id))


def _translations(texts: Texts, info: GraphQLResolveInfo, locales: list[str] | None = None) -> list[tuple[str, str]]:
    return [item for item in texts.items() if locales is None or item[0] in locales]


_USER = {
    "id": attribute("id"),
    "name": attribute("name"),
    "nickname": lambda user, info: f"@{user.nickname}",
    "avatarUrl": _avatar,
    "profilePath": _profile,
    "badge": lambda user, info: "",
    "deleted": attribute("deleted"),
    "organizationName": _organization_name,
    "directMessagesEnabled": lambda user, info: "true",
}

FIELDS: Fields = {
    "Query": {
        "session": _session,
        "participantDetails": _details,
        "decidim": lambda source, info: ask(info),
        "organization": lambda source, info: ask(info).store.organization,
    },
    "Session": {"user": _session_user},
    "User": _USER,
    "ParticipantDetails": {
        "name": attribute("name"),
        "nickname": attribute("nickname"),
        "email": attribute("email"),
    },
    "Decidim": {
        "version": lambda asked, info: asked.facts.version if asked.facts.discloses_version else None,
        "applicationName": lambda asked, info: asked.facts.application_name or one_text(asked.store.organization["name"], asked),
    },
    "Organization": {
        "name": _organization_name,
        "taxonomies": lambda source, info: [
            taxonomy for taxonomy in ask(info).store.taxonomies.values() if taxonomy.parent is None
        ],
    },
    "TranslatedField": {
        "locales": lambda texts, info: list(texts),
        "translation": lambda texts, info, locale: texts.get(locale),
        "translations": _translations,
    },
    "LocalizedString": {
        "locale": lambda pair, info: pair[0],
        "text": lambda pair, info: pair[1] if str(pair[1]).strip() else None,
        "machineTranslated": lambda pair, info: False,
    },
}
