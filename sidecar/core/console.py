"""How the command line speaks: lines for people, one JSON document for machines, a bar only on a terminal."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import click

from connectors.errors import ConnectorError
from sidecar.core.context import Context

F = TypeVar("F", bound=Callable[..., Any])


class Failure(click.ClickException):
    """Ends a command with exit code 1: what happened, to which thing, what to do next. `code` is for machines."""

    def __init__(self, code: str, message: str, english: str | None = None) -> None:
        super().__init__(message)
        self.code, self.english, self.as_json = code, english or message, False

    def show(self, file: Any = None) -> None:
        if self.as_json:
            click.echo(json.dumps({"error": self.code, "sv": self.message, "en": self.english}, ensure_ascii=False))
        else:
            click.echo(f"Det gick inte: {self.message}", err=True)


def json_option(command: F) -> F:
    return click.option("--json", "as_json", is_flag=True, help="Skriv resultatet som JSON, för maskiner.")(command)


def by_option(command: F) -> F:
    return click.option("--by", help="Vem som gör det; annars kontot på den här datorn.")(command)


def with_context(command: F) -> F:
    """Gives the command the process's `Context` and turns known errors into one clear sentence."""

    @click.pass_obj
    @functools.wraps(command)
    def run(context: Context, *args: Any, **kwargs: Any) -> Any:
        try:
            return command(context, *args, **kwargs)
        except Failure as error:
            failure = error
        except ConnectorError as error:
            failure = Failure(error.code, error.sv, error.en)
        except context.known_errors as error:
            failure = Failure(type(error).__name__, str(error))
        failure.as_json = bool(kwargs.get("as_json"))
        raise failure

    return run  # type: ignore[return-value]


def say(as_json: bool, value: Any, *lines: str) -> None:
    """The result of a command: `value` as JSON, or `lines` for people."""
    if as_json:
        click.echo(json.dumps(value, ensure_ascii=False, indent=2))
        sys.stdout.flush()  # a command that stays running is read through a pipe
    else:
        for line in lines:
            click.echo(line)


@contextmanager
def bar(title: str, *, quiet: bool) -> Iterator[Callable[[str], None]]:
    """Progress: a moving line on a terminal, a line every so often elsewhere, nothing when `quiet`."""
    if quiet:
        yield lambda text: None
    elif sys.stderr.isatty():
        from rich.console import Console

        with Console(stderr=True).status(title) as status:
            yield lambda text: status.update(f"{title}: {text}")
    else:
        yield _sparse(title)


def _sparse(title: str, every: int = 20) -> Callable[[str], None]:
    calls = 0

    def tell(text: str) -> None:
        nonlocal calls
        calls += 1
        if calls % every == 0:
            click.echo(f"{title}: {text}", err=True)

    return tell
