"""The owner's agreement, once: how a mailbox's first refresh token is obtained.

By device code (RFC 8628), where the provider gives access to mail that way: the owner types a short code into a browser
anywhere. Else by a browser that is sent back to a loopback address (RFC 8252 section 7.3) with PKCE (RFC 7636); where
the browser runs on another machine, the address it ends at is pasted. oauthlib makes the codes and reads the answers.
"""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from oauthlib.oauth2 import DeviceClient, OAuth2Error, WebApplicationClient

from responder.adapters import oauth
from responder.config import OAuth
from responder.errors import GiveUp, TryLater

log = logging.getLogger(__name__)

BROWSER_SECONDS = 900.0
USUAL_INTERVAL = 5.0
"""seconds between two questions when the provider names none (RFC 8628 section 3.2)"""
USUAL_LIFE = 900.0
LONGEST_REQUEST = 16_384

Say = Callable[[str], None]
Sleep = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class _Code:
    """The answer of RFC 8628 section 3.2."""

    device_code: str
    user_code: str
    where: str
    interval: float
    life: float


async def by_device_code(settings: OAuth, *, client_secret: str, say: Say, sleep: Sleep = asyncio.sleep) -> str:
    """A refresh token, once the owner has agreed. `say` gets what the owner must do. Raises GiveUp and TryLater."""
    client = DeviceClient(settings.client_id)
    code = await _device_code(settings)
    say(f"Open {code.where} in any browser, log in as the mailbox's account, and enter the code {code.user_code}")
    say(f"Waiting for that, for up to {code.life / 60:.0f} minutes …")
    more = {"client_secret": client_secret} if client_secret else {}
    body = client.prepare_request_body(code.device_code, include_client_id=True, **more)
    interval, passed = code.interval, 0.0
    while passed < code.life:
        await sleep(interval)
        passed += interval
        try:
            return _refresh_token(await _asked(settings, client, body))
        except TryLater as away:
            log.info("%s", away)
            interval = min(2 * interval, 60.0)  # RFC 8628 section 3.5: back off when the server does not answer
        except OAuth2Error as error:
            if error.error == "slow_down":
                interval += 5
            elif error.error != "authorization_pending":
                raise _refused(settings, error) from error
    raise GiveUp(f"the code {code.user_code} has expired without anybody agreeing; run this again")


