"""The parts that other tests stand on."""

from sidecar.core.context import Context
from sidecar.sync import connect, queries, service
from sidecar.sync.commands import run_pull
from tests.sidecar.decidim import Decidim, signed_in


def test_a_sidecar_pulls_from_an_emulated_decidim_as_a_signed_in_moderator(context: Context, emulator: Decidim) -> None:
    service.add_instance(context.db, context.vault, "exempel", emulator.url, actor="test")
    signed_in(context, "exempel", emulator)
    assert connect.reader(context.db, context.settings, context.vault, "exempel").capabilities().signed_in_as
    assert run_pull(context, "exempel", quiet=True).complete
    with context.db.session() as session:
        assert queries.counts(session, "exempel")["proposal.present"] > 5
