"""`sidecar instance …` and `sidecar pull`."""

from __future__ import annotations

from pathlib import Path

import click

from connectors.base import Capabilities, Reader
from connectors.decidim.oauth_login import PORT
from sidecar.core.console import Failure, bar, json_option, say, with_context
from sidecar.core.context import Context
from sidecar.core.locks import one_at_a_time
from sidecar.sync import connect, login, queries, service
from sidecar.sync.service import PullResult, Step


@click.group("instance")
def instance() -> None:
    """Decidim-instanser: lägg till, lista, kontrollera, logga in."""


@instance.command("add")
@click.argument("name")
@click.argument("url")
@click.option("--municipality-code", help="Kommunkod, fyra siffror.")
@click.option("--api-key", help="API-nyckel (Decidim 0.31 och senare). Hemligheten frågas efter.")
@click.option("--api-secret", help="Hemligheten till API-nyckeln; utelämnas den frågas den efter.", envvar="CHARTER_API_SECRET")
@json_option
@with_context
def add(
    context: Context,
    name: str,
    url: str,
    municipality_code: str | None,
    api_key: str | None,
    api_secret: str | None,
    as_json: bool,
) -> None:
    """Lägg till en Decidim, t.ex.: sidecar instance add uppsala https://delta.uppsala.se"""
    service.add_instance(context.db, context.vault, name, url, municipality_code=municipality_code, actor=context.actor)
    if api_key:
        secret = api_secret or click.prompt("API-hemlighet", hide_input=True)
        kept = {"kind": "api", "key": api_key, "secret": secret}
        service.keep_credential(context.db, context.vault, name, kept, actor=context.actor)
    say(as_json, {"instance": name, "url": url}, f"Instansen {name} är tillagd. Nästa steg: sidecar instance check {name}")


@instance.command("list")
@json_option
@with_context
def list_(context: Context, as_json: bool) -> None:
    """Visa alla instanser."""
    with context.db.session() as session:
        rows = [
            {"instance": row.id, "name": row.name, "url": row.base_url, "counts": queries.counts(session, row.id)}
            for row in queries.instances(session)
        ]
    lines = [f"{row['instance']:<16} {row['url']}  {row['name']}" for row in rows]
    say(as_json, rows, *(lines or ["Inga instanser än. Lägg till en med: sidecar instance add NAMN ADRESS"]))


@instance.command("check")
@click.argument("name")
@json_option
@with_context
def check(context: Context, name: str, as_json: bool) -> None:
    """Säg i klartext vad den här Decidim låter oss läsa och skriva, och hur man får mer."""
    found = connect.reader(context.db, context.settings, context.vault, name).capabilities()
    service.keep_capabilities(context.db, name, found)
    say(as_json, _capabilities_json(found), *_advice_lines(found))


@instance.command("set")
@click.argument("name")
@click.argument("component")
@click.option("--proposal-length", type=click.IntRange(15), help="Längsta förslagstext, som i komponentens inställningar.")
@click.option("--edit-minutes", type=click.IntRange(0), help="Hur länge ett förslag får ändras.")
@click.option("--edit-forever", is_flag=True, help="Förslag får ändras hur länge som helst.")
@click.option("--pull/--no-pull", default=None, help="Hämta komponenten eller inte.")
@click.option("--target", is_flag=True, help="Hit skrivs godkända paragrafer.")
@json_option
@with_context
def set_(
    context: Context,
    name: str,
    component: str,
    proposal_length: int | None,
    edit_minutes: int | None,
    edit_forever: bool,
    pull: bool | None,
    target: bool,
    as_json: bool,
) -> None:
    """Ange det som Decidims API inte talar om för en komponent."""
    change = service.ComponentChange(proposal_length, edit_minutes, edit_forever, pull, target)
    row = service.set_component(context.db, name, component, change, actor=context.actor)
    value = {"component": row.remote_id, "proposal_length": row.proposal_length, "edit_window": row.edit_window_seconds}
    say(as_json, value, f"Komponent {component}: {row.proposal_length} tecken, ändringstid {_window(row.edit_window_seconds)}")


@instance.command("login")
@click.argument("name")
@click.option("--client-id", required=True, help="Från Decidims systempanel: OAuth-applikationer.")
@click.option("--client-secret", help="Utelämnas den frågas den efter.", envvar="CHARTER_CLIENT_SECRET")
@click.option("--port", default=PORT, show_default=True, help="Port för svaret; http://127.0.0.1:PORT/callback i Decidim.")
@click.option("--no-browser", is_flag=True, help="Skriv adressen i stället för att öppna webbläsaren.")
@json_option
@with_context
def login_(
    context: Context,
    name: str,
    client_id: str,
    client_secret: str | None,
    port: int,
    no_browser: bool,
    as_json: bool,
) -> None:
    """Logga in som den användare som ska skriva förslagen."""
    secret = client_secret or click.prompt("Klienthemlighet", hide_input=True)
    show = (lambda url: click.echo(f"Öppna den här adressen i webbläsaren:\n{url}", err=True)) if no_browser else click.launch
    who = login.login(context, name, client_id, secret, port=port, show=show)
    say(as_json, {"user": who.user_id, "nickname": who.nickname}, f"Inloggad som {who.nickname} (användare {who.user_id}).")


