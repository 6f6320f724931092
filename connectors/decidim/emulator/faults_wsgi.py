"""The middleware that lets faults bite, and the emulator's own control pages below `/__emulator__/`."""

from __future__ import annotations

import io
import json
import os
import socket
import struct
import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from graphql import GraphQLSyntaxError, OperationDefinitionNode, OperationType
from graphql import parse as parse_graphql
from werkzeug.test import run_wsgi_app
from werkzeug.wrappers import Request, Response

from connectors.decidim.emulator.faults import AFTER_CREATING, FaultName, Faults
from connectors.errors import FixSettings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

CONTROL = "/__emulator__/"
NOT_JSON = "<!DOCTYPE html>\n<html><head><title>Underhåll</title></head><body><h1>Vi är strax tillbaka</h1></body></html>\n"


def wrap(app: WSGIApplication, faults: Faults) -> WSGIApplication:
    """`app` with faults. Control pages of `faults` are answered here; others below CONTROL pass to `app` unharmed."""

    def faulty(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path.startswith(CONTROL):
            control = _control(Request(environ), faults)
            return (control or app)(environ, start_response)
        return _bite(app, faults, environ, start_response)

    return faulty


def _bite(app: WSGIApplication, faults: Faults, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    asks = any(fault.name in AFTER_CREATING for fault in faults.current)
    drawn = faults.draw(mutates=asks and _mutates(environ))
    faults.count(environ.get("PATH_INFO", ""), drawn)
    time.sleep(drawn.wait)
    if drawn.fault is None:
        return app(environ, start_response)
    instead = _instead(drawn.fault.name, drawn.fault.seconds, faults)
    if instead is not None:
        return instead(environ, start_response)
    body, status, headers = run_wsgi_app(app, environ, buffered=True)
    payload = b"".join(body)
    match drawn.fault.name:
        case FaultName.error_after_creating:
            return _server_error()(environ, start_response)
        case FaultName.truncated_json:
            headers["Content-Length"] = str(len(payload) // 2)
            start_response(status, list(headers))
            return [payload[: len(payload) // 2]]
        case FaultName.reset:
            headers["Content-Length"] = str(len(payload))
            start_response(status, list(headers))
            return _half_then_reset(payload, environ)
        case _:
            time.sleep(drawn.fault.seconds or 0.0)
            _hang_up(environ)
            raise ConnectionResetError("timeout-after-creating")


def _instead(name: FaultName, seconds: float | None, faults: Faults) -> Response | None:
    """The answer of a fault that keeps the request from being carried out; None for the others."""
    match name:
        case FaultName.throttled:
            return Response("Retry later\n", 429, content_type="text/plain")
        case FaultName.throttled_with_hint:
            hint = {"Retry-After": str(int(seconds or 0))}
            return Response("Retry later\n", 429, headers=hint, content_type="text/plain")
        case FaultName.error:
            return _server_error()
        case FaultName.html:
            return Response(NOT_JSON, 200, content_type="text/html; charset=utf-8")
        case FaultName.login_redirect:
            place = {"Location": faults.sign_in_path}
            return Response("", 302, headers=place, content_type="text/html; charset=utf-8")
        case _:
            return None


def _server_error() -> Response:
    body = json.dumps({"errors": [{"message": "Internal Server error"}], "data": {}})
    return Response(body, 500, content_type="application/json; charset=utf-8")


def _mutates(environ: WSGIEnvironment) -> bool:
    """Whether a GraphQL mutation is asked for. Reads the body and puts it back."""
    if environ.get("REQUEST_METHOD") != "POST" or environ.get("PATH_INFO", "").rstrip("/") != "/api":
        return False
    body = Request(environ).get_data(cache=False)
    environ["wsgi.input"] = io.BytesIO(body)
    environ["CONTENT_LENGTH"] = str(len(body))
    environ.pop("HTTP_TRANSFER_ENCODING", None)
    try:
        document = parse_graphql(str(json.loads(body)["query"]))
    except (ValueError, KeyError, TypeError, GraphQLSyntaxError):
        return False
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    return any(node.operation is OperationType.MUTATION for node in operations)


def _half_then_reset(payload: bytes, environ: WSGIEnvironment) -> Iterator[bytes]:
    yield payload[: len(payload) // 2]
    _reset(environ)
    raise ConnectionResetError("reset")


def _reset(environ: WSGIEnvironment) -> None:
    """Closes the connection with RST: linger 0 throws away what is unsent, and the client sees a reset, not an end.

    Needs the development server's socket; under a test client there is none, and the ConnectionResetError raised
    afterwards is all that is seen. The server's file objects keep the socket open, so another, at its end, takes its number:
    then the server finds the end of the connection, and not a number that it can't read from.
    """
    connection: Any = environ.get("werkzeug.socket")
    if connection is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        ended, other = socket.socketpair()
        with ended, other:
            os.dup2(ended.fileno(), connection.fileno())


def _hang_up(environ: WSGIEnvironment) -> None:
    """Ends the connection without an answer. Not detached: the server still reads from it, and finds its end."""
    connection: Any = environ.get("werkzeug.socket")
    if connection is not None:
        connection.shutdown(socket.SHUT_RDWR)


def _control(request: Request, faults: Faults) -> Response | None:
    page = request.path.removeprefix(CONTROL)
    if page == "faults":
        return _control_faults(request, faults)
    if page == "requests":
        if request.method == "DELETE":
            faults.forget()
        return _json(faults.counts())
    return None


def _control_faults(request: Request, faults: Faults) -> Response:
    """GET: the faults that are on. POST ``{"faults": "500=0.1", "seed": 3}`` replaces them."""
    if request.method == "POST":
        wanted = request.get_json(force=True)
        try:
            faults.set(str(wanted["faults"]), wanted.get("seed"))
        except FixSettings as error:
            return _json({"code": error.code, "sv": error.sv, "en": error.en}, 422)
        except (KeyError, TypeError):
            return _json({"code": "bad_request", "en": 'Send {"faults": "NAME=RATE,…", "seed": 0}.'}, 422)
    return _json({"faults": [{"name": f.name, "rate": f.rate, "seconds": f.seconds} for f in faults.current]})


def _json(data: object, status: int = 200) -> Response:
    return Response(json.dumps(data, ensure_ascii=False), status, content_type="application/json; charset=utf-8")