async def _device_code(settings: OAuth) -> _Code:
    form = {"client_id": settings.client_id, "scope": " ".join(settings.asked_scopes or ())}
    status, text = await asyncio.to_thread(oauth.post, settings.where_devices_ask, urlencode(form))
    try:
        said: Any = json.loads(text)
        if status != 200 and "error" in said:
            raise GiveUp(
                f"{settings.where_devices_ask} gives no code: {_words(said['error'], said.get('error_description', ''))}. "
                "Check client_id, tenant and scopes, and that the application may be used by devices (Microsoft: "
                '"Allow public client flows"), or use: responder doctor oauth --browser'
            )
        return _Code(
            device_code=str(said["device_code"]),
            user_code=_words(said["user_code"]),
            # Google and drafts of the RFC call it verification_url
            where=_words(said.get("verification_uri") or said["verification_url"]),
            interval=float(said.get("interval") or USUAL_INTERVAL),
            life=float(said.get("expires_in") or USUAL_LIFE),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise TryLater(f"{settings.where_devices_ask} answers what is no device code (HTTP {status})") from error


async def by_browser(
    settings: OAuth, *, client_secret: str, account: str, say: Say, paste: Callable[[], Awaitable[str]] | None = None
) -> str:
    """A refresh token, once the owner has agreed in a browser. `paste` waits for the address at which a browser on
    another machine ended. Raises GiveUp and TryLater."""
    client = WebApplicationClient(settings.client_id)
    verifier, state = client.create_code_verifier(64), secrets.token_urlsafe(24)
    came: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    async with await asyncio.start_server(lambda r, w: _redirected(r, w, state, came), "127.0.0.1", 0) as server:
        # Microsoft leaves the port open only for the name; RFC 8252 section 8.3 prefers the number
        host = "localhost" if settings.provider == "microsoft" else "127.0.0.1"
        here = f"http://{host}:{server.sockets[0].getsockname()[1]}"
        asked = {
            "response_type": "code", "client_id": settings.client_id, "redirect_uri": here, "state": state,
            "scope": " ".join(settings.asked_scopes or ()), "login_hint": account,
            "code_challenge": client.create_code_challenge(verifier, "S256"), "code_challenge_method": "S256",
            # Google gives a refresh token only so, and the second time only with "consent"
            "access_type": "offline", "prompt": "consent",
        }  # fmt: skip
        say(f"Open this in a browser, and log in as {account}:\n\n{settings.where_browsers_ask}?{urlencode(asked)}\n")
        if paste:
            say("If that browser is on another machine, it ends at a page that does not load. Paste its address here:")
        address = await _first(came, paste)
    try:
        # oauthlib refuses http, which RFC 8252 section 8.3 allows on loopback: nothing has left this machine
        client.parse_request_uri_response("https" + address[address.find(":") :], state=state)
        body = client.prepare_request_body(
            redirect_uri=here, code_verifier=verifier, **({"client_secret": client_secret} if client_secret else {})
        )
        return _refresh_token(await _asked(settings, client, body))
    except OAuth2Error as error:
        raise _refused(settings, error) from error
    except ValueError as error:
        raise GiveUp(f"what was pasted is not the address of this agreement: {error}") from error


async def _first(came: asyncio.Future[str], paste: Callable[[], Awaitable[str]] | None) -> str:
    waiting: set[asyncio.Future[str]] = {came}
    if paste:
        waiting.add(asyncio.ensure_future(paste()))
    try:
        done, _ = await asyncio.wait(waiting, timeout=BROWSER_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for one in waiting:
            one.cancel()
    if not done:
        raise GiveUp(f"nobody has agreed within {BROWSER_SECONDS / 60:.0f} minutes; run this again")
    address = done.pop().result().strip()
    if "?" not in address:
        raise GiveUp(
            "what was pasted is no address with a code in it; copy all that stands in the browser's address bar"
        )
    return address


async def _redirected(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: str, came: asyncio.Future[str]
) -> None:
    """One request of a browser, which may also ask for an icon; only one with our state counts."""
    try:
        async with asyncio.timeout(10):
            line = (await reader.readline()).decode("latin-1")[:LONGEST_REQUEST]
        path = [*line.split(), "", ""][1]
        ours = f"state={state}" in urlsplit(path).query.split("&")
        words = b"Thank you. You can close this page." if ours else b"There is nothing here."
        kind = b"200 OK" if ours else b"404 Not Found"
        writer.write(
            b"HTTP/1.1 %s\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
            % (kind, len(words), words)
        )
        await writer.drain()
        if ours and not came.done():
            came.set_result(f"http://127.0.0.1{path}")
    except (OSError, TimeoutError, ValueError):
        pass
    finally:
        writer.close()


async def _asked(settings: OAuth, client: Any, body: str) -> dict[str, Any]:
    """The token endpoint's answer. Raises OAuth2Error as oauthlib reads it, and TryLater."""
    status, text = await asyncio.to_thread(oauth.post, settings.where, body)
    try:
        answer: dict[str, Any] = client.parse_request_body_response(text)
    except OAuth2Error:
        raise
    except (ValueError, TypeError, AttributeError) as error:
        raise TryLater(f"{settings.where} answers what is no token (HTTP {status})") from error
    return answer


def _refresh_token(answer: dict[str, Any]) -> str:
    token = str(answer.get("refresh_token") or "")
    if not token:
        raise GiveUp(
            "the provider gave access, but no refresh token: ask for offline access in mailbox.oauth.scopes (Microsoft: "
            "offline_access)"
        )
    return token


def _refused(settings: OAuth, error: OAuth2Error) -> GiveUp:
    what = {
        "access_denied": "the owner did not agree",
        "authorization_declined": "the owner did not agree",
        "expired_token": "the code has expired; run this again",
        "invalid_grant": "the code has expired or was used; run this again",
        "mismatching_state": "that address belongs to another attempt; run this again",
        "invalid_client": "check mailbox.oauth.client_id and RESPONDER_OAUTH_CLIENT_SECRET",
        "invalid_scope": "check mailbox.oauth.scopes",
    }.get(error.error, "check [mailbox.oauth]")
    return GiveUp(f"{settings.where} gives no refresh token: {what}. It said: {_words(error.error, error.description)}")


def _words(*parts: object) -> str:
    """What a provider said, in one short clean line."""
    text = ": ".join(str(part) for part in parts if part)
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:300]
