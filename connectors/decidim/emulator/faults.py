"""Faults of the emulator, switched on with a rate each: what networks, proxies and busy servers do to a client.

Nothing here imitates Decidim; `/__emulator__/…` is the emulator's own and exists on no real server. A fault never bites
there, so that a test can always switch faults off again.
"""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from connectors.errors import FixSettings


class FaultName(StrEnum):
    """What may happen to a request. All but latency exclude each other: the first that is drawn wins."""

    latency = "latency"
    """Waits (default 0.5 s), then goes on as if nothing happened."""
    throttled = "429"
    """429 text/plain, not carried out, without Retry-After: as Decidim throttles."""
    throttled_with_hint = "429-retry-after"
    """The same with Retry-After (default 1 s), as a proxy in front may answer."""
    error = "500"
    """500, not carried out."""
    error_after_creating = "500-after-creating"
    """A mutation is carried out and then answered with 500. Other requests are left alone."""
    timeout_after_creating = "timeout-after-creating"
    """A mutation is carried out; nothing is answered for so long (default 30 s), then the connection ends."""
    reset = "reset"
    """Carried out; half of the answer is sent, then the connection is reset."""
    truncated_json = "truncated-json"
    """Carried out; half of the answer comes as if it were all of it."""
    html = "html"
    """200 with an HTML page, not carried out."""
    login_redirect = "login-redirect"
    """302 to the sign-in page, not carried out."""


DEFAULT_SECONDS = {
    FaultName.latency: 0.5,
    FaultName.throttled_with_hint: 1.0,
    FaultName.timeout_after_creating: 30.0,
}
AFTER_CREATING = frozenset({FaultName.error_after_creating, FaultName.timeout_after_creating})


@dataclass(frozen=True)
class Fault:
    """`rate`: share of requests, 0–1. `seconds`: only for the faults that take time."""

    name: FaultName
    rate: float
    seconds: float | None = None


def parse(text: str) -> tuple[Fault, ...]:
    """Faults from ``NAME=RATE,NAME=RATE:SECONDS``, e.g. ``500=0.1,latency=0.3:0.05``. Empty text: none.

    Raises FixSettings for an unknown or repeated name and for a rate or time that is none.
    """
    faults = tuple(_parse_one(part.strip()) for part in text.split(",") if part.strip())
    counts = Counter(fault.name for fault in faults)
    for name, count in counts.items():
        if count > 1:
            raise _bad(f"Felet {name} står {count} gånger.", f"The fault {name} is given {count} times.")
    return faults


def _parse_one(part: str) -> Fault:
    name_text, equals, value = part.partition("=")
    try:
        name = FaultName(name_text.strip())
    except ValueError:
        raise _bad(f"Felet {name_text!r} finns inte.", f"There is no fault {name_text!r}.") from None
    rate_text, colon, seconds_text = value.partition(":")
    try:
        rate = float(rate_text)
        seconds = float(seconds_text) if colon else DEFAULT_SECONDS.get(name)
    except ValueError:
        rate, seconds = -1.0, None
    if not equals or not 0 <= rate <= 1 or (seconds is not None and not 0 <= seconds < float("inf")):
        raise _bad(f"{part!r} har ingen andel mellan 0 och 1.", f"{part!r} has no rate between 0 and 1.")
    if colon and name not in DEFAULT_SECONDS:
        raise _bad(f"Felet {name} tar ingen tid.", f"The fault {name} takes no seconds.")
    return Fault(name, rate, seconds)


def _bad(sv: str, en: str) -> FixSettings:
    names = ", ".join(FaultName)
    return FixSettings(
        "bad_fault",
        f"{sv} Skriv NAMN=ANDEL,… (eller NAMN=ANDEL:SEKUNDER) med något av: {names}.",
        f"{en} Write NAME=RATE,… (or NAME=RATE:SECONDS) with any of: {names}.",
    )


@dataclass(frozen=True)
class Drawn:
    """What one request meets: seconds to wait first, and at most one fault."""

    wait: float = 0.0
    fault: Fault | None = None


class Faults:
    """The faults that are on now, their dice, and counts of what was asked. Safe to use from several threads.

    The same seed and the same order of requests meet the same faults.
    """

    def __init__(self, faults: Iterable[Fault] = (), seed: int = 0, sign_in_path: str = "/users/sign_in") -> None:
        self.sign_in_path = sign_in_path
        self._lock = threading.Lock()
        self._faults: tuple[Fault, ...] = tuple(faults)
        self._random = random.Random(seed)
        self._requests: Counter[str] = Counter()
        self._bitten: Counter[str] = Counter()

    @property
    def current(self) -> tuple[Fault, ...]:
        return self._faults

    def set(self, faults: str | Sequence[Fault], seed: int | None = None) -> None:
        """Replaces all faults; an empty text or list switches them off. A seed starts the dice anew."""
        parsed = parse(faults) if isinstance(faults, str) else tuple(faults)
        with self._lock:
            self._faults = parsed
            if seed is not None:
                self._random = random.Random(seed)

    def draw(self, mutates: bool) -> Drawn:
        """Throws the dice for one request. Every fault throws once, so that one rate does not disturb another's dice."""
        with self._lock:
            hits = [fault for fault in self._faults if self._random.random() < fault.rate]
        wait = sum(fault.seconds or 0.0 for fault in hits if fault.name is FaultName.latency)
        others = [f for f in hits if f.name is not FaultName.latency and (mutates or f.name not in AFTER_CREATING)]
        return Drawn(wait, others[0] if others else None)

    def count(self, path: str, drawn: Drawn) -> None:
        with self._lock:
            self._requests[path] += 1
            if drawn.wait:
                self._bitten[FaultName.latency] += 1
            if drawn.fault:
                self._bitten[drawn.fault.name] += 1

    def counts(self) -> dict[str, object]:
        """Requests since the start or the last `forget`: in all, by path, and by the fault that they met."""
        with self._lock:
            return {
                "total": sum(self._requests.values()),
                "by_path": dict(self._requests),
                "by_fault": {str(name): count for name, count in self._bitten.items()},
            }

    def forget(self) -> None:
        with self._lock:
            self._requests.clear()
            self._bitten.clear()
