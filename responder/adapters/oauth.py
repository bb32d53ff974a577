"""OAuth 2.0 access tokens for a mailbox (RFC 6749), of Google, Microsoft 365 or any other provider.

oauthlib makes the requests and reads the answers; they travel over the standard library. An access token is used until
shortly before it expires, and is replaced at once when a mail server refuses it. Some providers hand out a new refresh
token with each access token and then revoke the old one: the newest is kept in a file that only we can read.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from oauthlib.oauth2 import BackendApplicationClient, Client, OAuth2Error

from responder.config import OAuth
from responder.errors import GiveUp, ResponderError, TryLater

log = logging.getLogger(__name__)

SECONDS_TO_WAIT = 30.0
EARLY = 300.0
"""seconds before its end at which a token is replaced, or half of its life if that is less"""
USUAL_LIFE = 3600.0
"""seconds; when the provider does not say (RFC 6749 section 5.1 only recommends it)"""
LONGEST_ANSWER = 1_000_000

AccessToken = Callable[[str], str]
"""Gives a token, never the one that it is told was refused ("": none was). Blocks; may be called from any thread."""


class OAuthTokens:
    """The access tokens of one account, shared by all of its connections: `tokens(refused)` is an `AccessToken`.

    `kept` is the file for a refresh token that the provider has replaced. Calls raise TryLater when the provider is
    away and GiveUp when it refuses the application or the refresh token.
    """

    def __init__(
        self,
        settings: OAuth,
        kept: Path,
        *,
        client_secret: str,
        refresh_token: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self.kept = kept
        self._secret = client_secret
        self._configured = refresh_token
        self._refresh_token = refresh_token
        self._clock = clock
        self._lock = threading.Lock()
        self._token = ""
        self._fresh_until = 0.0

    def __call__(self, refused: str = "") -> str:
        with self._lock:
            if not self._token or self._token == refused or self._clock() >= self._fresh_until:
                self._renew()
            return self._token

    @property
    def may_ask(self) -> bool:
        """Is there a refresh token, or none needed?"""
        return self._settings.flow == "client_credentials" or bool(self._configured or self._remembered())

    def agreed(self, refresh_token: str) -> None:
        """The owner has agreed (anew): from now on this token counts, for every process. Raises TryLater when it cannot
        be written."""
        with self._lock:
            self._refresh_token, self._token = refresh_token, ""
            if not self._remember(refresh_token):
                raise TryLater(
                    f"{self.kept} cannot be written, so the refresh token is lost; make room and run this again"
                )

    def _renew(self) -> None:
        if self._settings.flow == "client_credentials":
            self._take(self._ask(BackendApplicationClient(self._settings.client_id), refresh_token=""))
            return
        client = Client(self._settings.client_id)
        self._refresh_token = self._remembered() or self._refresh_token
        try:
            answer = self._ask(client, refresh_token=self._refresh_token)
        except GiveUp:
            # another process of ours may have renewed it between our reading and our asking
            newer = self._remembered()
            if not newer or newer == self._refresh_token:
                raise
            self._refresh_token = newer
            answer = self._ask(client, refresh_token=newer)
        self._take(answer)

    def _take(self, answer: dict[str, Any]) -> None:
        life = float(answer.get("expires_in") or USUAL_LIFE)
        self._token = str(answer["access_token"])
        self._fresh_until = self._clock() + life - min(EARLY, life / 2)
        rotated = str(answer.get("refresh_token") or "")
        if self._settings.flow == "refresh_token" and rotated and rotated != self._refresh_token:
            self._refresh_token = rotated
            self._remember(rotated)

    # ---------------------------------------------------------------------------------------------- asking

    def _ask(self, client: Client, *, refresh_token: str) -> dict[str, Any]:
        form: dict[str, Any] = {"scope": self._settings.asked_scopes}
        if self._secret:
            form["client_secret"] = self._secret
        if self._settings.flow == "client_credentials":
            body = client.prepare_request_body(include_client_id=True, **form)
        else:
            body = client.prepare_refresh_body(refresh_token=refresh_token, client_id=client.client_id, **form)
        status, answer = post(self._settings.where, body)
        try:
            token: dict[str, Any] = client.parse_request_body_response(answer)
        except OAuth2Error as error:
            raise self._refused(status, error) from error
        except (ValueError, TypeError, AttributeError) as error:
            raise TryLater(f"{self._settings.where} answers what is no token (HTTP {status})", after=60) from error
        if status != 200 or str(token.get("token_type", "bearer")).lower() != "bearer":
            raise TryLater(f"{self._settings.where} answers what is no bearer token (HTTP {status})", after=60)
        return token

    def _refused(self, status: int, error: OAuth2Error) -> ResponderError:
        words = " ".join(f"{error.error}: {error.description or 'no reason given'}".split())[:300]
        if error.error in ("temporarily_unavailable", "server_error", "missing_token"):
            return TryLater(f"{self._settings.where} gives no access token for now (HTTP {status}): {words}", after=60)
        what = {
            "invalid_grant": "the refresh token has expired or was revoked: have the account's owner agree again with "
            "`responder doctor oauth`, or set another RESPONDER_OAUTH_REFRESH_TOKEN",
            "invalid_client": "check mailbox.oauth.client_id and RESPONDER_OAUTH_CLIENT_SECRET, which may have expired",
            "unauthorized_client": "check mailbox.oauth.client_id, .tenant and .flow",
            "invalid_scope": "check mailbox.oauth.scopes",
        }.get(error.error, "check [mailbox.oauth]")
        return GiveUp(f"{self._settings.where} gives no access token: {what}. It said: {words}")

    # ---------------------------------------------------------------------------------------------- remembering

    def _remembered(self) -> str:
        """The newest refresh token that grew out of the configured one: whoever sets another one means that one."""
        with suppress(OSError, ValueError, KeyError, TypeError):
            kept = json.loads(self.kept.read_text(encoding="utf-8"))
            if kept["grown_from"] == _fingerprint(self._configured):
                return str(kept["refresh_token"])
        return ""

    def _remember(self, token: str) -> bool:
        """Whole or not at all, and readable by us alone from its first byte on."""
        fresh = self.kept.with_name(f"{self.kept.name}.{os.getpid()}.new")
        try:
            self.kept.parent.mkdir(parents=True, exist_ok=True)
            fresh.unlink(missing_ok=True)
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
                json.dump({"grown_from": _fingerprint(self._configured), "refresh_token": token}, file)
                file.flush()
                os.fsync(file.fileno())
                if os.geteuid() == 0:  # run by an admin; the daemon must be able to read it
                    owner = self.kept.parent.stat()
                    os.fchown(file.fileno(), owner.st_uid, owner.st_gid)
            fresh.replace(self.kept)
            return True
        except OSError as error:
            log.error(
                "%s cannot be written (%s): the provider's new refresh token is lost when this process ends",
                self.kept, error,
            )  # fmt: skip
            return False


def post(url: str, body: str) -> tuple[int, str]:
    """HTTP status and text of a form's answer; a 429 or 5xx, or no connection, is a TryLater."""
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    request = urllib.request.Request(url, body.encode(), headers)
    try:
        with _opener.open(request, timeout=SECONDS_TO_WAIT) as answer:
            return answer.status, answer.read(LONGEST_ANSWER).decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        with error:
            if error.code == 429 or error.code >= 500:
                wait = error.headers.get("Retry-After", "")
                after = min(float(wait), 3600.0) if wait.isdigit() else 60.0
                raise TryLater(f"{url} is not ready: HTTP {error.code}", after=after) from error
            return error.code, error.read(LONGEST_ANSWER).decode("utf-8", "replace")
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise TryLater(f"No connection to {url} for an access token: {reason}", after=30) from error


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A secret goes to the address in the settings and nowhere else."""

    def redirect_request(self, *_: Any) -> None:
        return None


_opener = urllib.request.build_opener(_NoRedirects)


def _fingerprint(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
