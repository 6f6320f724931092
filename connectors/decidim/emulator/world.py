"""What one emulated Decidim consists of: its content, its version, how it was set up."""

from dataclasses import dataclass, field
from pathlib import Path

from connectors.decidim.emulator.store import Store
from connectors.decidim.emulator.versions import VersionFacts, facts_of
from connectors.decidim.emulator.viewer import ViewerHook

LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True)
class Options:
    """How the server is set up.

    closed: the organisation asks everybody to sign in.
    primary_host: the host Decidim believes it has, with its port; addresses in answers use it. None: whatever was asked.
    hosts: secondary hosts, which answer with a 301 to the primary one.
    https: whether addresses in answers are https.
    throttle: requests a minute and address; None: no throttling.
    production: as production does: throttles at 100 unless `throttle` says another number.
    state: file that keeps what was written, so that a new process goes on from it.
    """

    closed: bool = False
    primary_host: str | None = None
    hosts: frozenset[str] = frozenset()
    https: bool = False
    throttle: int | None = None
    production: bool = False
    state: Path | None = None

    @property
    def requests_a_minute(self) -> int | None:
        return 100 if self.throttle is None and self.production else self.throttle


@dataclass
class World:
    """Given to everything that installs itself into the application.

    viewer_hooks: who asks is what the first hook that knows says.
    """

    store: Store
    version: str
    options: Options = Options()
    viewer_hooks: list[ViewerHook] = field(default_factory=list)

    @property
    def facts(self) -> VersionFacts:
        return facts_of(self.version)

    def address(self, host: str) -> str:
        """`https://host` as it appears in answers; `host` is what the request asked for."""
        scheme = "https" if self.options.https else "http"
        return f"{scheme}://{self.options.primary_host or host}"
