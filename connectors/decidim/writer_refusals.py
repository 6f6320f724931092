"""Why a write was refused, in words for a person. Decided by `extensions.code` and `path`; Decidim's wording is never used."""

from __future__ import annotations

from connectors.base import Draft, Refused, StepKind, Violation
from connectors.decidim.answers import Answer, GraphQLError

MUTATION_PATHS: dict[StepKind, tuple[str, ...]] = {
    StepKind.create: ("component", "createProposal"),
    StepKind.update: ("component", "proposal", "update"),
    StepKind.withdraw: ("component", "proposal", "withdraw"),
    StepKind.comment: ("commentable", "addComment"),
}
"""Where in the answer each mutation's result stands."""

_ABOVE = frozenset({"UNAUTHORIZED_OBJECT_ERROR", "NOT_FOUND_ERROR"})
_FIELDS = {"title": ("rubriken", "the title"), "body": ("texten", "the body"), "taxonomies": ("taxonomierna", "the taxonomies")}

API_CREDENTIAL = Violation(
    "api_credential_cannot_write",
    "En API-nyckel kan inte publicera: Decidim svarar med ett fel och lämnar ett opublicerat utkast efter sig. Logga in som en "
    "användare med `sidecar instance login`.",
    "An API credential can't publish: Decidim answers with an error and leaves an unpublished draft behind. Sign in as a user "
    "with `sidecar instance login`.",
)
NOT_SIGNED_IN = Violation(
    "not_signed_in",
    "Ingen är inloggad i Decidim. Logga in med `sidecar instance login`, eller använd en importfil.",
    "Nobody is signed in to Decidim. Sign in with `sidecar instance login`, or use an import file.",
)
SIGNED_OUT = Violation(
    "signed_out",
    "Inloggningen i Decidim gäller inte längre. Logga in igen med `sidecar instance login`; ingenting har skickats.",
    "The sign-in to Decidim no longer works. Sign in again with `sidecar instance login`; nothing was sent.",
)
ANOTHER_USER = Violation(
    "another_user",
    "Decidim säger att vi är inloggade som någon annan än den som instansen är inställd för. Logga in igen.",
    "Decidim says that we are signed in as someone else than this instance is set up for. Sign in again.",
)
NO_COMPONENT = Violation(
    "no_component",
    "Komponenten finns inte, är opublicerad, ligger i ett slutet rum eller tar inte förslag. Kontrollera målet.",
    "The component does not exist, is unpublished, is in a private space or takes no proposals. Check the target.",
)
NO_PROPOSAL = Violation(
    "no_proposal",
    "Förslaget går inte att läsa: det är borttaget eller dolt av en moderator. Ingenting har ändrats.",
    "The proposal can't be read: it was removed, or hidden by a moderator. Nothing was changed.",
)
CHANGED = Violation(
    "changed_in_decidim",
    "Förslaget har ändrats i Decidim sedan vi senast läste det, och skrivs därför inte över. Hämta det och ta ställning.",
    "The proposal was changed in Decidim since we last read it, so it is not overwritten. Pull it and decide.",
)
NOT_THE_AUTHOR = Violation(
    "not_the_author",
    "Bara den som skrev förslaget kan ändra eller dra tillbaka det, inte ens administratörer. Logga in som den användaren.",
    "Only its author can change or withdraw a proposal, not even administrators. Sign in as that user.",
)
EDIT_WINDOW_CLOSED = Violation(
    "edit_window_closed",
    "Tiden för att ändra förslaget är ute. Publicera den nya lydelsen som ett nytt förslag som det gamla leder till.",
    "The time for editing the proposal is over. Publish the new wording as a new proposal that the old one leads to.",
)
HAS_VOTES = Violation(
    "has_votes",
    "Förslaget har fått röster och kan därför inte dras tillbaka. Det står kvar, med en kommentar som leder till det nya.",
    "The proposal has votes and so can't be withdrawn. It stays, with a comment that leads to the new one.",
)
COMMENTS_CLOSED = Violation(
    "comments_closed",
    "Förslaget tar inte emot kommentarer. Öppna för kommentarer i komponenten, eller hoppa över steget.",
    "The proposal takes no comments. Open comments in the component, or leave the step out.",
)
CREATION_CLOSED = Violation(
    "creation_closed",
    "Komponenten tar inte emot nya förslag av den inloggade: den är stängd, för löpande text, eller kräver behörighet. "
    "Öppna den i Decidim, eller använd en importfil.",
    "The component takes no new proposals from this user: it is closed, holds a participatory text, or wants an authorisation. "
    "Open it in Decidim, or use an import file.",
)
MAY_NOT = Violation(
    "not_authorised",
    "Decidim låter inte den inloggade göra detta. Kontrollera användarens behörighet och komponentens inställningar.",
    "Decidim does not let this user do that. Check the user's permissions and the component's settings.",
)
NO_SCOPE = Violation(
    "no_write_scope",
    "Inloggningen saknar rätt att läsa eller skriva över API:et. Ge programmet behörigheterna profile, user, api:read och "
    "api:write i Decidim, och logga in igen.",
    "The sign-in lacks the right to read or write over the API. Give the application the scopes profile, user, api:read and "
    "api:write in Decidim, and sign in again.",
)
UNKNOWN_LOCALE = Violation(
    "unknown_locale",
    "Decidim har inte det språk som förslaget är skrivet på. Välj ett som organisationen har.",
    "Decidim does not have the locale that the draft is written in. Choose one that the organisation has.",
)
NOT_SUPPORTED = Violation(
    "not_supported",
    "Denna Decidim kan inte ta emot förslag över API:et (det kom med 0.32). Använd en importfil.",
    "This Decidim can't take proposals over the API (that came with 0.32). Use an import file.",
)

