"""The shape of an exported charter as JSON. `format_version` is raised when a reader must change."""

from __future__ import annotations

from marshmallow import Schema, fields

from mappings.chapters import BLOCKS
from mappings.drafting.template import ORDER
from sidecar.charter.states import ClauseState


def _text(*, empty: bool = False) -> fields.String:
    return fields.String(required=True, allow_none=empty)


def _number(*, empty: bool = False) -> fields.Integer:
    return fields.Integer(required=True, allow_none=empty, strict=True)


def _yes() -> fields.Boolean:
    return fields.Boolean(required=True)


def _some(schema: type[Schema]) -> fields.List:
    return fields.List(fields.Nested(schema), required=True)


class CitationSchema(Schema):
    """A span: `revision.texts[field][locale][start:end] == quote`. source: proposal:12 or comment:34, as Decidim numbers them.

    on: the proposal that a comment is about. url: its place in Decidim, null where the stored address leads elsewhere. status:
    present, withdrawn, vanished or erased; present: it can still be read there. unchanged: the quoted revision is its newest.
    """

    source, url, revision, field, locale, quote = _text(), _text(empty=True), _text(), _text(), _text(), _text()
    on, status = _text(empty=True), _text()
    start, end, present, unchanged = _number(), _number(), _yes(), _yes()


class SentenceSchema(Schema):
    """text: the words; shown: with a quote's quotation marks. kind: quote, composed, edited, count. stale: a source has
    moved since."""

    number, text, shown, kind, stale, citations = _number(), _text(), _text(), _text(), _yes(), _some(CitationSchema)


class BlockSchema(Schema):
    block = fields.String(required=True, validate=lambda value: value in ORDER)
    sentences = _some(SentenceSchema)


class AgreementSchema(Schema):
    """How a party stands to this version. version, hash: what it last said something of."""

    party, name, bound, state, state_sv = _number(), _text(), _yes(), _text(), _text()
    version, hash, signed_by = _number(empty=True), _text(empty=True), _text(empty=True)
    signed_on, withdrawn_because = _text(empty=True), _text(empty=True)


class FollowUpSchema(Schema):
    owner, due, indicator, status, status_sv, overdue = _text(), _text(empty=True), _text(), _text(), _text(), _yes()


class CommitmentSchema(Schema):
    """A sentence (its number) and a party that answers for it. given_by: who said so, a tag or a person."""

    sentence, text, block, given_by, bearer = _number(), _text(), _text(), _text(), _text(empty=True)
    party, party_name = _number(), _text()
    follow_up = fields.Nested(FollowUpSchema, required=True, allow_none=True)


class ArticleSchema(Schema):
    """A clause in the version that is shown. not_taken_on: numbers of sentences that nobody answers for. lix: readability."""

    clause, article, eid, chapter, title = _text(), _number(empty=True), _text(empty=True), _text(empty=True), _text()
    title_citations = _some(CitationSchema)
    version, hash, language = _number(), _text(), _text()
    state = fields.String(required=True, validate=lambda value: value in set(ClauseState))
    state_sv, approved, in_force = _text(), _yes(), _yes()
    support, opposition, lix, lix_sv = _number(), _number(), _number(empty=True), _text(empty=True)
    blocks, agreements, commitments = _some(BlockSchema), _some(AgreementSchema), _some(CommitmentSchema)
    not_taken_on = fields.List(_number(), required=True)


class ChapterSchema(Schema):
    """lacks: those of the template's six parts that no article here has anything in."""

    theme, eid, number, title, articles = _text(empty=True), _text(empty=True), _number(), _text(), _some(ArticleSchema)
    lacks = fields.List(fields.String(validate=lambda value: value in BLOCKS), required=True)


class MandateSchema(Schema):
    organ, decided_on, diary_number, leader = _text(), _text(), _text(), _text()
    steering_group = fields.List(_text(), required=True)
    dialogue_from, dialogue_to = _text(empty=True), _text(empty=True)


class PlaceSchema(Schema):
    """A sentence of an article."""

    clause, article, version, title = _text(), _number(empty=True), _number(), _text()
    sentence, block, text = _number(), _text(), _text()


class NobodySchema(PlaceSchema):
    """Nobody answers for it. duty: false for a right."""

    duty = _yes()


class DisputedSchema(Schema):
    """An article that voices speak against, with both counts and what they say."""

    clause, article, version, title = _text(), _number(empty=True), _number(), _text()
    support, opposition = _number(), _number()
    against = fields.List(_text(), required=True)


class ThemeSchema(Schema):
    """A theme that voices speak of and no article does. voices: how many contributions do."""

    theme, sv, voices = _text(), _text(), _number()


class PeopleSchema(Schema):
    people, sv, voices = _text(), _text(), _number()


class GapsSchema(Schema):
    """What the articles that are shown lack."""

    nobody, duties_without_holder, disputed = _some(NobodySchema), _some(PlaceSchema), _some(DisputedSchema)
    themes_without_clause, people_without_clause = _some(ThemeSchema), _some(PeopleSchema)


class TakenSchema(Schema):
    clause, article, sentence = _text(), _number(empty=True), _number()


class AgreedSchema(Schema):
    """What a party last said of an article; it stands where state is agreed. hash: of the version that it said it of."""

    clause, article, state, version, hash = _text(), _number(empty=True), _text(), _number(), _text()
    signed_by, signed_on = _text(), _text()


class PartySchema(Schema):
    """takes_on, agreed_to: in the articles that are shown."""

    id, name, kind, kind_sv, through, signatory = _number(), _text(), _text(), _text(), _text(), _text()
    takes_on, agreed_to = _some(TakenSchema), _some(AgreedSchema)


class ReasonSchema(Schema):
    fate, reason, sv, en, count = _text(), _text(), _text(), _text(), _number()


class LedgerSchema(Schema):
    """sums: state → contributions; they add up to `contributions`. reasons: why those are set aside or not decided."""

    contributions = _number()
    sums = fields.Dict(keys=_text(), values=_number(), required=True)
    reasons = _some(ReasonSchema)


class MadeBySchema(Schema):
    """tags: what gave the tags (rule, model, person) → statements. versions: of rules and model."""

    tags = fields.Dict(keys=_text(), values=_number(), required=True)
    versions = fields.List(_text(), required=True)


class TemplateSchema(Schema):
    """headings: part → what it is called, in the template's language."""

    name, language, source = _text(), _text(), _text()
    headings = fields.Dict(keys=_text(), values=_text(), required=True)


class DocumentSchema(Schema):
    """A charter. Texts of the dialogue stand in their own language; `…_sv` are our words in Swedish."""

    format_version, instance, municipality, title = _number(), _text(), _text(), _text()
    template = fields.Nested(TemplateSchema, required=True)
    mandate = fields.Nested(MandateSchema, required=True, allow_none=True)
    parties, chapters = _some(PartySchema), _some(ChapterSchema)
    gaps = fields.Nested(GapsSchema, required=True)
    ledger = fields.Nested(LedgerSchema, required=True)
    made_by = fields.Nested(MadeBySchema, required=True)
