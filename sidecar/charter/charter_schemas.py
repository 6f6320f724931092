"""What the charter as a whole gives and takes over REST: mandate, parties, who answers for what, gaps."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from mappings.chapters import LONGEST
from mappings.tagging.types import BEARERS
from sidecar.charter.kinds import PartyKind
from sidecar.charter.schemas import ByIn


class MandateOut(Schema):
    """What the charter rests on. Dates as 2026-03-01."""

    organ = fields.String()
    decided_on = fields.String()
    diary_number = fields.String()
    leader = fields.String()
    steering_group = fields.List(fields.String())
    dialogue_from = fields.String(allow_none=True)
    dialogue_to = fields.String(allow_none=True)


class MandateAnswer(Schema):
    mandate = fields.Nested(MandateOut, allow_none=True)


class MandateIn(ByIn):
    """What isn't given stays as it is; the first time all but steering group and dialogue dates must be there."""

    organ = fields.String(load_default=None, allow_none=True)
    decided_on = fields.Date(load_default=None, allow_none=True)
    diary_number = fields.String(load_default=None, allow_none=True)
    leader = fields.String(load_default=None, allow_none=True)
    steering_group = fields.List(fields.String(), load_default=None, allow_none=True)
    dialogue_from = fields.Date(load_default=None, allow_none=True)
    dialogue_to = fields.Date(load_default=None, allow_none=True)


class TemplateChapterOut(Schema):
    """guide: block → what belongs there, for those who write."""

    theme = fields.String()
    eid = fields.String()
    title = fields.String()
    after = fields.String()
    guide = fields.Dict(keys=fields.String(), values=fields.String())


class TemplateOut(Schema):
    """headings: block → what it is called. without_chapter: clauses that no chapter takes."""

    name = fields.String()
    language = fields.String()
    title = fields.String()
    source = fields.String()
    headings = fields.Dict(keys=fields.String(), values=fields.String())
    chapters = fields.List(fields.Nested(TemplateChapterOut))
    without_chapter = fields.List(fields.String())


class TemplateIn(ByIn):
    """Either the name of a template that comes along, or the YAML of the municipality's own."""

    name = fields.String(load_default=None, allow_none=True)
    yaml = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, LONGEST))

    @validates_schema
    def _one(self, data: dict[str, Any], **_: Any) -> None:
        if (data.get("name") is None) == (data.get("yaml") is None):
            raise ValidationError("Ange antingen name eller yaml.")


class TitleIn(ByIn):
    title = fields.String(required=True)


class PartyOut(Schema):
    """through: by whom inhabitants speak. bears: the bearers of a tag that mean this party."""

    id = fields.Integer()
    name = fields.String()
    kind = fields.String()
    kind_sv = fields.String()
    through = fields.String()
    signatory = fields.String()
    bears = fields.List(fields.String())


class PartyList(Schema):
    items = fields.List(fields.Nested(PartyOut))


class PartyChangeIn(ByIn):
    """What isn't given stays as it is."""

    name = fields.String(load_default=None, allow_none=True)
    kind = fields.String(load_default=None, allow_none=True, validate=validate.OneOf([str(one) for one in PartyKind]))
    through = fields.String(load_default=None, allow_none=True)
    signatory = fields.String(load_default=None, allow_none=True)
    bears = fields.List(fields.String(validate=validate.OneOf(BEARERS)), load_default=None, allow_none=True)


class PartyIn(PartyChangeIn):
    name = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf([str(one) for one in PartyKind]))


class FollowUpOut(Schema):
    """overdue: its date has passed and it is not kept."""

    owner = fields.String()
    due = fields.String(allow_none=True)
    indicator = fields.String()
    status = fields.String()
    status_sv = fields.String()
    overdue = fields.Boolean()


class PlaceOut(Schema):
    """A sentence of a clause version."""

    clause = fields.String()
    article = fields.Integer(allow_none=True)
    version = fields.Integer()
    title = fields.String()
    sentence = fields.Integer()
    block = fields.String()
    text = fields.String()


class CommitmentOut(PlaceOut):
    """A sentence and a party that answers for it (null: nobody). given_by: who said so, a tag or a person."""

    party = fields.Integer(allow_none=True)
    party_name = fields.String(allow_none=True)
    given_by = fields.String()
    bearer = fields.String(allow_none=True)
    follow_up = fields.Nested(FollowUpOut, allow_none=True)


class CommitmentList(Schema):
    items = fields.List(fields.Nested(CommitmentOut))


class TakenOut(CommitmentOut):
    """agreement: how the party stands to the version."""

    class Meta:
        exclude = ("party", "party_name")

    state = fields.String()
    agreement = fields.String()


class PartyWithTaken(PartyOut):
    takes_on = fields.List(fields.Nested(TakenOut))


class NobodyOut(PlaceOut):
    """duty: false for a right that nobody answers for."""

    duty = fields.Boolean()


class DisputedOut(Schema):
    """A clause that voices speak against, with what they say."""

    clause = fields.String()
    article = fields.Integer(allow_none=True)
    version = fields.Integer()
    title = fields.String()
    support = fields.Integer()
    opposition = fields.Integer()
    against = fields.List(fields.String())


class SilentTheme(Schema):
    theme = fields.String()
    sv = fields.String()
    voices = fields.Integer()


class SilentPeople(Schema):
    people = fields.String()
    sv = fields.String()
    voices = fields.Integer()


class GapsOut(Schema):
    nobody = fields.List(fields.Nested(NobodyOut))
    duties_without_holder = fields.List(fields.Nested(PlaceOut))
    disputed = fields.List(fields.Nested(DisputedOut))
    themes_without_clause = fields.List(fields.Nested(SilentTheme))
    people_without_clause = fields.List(fields.Nested(SilentPeople))


class ArticleOut(Schema):
    clause = fields.String()
    article = fields.Integer(allow_none=True)
    eid = fields.String(allow_none=True)
    title = fields.String()
    state = fields.String()
    state_sv = fields.String()
    version = fields.Integer()


class ChapterOut(Schema):
    theme = fields.String(allow_none=True)
    eid = fields.String(allow_none=True)
    title = fields.String()
    articles = fields.List(fields.Nested(ArticleOut))


class CharterOut(GapsOut):
    """Clauses stand in the version on the table: what holds, where something does, else the newest."""

    instance = fields.String()
    title = fields.String(allow_none=True)
    mandate = fields.Nested(MandateOut, allow_none=True)
    parties = fields.List(fields.Nested(PartyWithTaken))
    chapters = fields.List(fields.Nested(ChapterOut))
