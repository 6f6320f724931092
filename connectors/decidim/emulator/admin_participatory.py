"""The admin panel's import of a participatory text: Markdown to drafts, which are published or discarded together.

Below `…/manage/participatory_texts/`: `import` (fields `import_participatory_text[title]`, `…[document]`), `update` (`commit`:
save_draft or publish) and `discard`. `X-Emulator-Created` lists what was made or published.
"""

from __future__ import annotations

import codecs
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from io import BytesIO

from flask import Flask, Response, request

from connectors.decidim.emulator import writes
from connectors.decidim.emulator.admin_import_csv import NotRecorded
from connectors.decidim.emulator.admin_panel import Panel
from connectors.decidim.emulator.admin_participatory_markdown import Level, Part, parts
from connectors.decidim.emulator.oauth_html import button, not_recorded
from connectors.decidim.emulator.oauth_html import field as form_field
from connectors.decidim.emulator.records import Component, Proposal

PATH = "/admin/participatory_processes/<slug>/components/<int:component_id>/manage/participatory_texts"
TITLE, DOCUMENT = "import_participatory_text[title]", "import_participatory_text[document]"
MARKDOWN_TYPES = frozenset({"text/markdown", "text/plain"})
ODT = "application/vnd.oasis.opendocument.text"
ODT_ALWAYS_REFUSED = 8192
"""Bytes up to which an ODT was refused, whatever is in it; larger ones were read, which the emulator can't."""
REFUSED_AT_UPLOAD = frozenset({"application/octet-stream", "", "text/x-markdown"})
LONGEST_HEADING = 150


@dataclass
class Positions:
    """Where the next import begins. From 0.30 on each time that drafts are discarded leaves a gap of one behind."""

    leaves_gaps: bool
    gaps: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def bottom(self, component: int, left: Iterable[Proposal]) -> int:
        return max([self.gaps[component], *(proposal.position or 0 for proposal in left)])

    def discarded(self, component: int, left: Iterable[Proposal]) -> None:
        if self.leaves_gaps:
            self.gaps[component] = self.bottom(component, left) + 1


def install(app: Flask, panel: Panel) -> None:
    """Registers the three addresses on `app`."""
    version = tuple(int(number) for number in panel.world.facts.version.split("."))
    texts = _Texts(panel, version, Positions(leaves_gaps=version >= (0, 30)))

    def page(act: Callable[[Component], Response]) -> Callable[[str, int], Response]:
        def view(slug: str, component_id: int) -> Response:
            entered = panel.enter(slug, component_id)
            if isinstance(entered, Response):
                return entered
            if not entered[0].settings.participatory_texts_enabled:
                return not_recorded("participatory texts in a component without that setting")
            try:
                return act(entered[0])
            except NotRecorded as error:
                return not_recorded(str(error))

        return view

    inner = form_field(TITLE, "Titel") + form_field(DOCUMENT, "Dokument", "file") + button("Ladda upp")
    show = page(lambda component: panel.form("Importera dokument", inner))
    app.add_url_rule(f"{PATH}/import", "participatory_show", show, methods=["GET"])
    for name, act in (("import", texts.take), ("update", texts.update), ("discard", texts.discard)):
        app.add_url_rule(f"{PATH}/{name}", f"participatory_{name}", page(act), methods=["POST"])


