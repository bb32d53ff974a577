"""The doctor tries every door whatever is wrong with the others, says what it waits for, and has owners agree."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from responder import wiring
from responder.adapters.embedded_mail import EmbeddedMail
from responder.adapters.in_memory import InMemoryStore
from responder.cli import main
from responder.commands import doctor
from responder.config import Secrets, Settings, settings_from
from responder.domain import Probe
from responder.errors import ConfigError, TryLater
from tests.fixtures.mail_servers import DOMAIN, PASSWORD
from tests.fixtures.token_server import SECRET, TokenServer
from tests.worlds import Stage, a_mail, a_stage, the_settings

SUPPORT = f"support@{DOMAIN}"


@pytest.fixture
def tokens() -> Iterator[TokenServer]:
    with TokenServer() as server:
        yield server


def settings_for(mail: EmbeddedMail, folder: Path, dsn: str = "", **changes: Any) -> Settings:
    imap = {"host": mail.host, "port": mail.imap_port, "security": "none", "username": SUPPORT}
    smtp = {**imap, "port": mail.smtp_port}
    box = {"address": SUPPORT, "imap": imap, "smtp": smtp, **changes.pop("box", {})}
    # a database that nobody answers for, unless one is named
    values = {"database": {"dsn": dsn or "host=127.0.0.1 port=1 dbname=none connect_timeout=2"}, "mailbox": [box]}
    values |= {"data_dir": str(folder / "data"), "teams": {"support": {"inbox": "team@acme.example"}}}
    return settings_from({**values, **changes}, folder=folder)


async def told(examination: doctor.Examination, settings: Settings, **environ: str) -> dict[str, tuple[bool, str]]:
    secrets = Secrets.of({"RESPONDER_IMAP_PASSWORD": PASSWORD, **environ}, settings)
    return {what: (good, words) async for good, what, words in examination(settings, secrets)}


async def test_a_database_that_is_down_keeps_no_other_door_from_being_tried(
    embedded_mail: EmbeddedMail, tmp_path: Path
) -> None:
    found = await told(doctor.findings, settings_for(embedded_mail, tmp_path))
    assert [what for what, (good, _) in found.items() if not good] == ["database"]
    assert {"teams", "templates", "mailbox support", "smtp support", "model", "embeddings"} <= set(found)


async def test_a_customers_file_that_cannot_be_read_is_called_so(
    embedded_mail: EmbeddedMail, tmp_path: Path, database_dsn: str
) -> None:
    settings = settings_for(embedded_mail, tmp_path, database_dsn, customers_file="customers.csv")
    found = await told(doctor.findings, settings)
    assert not found["customers"][0]
    assert "customers.csv cannot be read" in found["customers"][1]
    assert found["database"][0] and found["mailbox support"][0] and found["smtp support"][0]
    (tmp_path / "customers.csv").write_text("email,plan\nana@customer.example,pro\n", encoding="utf-8")
    found = await told(doctor.findings, settings)
    assert found["customers"][0]
    assert [what for what, (good, _) in found.items() if not good] == ["knowledge base"]


async def test_a_mailbox_whose_owner_has_not_agreed_does_not_hide_the_next(
    embedded_mail: EmbeddedMail, tmp_path: Path
) -> None:
    settings = settings_for(embedded_mail, tmp_path)
    other = settings.mailbox[0].model_copy(update={"name": "sales"})
    google = settings_from(
        {"mailbox": [{**settings.mailbox[0].model_dump(), "oauth": {"provider": "google", "client_id": "x"}}]}
    ).mailbox[0]
    found = await told(doctor.findings, settings.model_copy(update={"mailbox": (google, other)}))
    assert not found["mailbox support"][0]
    assert "responder doctor oauth" in found["mailbox support"][1]
    assert found["mailbox sales"][0]


async def test_a_model_without_its_key_is_called_so(embedded_mail: EmbeddedMail, tmp_path: Path) -> None:
    found = await told(doctor.findings, settings_for(embedded_mail, tmp_path, models={"use": "claude"}))
    assert not found["model"][0]
    assert "ANTHROPIC_API_KEY" in found["model"][1]
    assert found["mailbox support"][0] and found["embeddings"][0]


# ------------------------------------------------------------------------------------------------- doctor mail


def a_short_probe(settings: Settings, secrets: Secrets) -> AsyncIterator[doctor.Finding]:
    return doctor._probes(settings, secrets, copy_seconds=0.1)


async def test_the_probe_says_what_it_waits_for_and_is_kept(
    embedded_mail: EmbeddedMail, tmp_path: Path, database_dsn: str, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = settings_for(embedded_mail, tmp_path, database_dsn)
    found = await told(a_short_probe, settings)
    assert found["probe support"][0]
    said = capsys.readouterr().out
    assert "waiting up to 120 s for it to come back" in said
    assert "for a copy in Sent" in said
    async with wiring.open_store(settings, Secrets()) as store:
        assert (await wiring.known_probes(store, settings))["support"].keeps_message_id


async def test_a_probe_that_cannot_be_kept_tells_what_it_found_all_the_same(
    embedded_mail: EmbeddedMail, tmp_path: Path
) -> None:
    good, words = (await told(a_short_probe, settings_for(embedded_mail, tmp_path)))["probe support"]
    assert not good
    assert "keeps our Message-ID" in words
    assert "cannot be kept" in words


async def test_a_mailbox_that_does_not_exist_is_named(embedded_mail: EmbeddedMail, tmp_path: Path) -> None:
    def of_sales(settings: Settings, secrets: Secrets) -> Any:
        return doctor._probes(settings, secrets, only="sales")

    found = await told(of_sales, settings_for(embedded_mail, tmp_path))
    assert found == {"mailbox": (False, "there is no [[mailbox]] named 'sales'; there are: support")}


class Noticed(dict[str, Probe]):
    def __init__(self) -> None:
        self.changed = asyncio.Event()

    def update(self, *more: Any, **named: Any) -> None:
        super().update(*more, **named)
        self.changed.set()


async def test_what_is_found_while_a_daemon_runs_counts_from_then_on() -> None:
    store, settings, probes = InMemoryStore(), the_settings(), Noticed()
    found = Probe(at=wiring.now(), keeps_message_id=False, files_sent_itself=True, arrived_after=1, sent_after=2)
    async with wiring._kept_fresh(probes, store, settings, every=0.01), asyncio.timeout(10):
        await wiring.remember_probe(store, "support", found)
        while probes.get("support") != found:
            probes.changed.clear()
            await probes.changed.wait()


async def test_a_database_that_is_away_for_a_while_changes_nothing_of_what_is_known() -> None:
    class Away(InMemoryStore):
        asked = 0
        enough = asyncio.Event()

        async def remembered(self, name: str) -> dict[str, Any] | None:
            self.asked += 1
            if self.asked == 4:
                self.enough.set()
            if self.asked < 3:
                raise TryLater("the database is away")
            return await super().remembered(name)

    found = Probe(at=wiring.now(), keeps_message_id=True, files_sent_itself=True, arrived_after=1, sent_after=2)
    store, probes = Away(), {"support": found}
    async with wiring._kept_fresh(probes, store, the_settings(), every=0.01), asyncio.timeout(10):
        await store.enough.wait()
    assert probes == {"support": found}


# ------------------------------------------------------------------------------------------------- doctor oauth


def with_oauth(mail: EmbeddedMail, folder: Path, tokens: TokenServer, **changes: Any) -> tuple[Settings, Any]:
    account = tokens.account(SUPPORT, interval=0.01, patience=["authorization_pending"], **changes)
    oauth = tokens.settings(account, scopes=("mail",)).model_dump()
    return settings_for(mail, folder, box={"oauth": oauth}), account


async def test_an_owner_agrees_once_and_the_token_is_kept(
    embedded_mail: EmbeddedMail, tmp_path: Path, tokens: TokenServer, capsys: pytest.CaptureFixture[str]
) -> None:
    settings, account = with_oauth(embedded_mail, tmp_path, tokens)
    with pytest.raises(ConfigError, match="responder doctor oauth"):
        async with wiring.open_mail(settings, Secrets.of({}, settings), {}):
            pass
    found = await told(doctor._agreements, settings, RESPONDER_OAUTH_CLIENT_SECRET=SECRET)
    assert found["oauth support"][0]
    assert "enter the code WDJB-MJHT" in capsys.readouterr().out
    secrets = Secrets.of({"RESPONDER_OAUTH_CLIENT_SECRET": SECRET}, settings)
    assert wiring.oauth_tokens(settings.mailbox[0], settings, secrets)() in account.tokens
    async with wiring.open_mail(settings, secrets, {}):
        pass  # and the daemon starts
    assert account.refresh_token not in str(found)


async def test_where_nobody_can_agree_it_is_said(
    embedded_mail: EmbeddedMail, tmp_path: Path, tokens: TokenServer
) -> None:
    found = await told(doctor._agreements, settings_for(embedded_mail, tmp_path))
    assert "nothing to agree to" in found["oauth"][1]
    oauth = {"provider": "custom", "client_id": "x", "token_url": "https://id.example/token"}
    found = await told(doctor._agreements, settings_for(embedded_mail, tmp_path, box={"oauth": oauth}))
    assert "authorize_url" in found["oauth support"][1]


# ------------------------------------------------------------------------------------------------- mail that is piped in


def piped(**changes: Any) -> Settings:
    door = {"host": "127.0.0.1", "port": 1, "security": "none"}
    box = {"address": SUPPORT, "take_in": True, "smtp": door, **changes}
    return settings_from({"mailbox": [box], "teams": {"support": {"inbox": "team@acme.example"}}})


def test_a_mailbox_may_have_no_folder_if_it_says_so() -> None:
    door = {"host": "127.0.0.1", "security": "none"}
    assert piped().mailbox[0].poll_seconds
    with pytest.raises(ConfigError, match=r"take_in = true says .*\[mailbox.imap\]"):
        piped(imap=door)
    with pytest.raises(ConfigError, match=r"take_in = true says .*maildir"):
        piped(maildir="Maildir")
    with pytest.raises(ConfigError, match="archive needs a folder"):
        piped(archive="archive@support.test")
    with pytest.raises(ConfigError, match=r"or take_in = true if your mail server hands"):
        piped(take_in=False)


async def test_a_mailbox_without_a_folder_is_not_looked_into(tmp_path: Path) -> None:
    settings = piped().model_copy(update={"data_dir": str(tmp_path)})
    async with wiring.open_mail(settings, Secrets.of({}, settings), {}) as (mailboxes, outboxes):
        assert mailboxes == ()
        assert list(outboxes) == ["support"]
    found = await told(doctor._probes, settings)
    assert found["probe support"][0]
    assert "take-in" in found["probe support"][1]


async def test_what_was_piped_in_is_answered_without_a_folder() -> None:
    from dataclasses import replace

    from responder.commands.take_in import take_over

    stage: Stage = await a_stage()
    stage.world = replace(stage.world, mailboxes=())
    assert await take_over(a_mail(), "support", stage.store, stage.world.reader, stage.settings) == 1
    await stage.handle()
    assert [row["outcome"] for row in await stage.messages()] == ["answered"]
    assert len(stage.sent) == 1


def test_the_doctor_names_what_is_well_formed_and_cannot_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], database_dsn: str
) -> None:
    file = tmp_path / "responder.toml"
    file.write_text(
        f'database.dsn = "{database_dsn}"\nknowledge.sources = ["nowhere"]\nteams.support.inbox = "t@b.example"\n'
        '[[mailbox]]\naddress = "a@b.example"\ntake_in = true\nsmtp.host = "127.0.0.1"\nsmtp.port = 9\n',
        encoding="utf-8",
    )
    assert main(["doctor", "-c", str(file)]) == 1
    said = capsys.readouterr().out
    assert "well-formed, but see below" in said and "knowledge.sources: there is no" in said