@instance.command("logout")
@click.argument("name")
@json_option
@with_context
def logout_(context: Context, name: str, as_json: bool) -> None:
    """Logga ut: återkalla inloggningen i Decidim och radera den, eller API-nyckeln, här."""
    gone = login.logout(context, name)
    if gone is None:
        say(as_json, {"signed_out": False}, "Ingen var inloggad.")
        return
    told = "Decidim har återkallat inloggningen." if gone.revoked else "Inget återkallades i Decidim, men vår kopia är raderad."
    say(as_json, {"signed_out": True, "revoked": gone.revoked}, f"Utloggad. {told}")


@click.command("pull")
@click.argument("name")
@click.option("--component", "only", multiple=True, help="Bara den här komponenten (nummer). Kan anges flera gånger.")
@click.option(
    "--file",
    "files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Läs Open Data-arkivet eller exporterade CSV/JSON-filer i stället för API:et.",
)
@click.option("--open-data", is_flag=True, help="Ladda ner instansens öppna data och läs dem, i stället för API:et.")
@json_option
@with_context
def pull(context: Context, name: str, only: tuple[str, ...], files: tuple[Path, ...], open_data: bool, as_json: bool) -> None:
    """Hämta förslag och kommentarer. Fortsätter där förra hämtningen slutade."""
    if open_data:
        files = (*files, connect.download_open_data(context.db, context.settings, name))
    result = run_pull(context, name, only=only, files=files, quiet=as_json)
    say(as_json, result.as_json(), *pull_lines(context, name, result))
    if not result.complete:
        raise Failure("incomplete", "Allt kunde inte hämtas (se ovan). Det som hämtats är sparat; kör samma kommando igen.")


def run_pull(
    context: Context, name: str, *, only: tuple[str, ...] = (), files: tuple[Path, ...] = (), quiet: bool = False
) -> PullResult:
    """One pull under its lock, from the API or from files."""
    with one_at_a_time(context.db, context.settings.var, f"pull:{name}"):
        reader: Reader
        if files:
            reader = connect.file_reader(context.db, name, files)
        else:
            reader = connect.reader(context.db, context.settings, context.vault, name)
            service.keep_capabilities(context.db, name, reader.capabilities())
        with bar("Hämtar", quiet=quiet) as tell:
            result = service.pull(
                context.db,
                context.settings,
                context.vault,
                name,
                reader,
                source="file" if files else "api",
                only=only,
                progress=lambda step: tell(_step(step)),
            )
        for follow in context.after_pull:
            follow(context, name)
        return result


def pull_lines(context: Context, name: str, result: PullResult) -> list[str]:
    counts = result.counts
    lines = [
        f"Hämtat: {counts['proposal']} förslag och {counts['comment']} kommentarer. "
        f"Nya {counts['new']}, ändrad text {counts['changed_text']}, andra ändringar {counts['changed_facts']}, "
        f"försvunna {counts['vanished']}, tillbaka {counts['returned']}."
    ]
    with context.db.session() as session:
        unread = queries.unread(session, name)
    if unread:
        lines.append(f"Kunde inte läsas ({len(unread)}):")
        lines += [f"  · {row.sv}" for row in unread[:20]]
        if len(unread) > 20:
            lines.append(f"  · … och {len(unread) - 20} till (visa alla med: sidecar instance unread {name})")
    lines += [f"  · {failure.sv}" for failure in result.failures]
    return lines


@instance.command("unread")
@click.argument("name")
@json_option
@with_context
def unread_(context: Context, name: str, as_json: bool) -> None:
    """Allt som finns i Decidim men inte kunde läsas, med skäl och vad man kan göra."""
    with context.db.session() as session:
        queries.instance(session, name)
        rows = queries.unread(session, name)
    value = [
        {"code": r.code, "sv": r.sv, "en": r.en, "component": r.component_remote_id, "proposal": r.proposal_remote_id,
         "missing": r.missing, "since": r.since.isoformat()}
        for r in rows
    ]  # fmt: skip
    say(as_json, value, *([row.sv for row in rows] or ["Allt kunde läsas."]))


def _step(step: Step) -> str:
    return f"{step.component}: {step.pages} sidor, {step.contributions} bidrag"


def _window(seconds: int | None) -> str:
    return "utan gräns" if seconds is None else f"{seconds // 60} minuter"


def _capabilities_json(found: Capabilities) -> dict[str, object]:
    return {
        "reads": found.reads,
        "writes": found.writes,
        "name": dict(found.name),
        "locales": list(found.locales),
        "default_locale": found.default_locale,
        "signed_in_as": found.signed_in_as,
        "fields": sorted(found.fields),
        "advice": [
            {"name": a.name, "ok": a.ok, "sv": a.sv, "en": a.en, "todo_sv": a.todo_sv, "todo_en": a.todo_en} for a in found.advice
        ],
    }


def _advice_lines(found: Capabilities) -> list[str]:
    lines = []
    for advice in found.advice:
        lines.append(f"{'✓' if advice.ok else '✗'} {advice.sv}")
        if advice.todo_sv:
            lines.append(f"    → {advice.todo_sv}")
    return lines
