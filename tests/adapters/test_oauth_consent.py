"""The first refresh token: by a code that the owner types in somewhere, or by a browser that comes back to us."""

from __future__ import annotations

import asyncio
import json
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from responder.adapters import oauth_consent
from responder.adapters.oauth import OAuthTokens
from responder.config import OAuth
from responder.errors import GiveUp, TryLater
from tests.fixtures.token_server import SECRET, Account, TokenServer


@pytest.fixture(scope="module")
def server() -> Iterator[TokenServer]:
    with TokenServer() as tokens:
        yield tokens


@pytest.fixture
def account(server: TokenServer) -> Account:
    return server.account("support@example.com")


class Owner:
    """Hears what is said, and lets time pass."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.waited: list[float] = []

    def say(self, words: str) -> None:
        self.heard.append(words)

    async def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)


async def by_code(server: TokenServer, account: Account, owner: Owner, *, secret: str = "", **changes: object) -> str:
    settings = server.settings(account, **changes)
    return await oauth_consent.by_device_code(settings, client_secret=secret, say=owner.say, sleep=owner.sleep)


# ------------------------------------------------------------------------------------------------- device code


async def test_the_owner_is_told_where_and_what_to_type_and_the_token_comes_when_they_have(
    server: TokenServer, account: Account
) -> None:
    account.patience = ["authorization_pending", "slow_down", "authorization_pending"]
    owner = Owner()
    token = await by_code(server, account, owner, scopes=("mail", "offline_access"))
    assert token == account.refresh_token
    assert "WDJB-MJHT" in owner.heard[0]
    assert "/activate" in owner.heard[0]
    assert owner.waited == [5, 5, 10, 10]
    assert account.forms[0] == {"client_id": account.client, "scope": "mail offline_access"}
    assert account.forms[1]["grant_type"] == "urn:ietf:params:oauth:grant-type:device_code"
    assert "client_secret" not in account.forms[1]


async def test_an_application_with_a_secret_proves_itself(server: TokenServer, account: Account) -> None:
    await by_code(server, account, Owner(), secret=SECRET)
    assert account.forms[-1]["client_secret"] == SECRET


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("access_denied", "did not agree"),
        ("authorization_declined", "did not agree"),
        ("expired_token", "run this again"),
        ("bad_verification_code", r"check \[mailbox.oauth\].*bad_verification_code"),
    ],
)
async def test_a_no_is_told_in_words(server: TokenServer, account: Account, said: str, words: str) -> None:
    account.patience = [said]
    with pytest.raises(GiveUp, match=words):
        await by_code(server, account, Owner())


async def test_nobody_is_waited_for_longer_than_the_code_lives(server: TokenServer, account: Account) -> None:
    account.patience = ["authorization_pending"] * 1000
    owner = Owner()
    with pytest.raises(GiveUp, match="expired without anybody agreeing"):
        await by_code(server, account, owner)
    assert sum(owner.waited) == 900


async def test_a_provider_that_is_away_for_a_while_is_asked_more_slowly(server: TokenServer, account: Account) -> None:
    code = json.dumps({"device_code": "d", "user_code": "U", "verification_url": "https://id.example/device"})
    account.script = [(200, {}, code), (503, {}, ""), (502, {}, "<html>")]
    owner = Owner()
    assert await by_code(server, account, owner)
    assert owner.waited == [5, 10, 20]
    assert "https://id.example/device" in owner.heard[0]


@pytest.mark.parametrize("answer", ["", "[]", "null", "{}", '{"device_code": "d"}', "<html>"])
async def test_an_answer_that_is_no_code_is_said(server: TokenServer, account: Account, answer: str) -> None:
    account.script = [(200, {}, answer)]
    with pytest.raises(TryLater, match="no device code"):
        await by_code(server, account, Owner())


async def test_an_application_that_devices_may_not_use_says_what_to_switch_on(
    server: TokenServer, account: Account
) -> None:
    account.script = [(400, {}, '{"error": "unauthorized_client", "error_description": "no\\nsuch"}')]
    with pytest.raises(GiveUp, match=r"no such.*public client flows.*--browser"):
        await by_code(server, account, Owner())


async def test_an_agreement_without_offline_access_is_worth_nothing(server: TokenServer, account: Account) -> None:
    code = json.dumps({"device_code": "d", "user_code": "U", "verification_uri": "https://id.example/device"})
    account.script = [(200, {}, code), (200, {}, '{"access_token": "a", "token_type": "Bearer"}')]
    with pytest.raises(GiveUp, match="offline_access"):
        await by_code(server, account, Owner())


# ------------------------------------------------------------------------------------------------- browser


def opened(owner: Owner) -> str:
    """What a browser ends at, if the owner agrees."""
    address = re.findall(r"http\S+/authorize\?\S+", "\n".join(owner.heard))[0]

    class Stop(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None:
            return None

    try:
        urllib.request.build_opener(Stop).open(address, timeout=10)
    except urllib.error.HTTPError as error:
        return str(error.headers["Location"])
    raise AssertionError("no redirect")


async def by_browser(
    server: TokenServer, account: Account, owner: Owner, *, pasted: str = "", goes: bool = True, who: str = ""
) -> str:
    async def paste() -> str:
        end = await asyncio.to_thread(opened, owner)
        if pasted:
            return pasted.replace("{end}", end)
        if goes:
            end = end.replace("?", "/?")  # as browsers do
            base = end.split("?")[0]
            for address in (f"{base}favicon.ico", f"{base}?code=stolen&state=other"):
                with pytest.raises(urllib.error.HTTPError):
                    await asyncio.to_thread(urllib.request.urlopen, address, timeout=10)
            await asyncio.to_thread(urllib.request.urlopen, end, timeout=10)
        await asyncio.sleep(60)
        return ""

    async with asyncio.timeout(20):
        return await oauth_consent.by_browser(
            server.settings(account, scopes=("mail",)),
            client_secret=SECRET, account=who or account.email, say=owner.say, paste=paste,
        )  # fmt: skip


async def test_a_browser_on_this_machine_comes_back_by_itself(server: TokenServer, account: Account) -> None:
    assert await by_browser(server, account, Owner()) == account.refresh_token
    asked, form = account.forms
    assert asked["redirect_uri"].startswith("http://127.0.0.1:")
    assert (asked["access_type"], asked["scope"], asked["login_hint"]) == ("offline", "mail", "support@example.com")
    assert form["code_verifier"] not in asked.values()


async def test_the_address_of_a_browser_on_another_machine_is_pasted(server: TokenServer, account: Account) -> None:
    assert await by_browser(server, account, Owner(), pasted="  {end}\n") == account.refresh_token


@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        ("", "no address"),
        ("yes", "no address"),
        ("http://127.0.0.1/?code=x&state=other", "another attempt"),
    ],
)
async def test_something_else_that_is_pasted_is_refused(
    server: TokenServer, account: Account, pasted: str, words: str
) -> None:
    with pytest.raises(GiveUp, match=words):
        await by_browser(server, account, Owner(), pasted=pasted or "\n")
    assert len(account.forms) == 1


async def test_an_owner_who_says_no(server: TokenServer, account: Account) -> None:
    with pytest.raises(GiveUp, match="did not agree"):
        await by_browser(server, account, Owner(), who="nobody@example.com")


# ------------------------------------------------------------------------------------------------- what comes of it


@pytest.mark.parametrize("configured", ["", "an old one, revoked"])
async def test_an_agreement_counts_at_once_for_every_process_and_beside_an_old_token(
    server: TokenServer, account: Account, tmp_path: Path, configured: str
) -> None:
    def process() -> OAuthTokens:
        return OAuthTokens(
            server.settings(account), tmp_path / "oauth.json", client_secret=SECRET, refresh_token=configured
        )

    assert process().may_ask is bool(configured)
    process().agreed(await by_code(server, account, Owner()))
    assert process().may_ask
    assert process()() == account.tokens[-1]


async def test_a_token_that_cannot_be_kept_is_said(server: TokenServer, account: Account, tmp_path: Path) -> None:
    (tmp_path / "oauth.json").mkdir()
    tokens = OAuthTokens(server.settings(account), tmp_path / "oauth.json", client_secret="", refresh_token="")
    with pytest.raises(TryLater, match="cannot be written"):
        tokens.agreed("new")


def test_google_gives_mail_to_browsers_only_and_microsoft_to_both() -> None:
    google = OAuth(provider="google", client_id="x")
    assert (google.where_devices_ask, bool(google.where_browsers_ask)) == ("", True)
    microsoft = OAuth(provider="microsoft", client_id="x", tenant="acme.example")
    assert microsoft.where_devices_ask == "https://login.microsoftonline.com/acme.example/oauth2/v2.0/devicecode"
    assert microsoft.where_browsers_ask == "https://login.microsoftonline.com/acme.example/oauth2/v2.0/authorize"
    custom = OAuth(provider="custom", client_id="x", token_url="https://id.example/token")
    assert (custom.where_devices_ask, custom.where_browsers_ask) == ("", "")


@pytest.mark.parametrize("name", ["device_url", "authorize_url"])
def test_an_address_that_is_not_encrypted_is_refused(name: str) -> None:
    values = {"provider": "custom", "client_id": "x", "token_url": "https://id.example/token"}
    with pytest.raises(ValueError, match="https"):
        OAuth.model_validate({**values, name: "http://id.example/x"})
