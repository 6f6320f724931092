"""What clauses give over REST: every sentence with the spans that it rests on."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from sidecar.charter.kinds import Status
from sidecar.charter.states import ClauseState


class ClauseQuery(Schema):
    instance = fields.String(required=True)


class CitationOut(Schema):
    revision = fields.String()
    field = fields.String()
    locale = fields.String()
    start = fields.Integer()
    end = fields.Integer()
    quote = fields.String()


class SentenceOut(Schema):
    text = fields.String()
    block = fields.String()
    kind = fields.String()
    stale = fields.Boolean()
    citations = fields.List(fields.Nested(CitationOut))


class ClauseOut(Schema):
    id = fields.String()
    state = fields.String()
    state_sv = fields.String()
    article = fields.Integer(allow_none=True)
    eid = fields.String(allow_none=True)
    chapter = fields.String(allow_none=True)
    in_force = fields.Integer(allow_none=True)
    version = fields.Integer()
    title = fields.String()
    support = fields.Integer()
    opposition = fields.Integer()
    approved_by = fields.String(allow_none=True)
    approved_at = fields.String(allow_none=True)
    address = fields.String()
    sentences = fields.List(fields.Nested(SentenceOut))


class ClauseList(Schema):
    items = fields.List(fields.Nested(ClauseOut))


class VersionQuery(Schema):
    version = fields.Integer(load_default=None)


class GivenOut(Schema):
    """A party's word on a version. It counts while it is neither withdrawn nor asked for again."""

    party = fields.Integer()
    name = fields.String()
    version = fields.Integer()
    hash = fields.String()
    signed_by = fields.String()
    signed_on = fields.String()
    recorded_by = fields.String()
    withdrawn_at = fields.String(allow_none=True)
    withdrawn_because = fields.String(allow_none=True)
    asked_again_at = fields.String(allow_none=True)


class AgreementList(Schema):
    items = fields.List(fields.Nested(GivenOut))


class DiffQuery(Schema):
    before = fields.Integer(load_default=None)
    after = fields.Integer(load_default=None)


class ByIn(Schema):
    """by: who does it; goes into the audit."""

    by = fields.String(required=True, validate=validate.Length(1, 120))


class StepIn(ByIn):
    """without: names of the bound parties that the decision names as missing."""

    to = fields.String(required=True, validate=validate.OneOf([str(one) for one in ClauseState]))
    reason = fields.String(load_default="")
    organ = fields.String(load_default=None, allow_none=True)
    decided_on = fields.Date(load_default=None, allow_none=True)
    diary_number = fields.String(load_default=None, allow_none=True)
    without = fields.List(fields.String(), load_default=list)


class AgreementIn(ByIn):
    """version: which one the party read; refused unless it is the one on the table."""

    party = fields.String(required=True)
    signed_by = fields.String(required=True)
    signed_on = fields.Date(load_default=None, allow_none=True)
    version = fields.Integer(load_default=None, allow_none=True)


class WithdrawalIn(ByIn):
    party = fields.String(required=True)
    reason = fields.String(required=True)


class SharesIn(ByIn):
    parties = fields.List(fields.String(), required=True)


class FollowUpIn(ByIn):
    party = fields.String(required=True)
    owner = fields.String(required=True)
    status = fields.String(required=True, validate=validate.OneOf([str(one) for one in Status]))
    due = fields.Date(load_default=None, allow_none=True)
    indicator = fields.String(load_default="")
