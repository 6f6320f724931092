"""A plain page for a proposal, so that an address in an answer leads somewhere. It imitates no Decidim page."""

from flask import Flask, Response, abort, jsonify, render_template_string, request
from werkzeug.exceptions import NotFound

from connectors.decidim.emulator.world import World

_PAGE = """<!DOCTYPE html>
<html lang="{{ locale }}"><head><meta charset="utf-8"><title>{{ title }}</title></head>
<body><p><em>Decidim-emulator {{ version }}</em></p><h1>{{ title }}</h1>
<div style="white-space: pre-wrap">{{ body }}</div>
<h2>Kommentarer ({{ comments | length }})</h2><ul>{% for comment in comments %}<li>{{ comment }}</li>{% endfor %}</ul>
</body></html>"""


def install(app: Flask, world: World) -> None:
    """`/processes/<slug>/f/<component>/proposals/<id>`, with a locale before it or not."""

    @app.get("/processes/<slug>/f/<int:component>/proposals/<int:number>")
    @app.get("/<locale>/processes/<slug>/f/<int:component>/proposals/<int:number>")
    def proposal_page(slug: str, component: int, number: int, locale: str | None = None) -> str:
        store = world.store
        proposal = store.proposals.get(number)
        if proposal is None or proposal.hidden or proposal.published_at is None or proposal.component != component:
            abort(404)
        language = locale or store.organization["default_locale"]
        comments = [comment for comment in store.roots_of(number) if comment.deleted_at is None]
        return render_template_string(
            _PAGE,
            locale=language,
            version=world.version,
            title=_in(proposal.title, language),
            body=_in(proposal.body, language),
            comments=[_in(comment.body, language) for comment in comments],
        )

    @app.errorhandler(NotFound)
    def unknown(error: NotFound) -> Response:
        """404 as Decidim has it for what isn't there, with a body that no Decidim would send."""
        answered = jsonify({"emulator": f"Emulatorn har ingen sida {request.path}. (No such page in the emulator.)"})
        answered.status_code = 404
        return answered


def _in(texts: dict[str, str], locale: str) -> str:
    return texts.get(locale) or next(iter(texts.values()), "")
