"""Serves an emulated Decidim: in a thread of this process, or as a process of its own."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from connectors.decidim.emulator.app import create_app
from connectors.decidim.emulator.faults import Fault, Faults, parse
from connectors.decidim.emulator.faults_wsgi import wrap
from connectors.decidim.emulator.persistence import opened
from connectors.decidim.emulator.store import Store
from connectors.decidim.emulator.world import Options

Source = Store | Path | str | dict[str, Any]


class _Handler(WSGIRequestHandler):
    """Speaks HTTP/1.1 (werkzeug closes the connection all the same), and writes no line a request."""

    protocol_version = "HTTP/1.1"

    def log_request(self, *_: object) -> None:
        return


@contextmanager
def running(
    source: Source,
    version: str,
    *,
    faults: str | Sequence[Fault] = (),
    options: Options | None = None,
    port: int = 0,
    host: str = "127.0.0.1",
    seed: int = 0,
) -> Iterator[str]:
    """The address of an emulator that runs as long as the block does: `http://127.0.0.1:49321`.

    source: a store, a file of its format, or the file's content. `port` 0 takes a free one.
    """
    server = _server(source, version, faults=faults, options=options, port=port, host=host, seed=seed)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, name="decidim-emulator", daemon=True)
    thread.start()
    try:
        yield f"http://{host}:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def serve(
    source: Source,
    version: str,
    port: int,
    faults: str | Sequence[Fault] = (),
    options: Options | None = None,
    host: str = "127.0.0.1",
    announce: Callable[[str], None] | None = None,
) -> None:
    """Serves until the process ends. `announce` is told the address once requests are taken; else it is printed."""
    server = _server(source, version, faults=faults, options=options, port=port, host=host)
    address = f"http://{host}:{server.server_port}"
    if announce is None:
        print(f"Decidim {version} (emulator): {address}", flush=True)
    else:
        announce(address)
    server.serve_forever()


def _server(
    source: Source,
    version: str,
    *,
    faults: str | Sequence[Fault],
    options: Options | None,
    port: int,
    host: str,
    seed: int = 0,
) -> BaseWSGIServer:
    chosen = options or Options()
    app = create_app(_store(source, chosen), version, options=chosen)
    given = parse(faults) if isinstance(faults, str) else tuple(faults)
    sign_in = f"/{app.extensions['world'].store.organization['default_locale']}/users/sign_in"
    path = sign_in if app.extensions["world"].facts.locale_in_paths else "/users/sign_in"
    faulty = wrap(app, Faults(given, seed=seed, sign_in_path=path))
    return make_server(host, port, faulty, threaded=True, request_handler=_Handler)


def _store(source: Source, options: Options) -> Store:
    if isinstance(source, Store):
        return source
    if isinstance(source, dict):
        kept = options.state is not None and options.state.exists()
        return Store.load(options.state) if kept and options.state else Store(source)
    return opened(source, options.state)
