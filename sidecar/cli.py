"""The command line: `sidecar …`. Only puts the folders' commands together."""

from __future__ import annotations

import click

from mappings.chapters import TemplateError
from mappings.tagging import RuleError
from sidecar.charter.change import follow
from sidecar.charter.change_commands import stale
from sidecar.charter.charter_commands import charter_, gaps
from sidecar.charter.commands import approve, draft, show
from sidecar.charter.errors import CharterError
from sidecar.charter.life_commands import clause_
from sidecar.charter.party_commands import mandate, party
from sidecar.charter.queries import UnknownClause
from sidecar.charter.template_commands import template_
from sidecar.core.context import Context
from sidecar.core.locks import Busy
from sidecar.core.logs import configure
from sidecar.core.secrets import SecretsError
from sidecar.core.settings import SettingsError, load
from sidecar.erase.commands import erase
from sidecar.erase.service import EraseError
from sidecar.export.commands import export
from sidecar.export.errors import ExportError
from sidecar.ledger.commands import aside, ledger
from sidecar.ledger.errors import LedgerError
from sidecar.mapping.commands import map_
from sidecar.mapping.groups.commands import groups_
from sidecar.mapping.groups.decide import GroupError
from sidecar.mapping.tag_commands import rules, tags_
from sidecar.mapping.tags import TagError
from sidecar.push.commands import push
from sidecar.push.recognise import recognise
from sidecar.push.service import PushError
from sidecar.run import run, worker
from sidecar.serve import emulate, serve
from sidecar.sync.commands import instance, pull
from sidecar.sync.queries import UnknownInstance
from sidecar.sync.service import SyncError

KNOWN = (
    SettingsError, SecretsError, Busy, UnknownInstance, SyncError, CharterError, UnknownClause, LedgerError, PushError,
    ExportError, EraseError, RuleError, TagError, GroupError, TemplateError,
)  # fmt: skip


@click.group()
@click.version_option(package_name="decidim-charter-sidecar")
@click.pass_context
def main(click_context: click.Context) -> None:
    """Från dialogen i Decidim till ett samhällskontrakt där varje mening anger sina källor.

    Vanlig gång: instance add → instance check → pull → map → draft → approve → push. Allt utom de två sista: run.
    """
    try:
        settings = load()
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
    configure(as_json=settings.log_json)
    click_context.obj = Context(settings, known_errors=KNOWN, after_pull=[recognise, follow])


clause_.add_command(stale)

for command in (
    instance, pull, map_, draft, show, approve, push, run, worker, ledger, aside, clause_, charter_, gaps, party, mandate,
    template_, rules, tags_, groups_, export, erase, emulate, serve,
):  # fmt: skip
    main.add_command(command)


if __name__ == "__main__":
    main()
