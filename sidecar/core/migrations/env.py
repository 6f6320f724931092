"""Alembic's entry: runs migrations on the engine that `sidecar.core.migrate` gives."""

from typing import Any, Literal

from alembic import context

import sidecar.tables  # noqa: F401  every table must be known
from sidecar.core.db import Base, UTCDateTime


def render_item(kind: str, item: Any, _autogenerate: Any) -> str | Literal[False]:
    """A migration must not depend on code of today: our own types are written as what they are in the database."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UTCDateTime) else False


with context.config.attributes["engine"].begin() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=render_item,
        compare_type=True,
    )
    context.run_migrations()
