"""What clauses give over REST: every sentence with the spans that it rests on."""

from __future__ import annotations

from marshmallow import Schema, fields


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
