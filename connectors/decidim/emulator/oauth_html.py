"""Plain pages with the same forms (fields, names, actions) as Decidim's; their looks are not imitated."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response
from markupsafe import Markup, escape


def page(title: str, body: Markup, status: int = 200) -> Response:
    html = Markup(
        '<!DOCTYPE html>\n<html lang="sv"><head><meta charset="utf-8"><title>{title}</title></head>'
        "<body><h1>{title}</h1>{body}<p><small>Decidim-emulator</small></p></body></html>\n"
    ).format(title=title, body=body)
    return Response(html, status, content_type="text/html; charset=utf-8")


def form(action: str, hidden: Mapping[str, str], inner: Markup) -> Markup:
    fields = Markup("").join(
        Markup('<input type="hidden" name="{}" value="{}" autocomplete="off">').format(name, value)
        for name, value in hidden.items()
    )
    start = Markup('<form action="{}" method="post" accept-charset="UTF-8">').format(action)
    return start + fields + inner + Markup("</form>")


def field(name: str, label: str, kind: str = "text") -> Markup:
    return Markup('<label>{} <input type="{}" name="{}"></label> ').format(label, kind, name)


def button(label: str) -> Markup:
    return Markup('<button type="submit">{}</button>').format(label)


def message(text: str) -> Markup:
    return Markup("<p>{}</p>").format(escape(text))


def not_recorded(what: str) -> Response:
    """501: the emulator refuses what no recording shows. `what` names the missing case, never a person's text."""
    text = f"The emulator does not know what Decidim does here: {what}. It was never recorded.\n"
    return Response(text, 501, content_type="text/plain; charset=utf-8")
