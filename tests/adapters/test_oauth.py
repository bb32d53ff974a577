"""Access tokens: asked for once, renewed in time, and a replaced refresh token is never lost."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from responder.adapters.oauth import OAuthTokens
from responder.config import OAuth, Secrets, settings_from
from responder.errors import ConfigError, GiveUp, TryLater
from tests.fixtures.token_server import SECRET, Account, TokenServer


@pytest.fixture(scope="module")
def server() -> Iterator[TokenServer]:
    with TokenServer() as tokens:
        yield tokens


@pytest.fixture
def account(server: TokenServer) -> Account:
    return server.account("support@example.com")


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def the_tokens(
    server: TokenServer,
    account: Account,
    folder: Path,
    *,
    secret: str = SECRET,
    clock: Clock | None = None,
    **changes: object,
) -> OAuthTokens:
    configured = account.refresh_token if not account.forms else account.forms[0].get("refresh_token", "")
    settings = server.settings(account, **changes)
    return OAuthTokens(
        settings, folder / "oauth.json", client_secret=secret, refresh_token=configured, clock=clock or Clock()
    )


def test_a_token_is_asked_for_once_and_replaced_before_it_expires(
    server: TokenServer, account: Account, tmp_path: Path
) -> None:
    clock = Clock()
    tokens = the_tokens(server, account, tmp_path, clock=clock)
    first = tokens()
    clock.now += 3000
    assert tokens() == first
    clock.now += 400
    second = tokens()
    assert second != first
    assert len(account.forms) == 2


def test_a_refused_token_is_replaced_once_for_all_connections_that_it_was_refused_to(
    server: TokenServer, account: Account, tmp_path: Path
) -> None:
    tokens = the_tokens(server, account, tmp_path)
    first = tokens()
    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(tokens, [first] * 8))) == 1
    assert len(account.forms) == 2


@pytest.mark.parametrize("life", [None, "3600", 60, 0])
def test_any_life_that_a_provider_gives_is_taken(
    server: TokenServer, account: Account, tmp_path: Path, life: object
) -> None:
    account.expires_in = life
    clock = Clock()
    tokens = the_tokens(server, account, tmp_path, clock=clock)
    first = tokens()
    clock.now += 20
    assert tokens() == first
    clock.now += 3600
    assert tokens() != first


def test_a_replaced_refresh_token_outlives_the_process_and_only_we_can_read_it(
    server: TokenServer, account: Account, tmp_path: Path
) -> None:
    account.rotates = True
    the_tokens(server, account, tmp_path)()
    the_tokens(server, account, tmp_path)()
    assert account.forms[1]["refresh_token"] != account.forms[0]["refresh_token"]
    kept = tmp_path / "oauth.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert json.loads(kept.read_text())["refresh_token"] == account.refresh_token
    assert account.forms[0]["refresh_token"] not in kept.read_text()


def test_another_configured_refresh_token_counts_more_than_the_kept_one(
    server: TokenServer, account: Account, tmp_path: Path
) -> None:
    account.rotates = True
    the_tokens(server, account, tmp_path)()
    again = server.account("support@example.com")
    the_tokens(server, again, tmp_path)()
    assert again.tokens


def test_two_processes_share_what_the_provider_replaced(server: TokenServer, account: Account, tmp_path: Path) -> None:
    account.rotates = True
    one, other = the_tokens(server, account, tmp_path), the_tokens(server, account, tmp_path)
    token = one()
    other()
    assert one(token) not in ("", token)


def test_a_damaged_file_is_as_none(server: TokenServer, account: Account, tmp_path: Path) -> None:
    (tmp_path / "oauth.json").write_text("{")
    assert the_tokens(server, account, tmp_path)()


def test_a_file_that_cannot_be_written_does_not_stop_the_mail(
    server: TokenServer, account: Account, tmp_path: Path
) -> None:
    account.rotates = True
    (tmp_path / "oauth.json").mkdir()
    tokens = the_tokens(server, account, tmp_path)
    assert tokens(tokens())


def test_an_application_asks_with_its_own_secret_and_no_refresh_token(
    server: TokenServer, account: Account, tmp_path: Path
) -> None:
    assert the_tokens(server, account, tmp_path, flow="client_credentials", scopes=("a", "b"))()
    assert account.forms == [
        {"grant_type": "client_credentials", "client_id": account.client, "client_secret": SECRET, "scope": "a b"}
    ]


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ((400, {}, '{"error": "invalid_grant", "error_description": "gone"}'), "RESPONDER_OAUTH_REFRESH_TOKEN.*gone"),
        ((401, {}, '{"error": "invalid_client"}'), "RESPONDER_OAUTH_CLIENT_SECRET"),
        ((400, {}, '{"error": "invalid_scope"}'), "scopes"),
        ((400, {}, '{"error": "something_new"}'), r"\[mailbox.oauth\].*something_new"),
    ],
)
def test_what_only_a_person_can_mend_is_said(
    server: TokenServer, account: Account, tmp_path: Path, script: tuple[int, dict[str, str], str], words: str
) -> None:
    account.script = [script] * 2
    with pytest.raises(GiveUp, match=words):
        the_tokens(server, account, tmp_path)()


@pytest.mark.parametrize(
    "script",
    [
        (503, {}, "<h1>Sorry</h1>"),
        (500, {}, '{"error": "server_error"}'),
        (429, {"Retry-After": "7"}, ""),
        (200, {}, "<html>Log in to the hotel's network</html>"),
        (200, {}, "[]"),
        (200, {}, "null"),
        (200, {}, ""),
        (200, {}, '{"token_type": "Bearer"}'),
        (200, {}, '{"access_token": "x", "token_type": "mac"}'),
        (307, {"Location": "http://127.0.0.1:9/"}, ""),
    ],
)
def test_what_passes_by_itself_is_tried_later(
    server: TokenServer, account: Account, tmp_path: Path, script: tuple[int, dict[str, str], str]
) -> None:
    account.script = [script]
    tokens = the_tokens(server, account, tmp_path)
    with pytest.raises(TryLater) as error:
        tokens()
    assert error.value.after == (7 if script[0] == 429 else 60)
    assert tokens()


def test_a_provider_that_is_away_is_tried_later(server: TokenServer, account: Account, tmp_path: Path) -> None:
    with pytest.raises(TryLater, match=r"No connection to http://127\.0\.0\.1:9/"):
        the_tokens(server, account, tmp_path, token_url="http://127.0.0.1:9/token")()


def test_no_error_tells_a_secret(server: TokenServer, account: Account, tmp_path: Path) -> None:
    account.refresh_token = "other"
    tokens = OAuthTokens(
        server.settings(account), tmp_path / "oauth.json", client_secret=SECRET, refresh_token="very-secret"
    )
    with pytest.raises(GiveUp) as error:
        tokens()
    assert "very-secret" not in str(error.value)
    assert SECRET not in str(error.value)


# ---------------------------------------------------------------------------------------------- settings


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"provider": "custom"}, "token_url"),
        ({"provider": "custom", "token_url": "http://id.example/token"}, "https"),
        ({"provider": "google", "token_url": "https://id.example/token"}, "token_url"),
        ({"provider": "google", "flow": "client_credentials"}, "refresh_token"),
        ({"provider": "microsoft", "flow": "client_credentials"}, "tenant"),
    ],
)
def test_settings_that_cannot_work_are_refused(values: dict[str, str], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        OAuth.model_validate({"client_id": "x", **values})


def test_each_provider_has_its_own_address_and_scopes() -> None:
    def of(**values: str) -> tuple[str, tuple[str, ...] | None]:
        oauth = OAuth.model_validate({"client_id": "x", **values})
        return oauth.where, oauth.asked_scopes

    assert of(provider="google") == ("https://oauth2.googleapis.com/token", ("https://mail.google.com/",))
    where, delegated = of(provider="microsoft")
    assert where == "https://login.microsoftonline.com/common/oauth2/v2.0/token"
    assert delegated and "offline_access" in delegated and len(delegated) == 3
    where, app_only = of(provider="microsoft", flow="client_credentials", tenant="acme.example")
    assert where == "https://login.microsoftonline.com/acme.example/oauth2/v2.0/token"
    assert app_only == ("https://outlook.office365.com/.default",)


def test_secrets_come_from_the_environment_and_may_differ_by_mailbox() -> None:
    door = {"host": "127.0.0.1", "security": "none"}
    boxes = [{"name": n, "address": f"{n}@example.com", "imap": door, "smtp": door} for n in ("support", "sales")]
    settings = settings_from({"mailbox": boxes})
    secrets = Secrets.of(
        {
            "RESPONDER_OAUTH_REFRESH_TOKEN": "r",
            "RESPONDER_OAUTH_REFRESH_TOKEN_SALES": "s",
            "RESPONDER_OAUTH_CLIENT_SECRET": "c",
        },
        settings,
    )
    assert secrets.oauth_refresh_tokens == {"support": "r", "sales": "s"}
    assert secrets.oauth_client_secrets == {"support": "c", "sales": "c"}
    assert "'r'" not in repr(secrets)


@pytest.mark.parametrize(
    ("ways", "words"), [({"imap": True, "maildir": "x"}, "not by both"), ({}, r"add \[mailbox.imap\], or `maildir`")]
)
def test_mail_comes_in_by_exactly_one_way(ways: dict[str, object], words: str) -> None:
    door = {"host": "127.0.0.1", "security": "none"}
    ways = {k: door if v is True else v for k, v in ways.items()}
    with pytest.raises(ConfigError, match=words):
        settings_from({"mailbox": [{"address": "support@example.com", "smtp": door, **ways}]})
