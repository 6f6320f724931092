"""What can be wrong with a whole Decidim, in sentences that a person can act on. Texts only: no decisions here."""

from __future__ import annotations

from urllib.parse import urlsplit

from connectors.decidim.transport import Interrupted, NotReached, TooBig
from connectors.errors import ConnectorError, FixSettings, MaybeSent, NotUnderstood, TryLater


def closed() -> FixSettings:
    return FixSettings(
        "closed",
        "Organisationen är stängd: Decidim kräver att en användare är inloggad. Kör `sidecar instance login`; en API-nyckel "
        "räcker inte. Annars: läs in Öppna data eller en export som en administratör hämtar.",
        "The organisation is closed: Decidim wants a user to be signed in. Run `sidecar instance login`; an API credential isn't "
        "enough. Or read in the Open Data or an export that an administrator takes.",
    )


def sent_to_sign_in() -> TryLater:
    return TryLater(
        "sent_to_sign_in",
        "Decidim svarade först och skickar oss nu till inloggningssidan. Försök igen; kvarstår det är organisationen stängd.",
        "Decidim answered first and now sends us to the sign-in page. Try again; if it stays, the organisation is closed.",
    )


def wrong_host(url: str) -> FixSettings:
    host = urlsplit(url).netloc
    return FixSettings(
        "wrong_host",
        f"Servern känner inte igen adressen {host} som en Decidim-organisation, eller släpper inte in oss. Kontrollera "
        "adressen; är den rätt, fråga den som sköter servern om en brandvägg stoppar.",
        f"The server does not know {host} as a Decidim organisation, or does not let us in. Check the address; if it is right, "
        "ask whoever runs the server whether a firewall is in the way.",
    )


def no_api(url: str) -> FixSettings:
    return FixSettings(
        "no_api",
        f"På {url} finns inget Decidim-API. Ange adressen till Decidims startsida, till exempel https://delta.kommunen.se.",
        f"There is no Decidim API at {url}. Give the address of Decidim's front page, for example https://delta.kommunen.se.",
    )


def moved(right: str) -> FixSettings:
    return FixSettings(
        "moved",
        f"Denna Decidim har adressen {right}. Ändra instansens adress till den.",
        f"This Decidim has the address {right}. Change the address of the instance to that: use {right}.",
    )


def redirected(url: str) -> FixSettings:
    return FixSettings(
        "redirected",
        f"{url} skickar oss vidare till en annan sida i stället för att svara. Kontrollera adressen.",
        f"{url} redirects us to another page instead of answering. Check the address.",
    )


def not_accepted() -> FixSettings:
    return FixSettings(
        "not_accepted",
        "Decidim godtar inte inloggningen. Logga in igen med `sidecar instance login`, eller kontrollera API-nyckeln.",
        "Decidim does not accept the sign-in. Sign in again with `sidecar instance login`, or check the API credential.",
    )


def signed_out() -> FixSettings:
    return FixSettings(
        "signed_out",
        "Inloggningen gäller inte längre: Decidim svarar som till en anonym besökare. Kör `sidecar instance login` igen.",
        "The sign-in no longer works: Decidim answers as to an anonymous visitor. Sign in again with `sidecar instance login`.",
    )


def http_status(status: int, url: str) -> NotUnderstood:
    return NotUnderstood(
        "http_status",
        f"Decidim svarade med HTTP-status {status}, som vi inte kan tolka. Kontrollera adressen {url}.",
        f"Decidim answered with HTTP status {status}, which we can't interpret. Check the address {url}.",
    )


def server_error(status: int) -> TryLater:
    return TryLater(
        "server_error",
        f"Decidim svarade med ett serverfel ({status}). Försök igen senare; kvarstår det, säg till den som sköter servern.",
        f"Decidim answered with a server error ({status}). Try again later; if it stays, tell whoever runs the server.",
    )


def throttled(after: float | None) -> TryLater:
    when = f" om {after:.0f} sekunder" if after else " om några minuter"
    when_en = f" in {after:.0f} seconds" if after else " in some minutes"
    return TryLater(
        "throttled",
        f"Decidim tar inte emot fler frågor just nu. Försök igen{when}, eller sänk antalet frågor i minuten i inställningarna.",
        f"Decidim takes no more requests right now. Try again{when_en}, or lower the requests a minute in the settings.",
        after,
    )


def maybe_sent() -> MaybeSent:
    return MaybeSent(
        "maybe_sent",
        "Svaret på en skrivning gick förlorat: den kan ha blivit gjord. Sök efter den i Decidim innan något skickas igen.",
        "The answer to a write was lost: it may have been done. Look for it in Decidim before anything is sent again.",
    )


def lost(fault: Exception, url: str) -> ConnectorError:
    """No usable answer to a read, or a request that never got there."""
    host = urlsplit(url).netloc
    if isinstance(fault, NotReached):
        return TryLater(
            "not_reached",
            f"Det går inte att nå {host}. Kontrollera adressen och nätet, och försök igen.",
            f"{host} can't be reached. Check the address and the network, and try again.",
        )
    if isinstance(fault, TooBig):
        return NotUnderstood(
            "too_big",
            f"Svaret från {host} är för stort för att ta emot. Läs färre förslag åt gången.",
            f"The answer from {host} is too big to take in. Read fewer proposals at a time.",
        )
    if isinstance(fault, Interrupted):
        code = "timeout" if fault.timeout else "lost"
        return TryLater(
            code,
            f"{host} svarade inte i tid eller bröt förbindelsen. Försök igen senare.",
            f"{host} did not answer in time or broke the connection. Try again later.",
        )
    return NotUnderstood(
        "not_json",
        f"{host} svarade med något som inte är ett helt API-svar (HTML eller avbruten JSON). Kontrollera att adressen leder till "
        "Decidim och inte till en underhållssida, och försök igen.",
        f"{host} answered with something that is not a whole API answer (HTML or cut JSON). Check that the address leads to "
        "Decidim and not to a maintenance page, and try again.",
    )
