"""The worker: every instance's chain, from a queue in a file or in Redis."""

from __future__ import annotations

import os
import uuid
from dataclasses import replace

import pytest
import redis
from huey import RedisHuey

from sidecar.core.context import Context
from sidecar.core.jobs import queue
from sidecar.run import add_tasks
from sidecar.sync import queries, service
from tests.sidecar.decidim import decidim

REDIS = os.environ.get("CHARTER_TEST_REDIS", "redis://127.0.0.1:6379/0")


def redis_answers() -> bool:
    try:
        return bool(redis.Redis.from_url(REDIS, socket_connect_timeout=1).ping())
    except redis.RedisError:
        return False


@pytest.fixture(params=["file", "redis"])
def queued(request: pytest.FixtureRequest, context: Context) -> Context:
    if request.param == "redis":
        if not redis_answers():
            pytest.skip(f"no Redis answers at {REDIS} (set CHARTER_TEST_REDIS)")
        context.settings = replace(context.settings, redis_url=REDIS)
    return context


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_queued_chain_is_carried_out_and_one_that_fails_leaves_the_next_alone(queued: Context) -> None:
    with decidim() as emulator, decidim(closed=True) as closed:
        service.add_instance(queued.db, queued.vault, "stangd", closed.url, actor="test")
        service.add_instance(queued.db, queued.vault, "exempel", emulator.url, actor="test")
        jobs = queue(queued.settings)
        jobs.name = f"test-{uuid.uuid4().hex}"
        if isinstance(jobs, RedisHuey):
            jobs.storage = jobs.create_storage()
        chain = add_tasks(jobs, queued, minutes=60)
        for name in ("stangd", "exempel"):
            chain(name)
        assert len(jobs) == 2
        while task := jobs.dequeue():
            jobs.execute(task)
    with queued.db.session() as session:
        assert queries.counts(session, "exempel")["proposal.present"] > 5 and queries.counts(session, "stangd") == {}
    jobs.flush()
