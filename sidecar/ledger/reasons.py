"""Why a contribution stands where it stands: the product's own reasons, and those that a municipality adds."""

from __future__ import annotations

import re

from sqlalchemy.orm import Session

from sidecar.core.audit import record
from sidecar.core.db import Database
from sidecar.ledger import queries
from sidecar.ledger.errors import LedgerError
from sidecar.ledger.models import LedgerReason
from sidecar.sync.queries import instance

BY_RULE: dict[str, tuple[str, str]] = {
    "cited": ("Står som källa i en paragraf", "Cited by a clause"),
    "same_text": ("Samma text som ett annat bidrag", "The same text as another contribution"),
    "withdrawn": ("Upphovspersonen har dragit tillbaka det", "Withdrawn by its author"),
    "hidden": ("Dolt i Decidim, självt eller med sitt förslag", "Hidden in Decidim, by itself or with its proposal"),
    "vanished": ("Finns inte längre att läsa i Decidim", "No longer to be read in Decidim"),
    "erased": ("Raderat på begäran", "Erased on request"),
    "few_voices": ("Ber om något som för få har ställt sig bakom", "Asks for something that too few stand behind"),
    "asks_for_nothing": ("Ingen mening i det ber om något", "No sentence of it asks for anything"),
    "waits": ("Väntar på att någon avgör det", "Waits for someone to decide"),
}
"""Code → what it says in Swedish and English; given by rule, not to be chosen by a person."""

TO_CHOOSE: dict[str, tuple[str, str]] = {
    "off_topic": ("Handlar om något annat än kontraktet", "About something else than the charter"),
    "outside_mandate": ("Ligger utanför vad parterna råder över", "Outside what the parties can decide"),
    "already_so": ("Det är redan så", "It is so already"),
    "against_law": ("Strider mot lag eller mänskliga rättigheter", "Against the law or human rights"),
    "unclear": ("Det går inte att förstå vad som önskas", "What is wished for can't be made out"),
    "personal": ("Rör en enskild person", "About a private person"),
}
"""Reasons that a person may set a contribution aside for. One more for everybody is one line here."""

_CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")


def known(session: Session, instance_id: str) -> dict[str, tuple[str, str]]:
    """Every code of this instance with its words, its own ones last."""
    own = {row.code: (row.sv, row.en) for row in queries.own_reasons(session, instance_id)}
    return {**BY_RULE, **TO_CHOOSE, **own}


def choosable(session: Session, instance_id: str) -> dict[str, tuple[str, str]]:
    return {code: words for code, words in known(session, instance_id).items() if code not in BY_RULE}


def add(db: Database, instance_id: str, code: str, sv: str, en: str, *, actor: str) -> None:
    """A reason of the municipality's own. One that is there already gets new words; entries keep its code."""
    if not _CODE.fullmatch(code):
        raise LedgerError(
            f"Skälets kod ”{code}” går inte att använda. Ta små bokstäver a–z, siffror och _, till exempel annan_kommun."
        )
    if code in BY_RULE or code in TO_CHOOSE:
        raise LedgerError(f"Skälet ”{code}” finns redan för alla. Välj en annan kod.")
    words = [" ".join(text.split()) for text in (sv, en)]
    if not words[0] or max(map(len, words)) > 200:
        raise LedgerError("Skriv skälet med ord, högst 200 tecken.")
    with db.session() as session:
        instance(session, instance_id)
        session.merge(LedgerReason(instance_id=instance_id, code=code, sv=words[0], en=words[1] or words[0]))
        record(session, actor, "ledger.reason", instance_id, code=code)
