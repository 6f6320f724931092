"""Lists over REST: a page at a time, from a row id on."""

from __future__ import annotations

from marshmallow import Schema, fields, validate


class PageQuery(Schema):
    """`after`: the `next` of the page before; 0 begins."""

    after = fields.Integer(load_default=0, validate=validate.Range(min=0))
    limit = fields.Integer(load_default=100, validate=validate.Range(min=1, max=500))
