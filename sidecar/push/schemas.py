"""What pushes give over REST."""

from __future__ import annotations

from marshmallow import Schema, fields

from sidecar.core.paging import PageQuery


class PushQuery(PageQuery):
    instance = fields.String(required=True)


class StepOut(Schema):
    kind = fields.String()
    state = fields.String()
    remote_id = fields.String(allow_none=True)
    code = fields.String(allow_none=True)
    outcome = fields.String(allow_none=True)


class PushOut(Schema):
    id = fields.Integer()
    version = fields.Integer()
    component = fields.Integer()
    way = fields.String()
    marker = fields.String()
    state = fields.String()
    proposal = fields.String(allow_none=True)
    url = fields.String(allow_none=True)
    steps = fields.List(fields.Nested(StepOut))


class PushPage(Schema):
    items = fields.List(fields.Nested(PushOut))
    next = fields.Integer(allow_none=True)