_UNKNOWN_TO_SERVER = frozenset(
    {
        "undefinedField",
        "undefinedType",
        "argumentNotAccepted",
        "argumentLiteralsIncompatible",
        "variableRequiresValidType",
        "missingRequiredArguments",
        "missingRequiredInputObjectAttribute",
        "fragmentOnNonCompositeType",
        "cannotSpreadFragment",
        "variableNotUsed",
        "INTROSPECTION_DISABLED_ERROR",
    }
)
"""Codes of errors that are found before anything is carried out: the server does not know what we ask for."""


def refusal(draft: Draft, answer: Answer) -> Refused | None:
    """What a 200 answer without a result says about why. None: it says nothing that we can be sure of."""
    if answer.codes and answer.codes <= _UNKNOWN_TO_SERVER and not answer.data:
        return Refused((NOT_SUPPORTED,))
    reasons = [reason for error in answer.errors for reason in _reasons(draft, error)]
    return Refused(tuple(dict.fromkeys(reasons))) if reasons else None


def _reasons(draft: Draft, error: GraphQLError) -> list[Violation]:
    path = MUTATION_PATHS[draft.kind]
    if error.path != path[: len(error.path)]:
        return []  # below the mutation: it was carried out, and what failed is a field of its result
    if error.code in _ABOVE and len(error.path) == len(path):
        return []  # the result itself may not be seen: it may have been carried out
    if error.code == "ATTRIBUTE_VALIDATION_ERROR":
        return [_field(name) for name in _named(error)] or [_field("")]
    if error.code == "VALIDATION_ERROR":
        return [HAS_VOTES] if draft.kind == StepKind.withdraw else [_field("")]
    if error.code == "MUTATION_NOT_AUTHORIZED_ERROR":
        # Who we are and that we are the author was checked just before, so what is left is the time or the component.
        return [{StepKind.create: CREATION_CLOSED, StepKind.update: EDIT_WINDOW_CLOSED}.get(draft.kind, MAY_NOT)]
    if error.code == "UNAUTHORIZED_OBJECT_ERROR":
        return [NO_SCOPE]
    if error.code == "INVALID_LOCALE_ERROR":
        return [UNKNOWN_LOCALE]
    if error.code == "NOT_FOUND_ERROR":
        return [NO_PROPOSAL if "proposal" in error.path or "commentable" in error.path else NO_COMPONENT]
    return []


def _named(error: GraphQLError) -> list[str]:
    """Names of the attributes that a validation error points at: the last step of each path."""
    entries = error.message if isinstance(error.message, list) else []
    paths = [entry.get("path") for entry in entries if isinstance(entry, dict)]
    names = [path[-1] for path in paths if isinstance(path, list) and path and isinstance(path[-1], str)]
    return list(dict.fromkeys(name for name in names if name.isidentifier() and len(name) < 40))


def _field(name: str) -> Violation:
    sv, en = _FIELDS.get(name, (f"fältet {name}" if name else "innehållet", f"the field {name}" if name else "the content"))
    return Violation(
        f"{name or 'content'}_not_accepted",
        f"Decidim godtar inte {sv}. Komponenten kan ha snävare gränser än de inställda; jämför med Admin → Komponenter.",
        f"Decidim does not accept {en}. Its limits may be narrower than those set here; compare with Admin → Components.",
    )
