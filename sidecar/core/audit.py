"""The audit trail: one row for each thing that a person or a job decided."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from sidecar.core.db import now
from sidecar.core.models import AuditEntry


def record(session: Session, actor: str, action: str, subject: str, **details: Any) -> None:
    """Notes who did what, in the caller's transaction. `details` holds ids and counts, never texts or secrets."""
    session.add(AuditEntry(at=now(), actor=actor, action=action, subject=subject, details=details))
