"""The queue of jobs: in a SQLite file on one machine, in Redis where several share the work."""

from __future__ import annotations

from huey import Huey, RedisHuey, SqliteHuey

from sidecar.core.settings import Settings


def queue(settings: Settings) -> Huey:
    """Nothing is kept of a job's result: what a job did stands in the database and in the log."""
    if settings.redis_url:
        return RedisHuey("charter", url=settings.redis_url, results=False)
    return SqliteHuey("charter", filename=str(settings.var / "jobs.db"), results=False)
