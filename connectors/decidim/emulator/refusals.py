"""The ways in which an answer isn't data: Decidim's errors, its crashes, and what the emulator doesn't know."""

from typing import Any

from graphql import GraphQLError


class NotEmulated(Exception):
    """No recording shows what Decidim answers here; the emulator says so (501) and makes nothing up."""

    def __init__(self, what: str) -> None:
        super().__init__(f"Emulatorn vet inte vad Decidim svarar: {what}. (Not emulated: {what})")
        self.what = what


class Crash(Exception):
    """Decidim itself breaks here and answers 500."""


class DecidimError(GraphQLError):
    """An error with a code, and a message that may be a list (one entry an attribute)."""

    def __init__(self, code: str, said: str | list[dict[str, Any]]) -> None:
        super().__init__(said if isinstance(said, str) else code, extensions={"code": code})
        self.said = said


def unauthorized(type_name: str) -> DecidimError:
    said = f"Du kan inte visa eller redigera detta {type_name} eftersom du inte har behörigheter"
    return DecidimError("UNAUTHORIZED_OBJECT_ERROR", said)


def not_found(type_name: str) -> DecidimError:
    return DecidimError("NOT_FOUND_ERROR", f"{type_name} hittades inte")


def not_allowed() -> DecidimError:
    return DecidimError("MUTATION_NOT_AUTHORIZED_ERROR", "Du har inte behörighet att utföra denna åtgärd")


def unknown_locale() -> DecidimError:
    return DecidimError("INVALID_LOCALE_ERROR", "Ogiltigt språk angivet")


def has_votes() -> DecidimError:
    return DecidimError("VALIDATION_ERROR", "Förslaget kan inte dras tillbaka eftersom det redan har fått röster.")


def bad_attributes(violations: list[tuple[str, str]]) -> DecidimError:
    """`violations`: pairs (attribute, message)."""
    said = [{"path": ["attributes", attribute], "message": message} for attribute, message in violations]
    return DecidimError("ATTRIBUTE_VALIDATION_ERROR", said)


def introspection_disabled() -> dict[str, Any]:
    return _plain("INTROSPECTION_DISABLED_ERROR", "Introspektion är inaktiverad för denna begäran")


def recursion_exceeded() -> dict[str, Any]:
    return _plain("RECURSION_LIMIT_EXCEEDED_ERROR", "Alltför många rekursioner upptäckta i frågan")


def too_many_aliases(used: int, allowed: int) -> dict[str, Any]:
    said = f"För många alias som används. Du har använt {used} alias, men {allowed} är tillåtna."
    return _plain("TOO_MANY_ALIASES_ERROR", said)


def _plain(code: str, said: str) -> dict[str, Any]:
    return {"message": said, "extensions": {"code": code}}
