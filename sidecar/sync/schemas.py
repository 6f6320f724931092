"""What the contributions list gives over REST. No author: not even the hash."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from sidecar.core.paging import PageQuery


class ContributionQuery(PageQuery):
    instance = fields.String(required=True)
    kind = fields.String(load_default=None, validate=validate.OneOf(["proposal", "comment"]))


class ContributionOut(Schema):
    id = fields.Integer()
    kind = fields.String()
    remote_id = fields.String()
    proposal = fields.String()
    parent = fields.String(allow_none=True)
    component = fields.Integer()
    status = fields.String()
    own = fields.Boolean()
    alignment = fields.Integer()
    url = fields.String(allow_none=True)
    revision = fields.String()
    texts = fields.Dict()
    facts = fields.Dict()
    published_at = fields.DateTime(allow_none=True)


class ContributionPage(Schema):
    items = fields.List(fields.Nested(ContributionOut))
    next = fields.Integer(allow_none=True)
