"""Alembic's entry: runs migrations on the engine that `sidecar.core.migrate` gives."""

from alembic import context

import sidecar.tables  # noqa: F401  every table must be known
from sidecar.core.db import Base

with context.config.attributes["engine"].begin() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    context.run_migrations()
