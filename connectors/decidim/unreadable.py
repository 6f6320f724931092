"""What could not be read, in sentences for a person: what happened, to which thing, what to do next."""

from __future__ import annotations

from connectors.base import Stage, Unreadable

EXPORT_SV = "Hämta kommentarerna som CSV (Admin → Exportera) eller ur Öppna data, och läs in filen."
EXPORT_EN = "Take the comments as CSV (Admin → Export) or from the Open Data, and read the file in."
REASONS_SV = {
    "bad_id": "dess id inte är ett tal",
    "bad_text": "dess text har ett format som vi inte känner",
    "bad_encoding": "dess text innehåller tecken som inte är giltig UTF-8",
    "missing_field": "den saknar text eller rubrik",
    "bad_shape": "den har ett format som vi inte känner",
}
REASONS_EN = {
    "bad_id": "its id is not a number",
    "bad_text": "its text has a shape that we don't know",
    "bad_encoding": "its text holds characters that are not valid UTF-8",
    "missing_field": "it lacks its text or title",
    "bad_shape": "it has a shape that we don't know",
}


def hidden(component_id: str, proposal_id: str | None = None) -> Unreadable:
    return Unreadable(
        Stage.proposal,
        "hidden",
        "Ett förslag är dolt av en moderator, och Decidim lämnar inte ut det. Inget att göra, om det inte ska visas igen.",
        "A proposal is hidden by a moderator, and Decidim does not give it. Nothing to do, unless it should be shown again.",
        component_id,
        proposal_id,
    )


def moved(component_id: str) -> Unreadable:
    return Unreadable(
        Stage.proposal,
        "moved",
        "Listan med förslag ändrades medan den lästes, och ett förslag kunde inte läsas. Det läses vid nästa hämtning.",
        "The list of proposals changed while it was read, and one proposal could not be read. The next pull reads it.",
        component_id,
    )


def comments_blinded(component_id: str, proposal_id: str, count: int | None) -> Unreadable:
    some = "sina" if count is None else f"sina {count}"
    some_en = "its" if count is None else f"its {count}"
    return Unreadable(
        Stage.comments,
        "comments_blinded",
        f"Förslag {proposal_id} har en raderad kommentar, och därför lämnar Decidim inte ut någon av {some} "
        f"kommentarer. {EXPORT_SV}",
        f"Proposal {proposal_id} has a deleted comment, and so Decidim gives none of {some_en} comments. {EXPORT_EN}",
        component_id,
        proposal_id,
        missing=count,
    )


def replies_blinded(component_id: str, proposal_id: str, comment_id: str, count: int | None) -> Unreadable:
    return Unreadable(
        Stage.comments,
        "replies_blinded",
        f"Kommentar {comment_id} på förslag {proposal_id} har ett raderat svar, och därför lämnar Decidim inte ut något av "
        f"svaren på den. {EXPORT_SV}",
        f"Comment {comment_id} on proposal {proposal_id} has a deleted reply, and so Decidim gives none of the replies to it. "
        f"{EXPORT_EN}",
        component_id,
        proposal_id,
        comment_id,
        count,
    )


def bad_proposal(component_id: str, proposal_id: str | None, reason: str) -> Unreadable:
    name = f"Förslag {proposal_id}" if proposal_id else "Ett förslag"
    name_en = f"Proposal {proposal_id}" if proposal_id else "A proposal"
    return Unreadable(
        Stage.proposal,
        "bad_record",
        f"{name} är inte läst, för att {REASONS_SV[reason]}. Öppna det i Decidim och rätta eller spara om det.",
        f"{name_en} was not read, because {REASONS_EN[reason]}. Open it in Decidim and correct it or save it anew.",
        component_id,
        proposal_id,
        missing=1,
    )


def bad_comment(component_id: str, proposal_id: str, comment_id: str | None, reason: str) -> Unreadable:
    name = f"Kommentar {comment_id}" if comment_id else "En kommentar"
    name_en = f"Comment {comment_id}" if comment_id else "A comment"
    return Unreadable(
        Stage.comments,
        "bad_record",
        f"{name} på förslag {proposal_id} är inte läst, för att {REASONS_SV[reason]}. Öppna den i Decidim.",
        f"{name_en} on proposal {proposal_id} was not read, because {REASONS_EN[reason]}. Open it in Decidim.",
        component_id,
        proposal_id,
        comment_id,
        1,
    )


def odd_fields(component_id: str, proposal_id: str, comment_id: str | None, names: tuple[str, ...]) -> Unreadable:
    named = ", ".join(names)
    thing = f"Kommentar {comment_id} på förslag {proposal_id}" if comment_id else f"Förslag {proposal_id}"
    thing_en = f"Comment {comment_id} on proposal {proposal_id}" if comment_id else f"Proposal {proposal_id}"
    return Unreadable(
        Stage.comments if comment_id else Stage.proposal,
        "odd_fields",
        f"{thing} är läst, men inte allt om det: {named} har ett format som vi inte känner. Öppna det i Decidim.",
        f"{thing_en} was read, but not all about it: {named} has a shape that we don't know. Open it in Decidim.",
        component_id,
        proposal_id,
        comment_id,
    )


def failed(component_id: str, proposal_id: str | None, comment_id: str | None, sv: str, en: str) -> Unreadable:
    """The server failed at this very thing each time it was asked. `sv`, `en`: how."""
    thing = f"Förslag {proposal_id}" if proposal_id else "Ett förslag"
    thing_en = f"Proposal {proposal_id}" if proposal_id else "A proposal"
    return Unreadable(
        Stage.comments if comment_id else Stage.proposal,
        "server_failed",
        f"{thing} kunde inte läsas helt, fast resten gick bra. {sv}",
        f"{thing_en} could not be read whole, though the rest went well. {en}",
        component_id,
        proposal_id,
        comment_id,
    )