@dataclass
class _Texts:
    panel: Panel
    version: tuple[int, ...]
    positions: Positions

    def take(self, component: Component) -> Response:
        upload = request.files.get(DOCUMENT)
        if upload is None or not upload.filename or not request.form.get(TITLE, "").strip():
            return self.panel.said("Formuläret är ogiltigt! | kan inte vara tomt", self._form_status)
        declared, content = upload.headers.get("Content-Type", ""), upload.stream.read()
        if declared in REFUSED_AT_UPLOAD:
            return self.panel.said("direct upload refused with 422", 422)
        if declared == ODT:
            return self._odt(content)
        if declared not in MARKDOWN_TYPES:
            raise NotRecorded("a document declared as anything but Markdown, plain text, ODT or octet-stream")
        text = self._decoded(content)
        made = self._create(component, parts(text, drops_comments=self.version < (0, 30)))
        said = "Grattis, följande avsnitt har omvandlats till förslag. Nu kan du granska och göra ändringar i dem."
        return self.panel.said(said, 200, made)

    @property
    def _form_status(self) -> int:
        return 422 if self.version >= (0, 31) else 200

    def _odt(self, content: bytes) -> Response:
        if zipfile.is_zipfile(BytesIO(content)) and len(content) > ODT_ALWAYS_REFUSED:
            raise NotRecorded("an ODT large enough to be read")
        return self.panel.said("Filen innehåller något fel. Försök att redigera innehållet i filen.", self._form_status)

    def _decoded(self, content: bytes) -> str:
        """UTF-8 with or without BOM; UTF-16 with BOM where that was tried (0.31+); anything else as Windows-1252."""
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            if self.version < (0, 31):
                raise NotRecorded("UTF-16 before 0.31")
            return content.decode("utf-16")
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return content.decode("cp1252", errors="replace")

    def _create(self, component: Component, found: list[Part]) -> list[int]:
        """Drafts; an article's title is its number, which comes from the position before it and the headings so far."""
        store, headings, last = self.panel.world.store, 0, 0
        made: list[int] = []
        with store.lock:
            bottom = self.positions.bottom(component.id, self._all(component))
            for position, part in enumerate(found, bottom + 1):
                article = part.level is Level.article
                title = str(last + 1 - headings) if article else part.text
                locale = self.panel.locale
                proposal = writes.create_proposal(
                    store,
                    component.id,
                    {locale: title},
                    {locale: part.text},
                    author=None,
                    published=False,
                    participatory_text_level=str(part.level),
                )
                proposal.position = last = position
                headings += not article
                made.append(proposal.id)
        return made

    def _all(self, component: Component) -> list[Proposal]:
        store = self.panel.world.store
        return store.proposals_in(component.id) + store.drafts_in(component.id)

    def update(self, component: Component) -> Response:
        """Saves the drafts as the form sends them back: headings lose their body, line breaks become CRLF."""
        commit, store = request.form.get("commit", ""), self.panel.world.store
        if commit not in ("save_draft", "publish"):
            raise NotRecorded("the form of drafts with another button than save_draft or publish")
        drafts = store.drafts_in(component.id)
        long = [draft.id for draft in drafts if draft.participatory_text_level != Level.article and _too_long(draft)]
        if commit == "publish" and long:
            said = f'Det gick inte att publicera förslagen.ID:{long} ["Titel är för lång (maximum är 150 tecken)"]'
            return self.panel.said(said, self._form_status)
        with store.lock:
            for draft in drafts:
                draft.body = {locale: _sent_back(draft, text) for locale, text in draft.body.items()}
                if commit == "publish":
                    writes.publish_proposal(store, draft.id)
        if commit == "save_draft":
            return self.panel.said("Den kollaborativa texten har uppdaterats.", 200)
        return self.panel.said("Alla förslag har publicerats.", 200, [draft.id for draft in drafts])

    def discard(self, component: Component) -> Response:
        store = self.panel.world.store
        with store.lock:
            drafts = list(store.drafts_in(component.id))
            for draft in drafts:
                writes.erase_proposal(store, draft.id)
            if drafts:
                self.positions.discarded(component.id, self._all(component))
        return self.panel.said("Alla utkast till kollaborativa texter har kastats.", 200)


def _too_long(proposal: Proposal) -> bool:
    return any(len(title) > LONGEST_HEADING for title in proposal.title.values())


def _sent_back(draft: Proposal, text: str) -> str:
    if draft.participatory_text_level != Level.article:
        return ""
    return text.replace("\r\n", "\n").replace("\n", "\r\n")
