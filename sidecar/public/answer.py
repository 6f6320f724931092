"""A page on its way out: its language, and what may keep it how long."""

from __future__ import annotations

from flask import make_response, request
from werkzeug.wrappers import Response

KEPT = 60
"""Seconds that anyone may keep a page unasked. Short, since an erased text must be gone from every cache within a minute."""


def answer(html: str, language: str, status: int = 200) -> Response:
    """The page with its name (ETag); 304 without it where the reader has it already."""
    response: Response = make_response(html, status)
    response.headers["Content-Language"] = language
    response.vary.add("Accept-Language")
    response.cache_control.public = True
    response.cache_control.max_age = KEPT
    response.add_etag()
    return response.make_conditional(request) if status == 200 else response
