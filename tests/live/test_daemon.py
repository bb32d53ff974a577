"""`responder run` over real Postfix, Dovecot and PostgreSQL, with a Messages API on loopback for the model."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default as mail_policy
from pathlib import Path
from typing import Any

import pytest

from responder.adapters.hashing_embedder import DIMENSION, HashingEmbedder
from tests.fixtures.embeddings_server import EmbeddingsServer
from tests.fixtures.mail_servers import PASSWORD, Postfix
from tests.live.daemon import DaemonProcess, inbox, until
from tests.worlds import PASSWORD_ARTICLE, a_mail

pytestmark = [pytest.mark.live, pytest.mark.xdist_group("live")]


class Company:
    """A customer, a support mailbox and a team on the real servers, and the daemon between them."""

    def __init__(self, postfix: Postfix, folder: Path, dsn: str) -> None:
        self.postfix, self.folder = postfix, folder
        self.support, self.team, self.customer = (postfix.dovecot.new_user() for _ in range(3))
        self.daemon = DaemonProcess(folder, PASSWORD)
        (folder / "kb").mkdir()
        (folder / "kb" / "reset-your-password.md").write_text(
            f"---\ntitle: {PASSWORD_ARTICLE.title}\nurl: {PASSWORD_ARTICLE.url}\n---\n{PASSWORD_ARTICLE.body}"
        )
        doors = postfix.settings(self.support)
        self.values: dict[str, Any] = {
            "data_dir": str(folder / "data"),
            "product": {"name": "Acme"},
            "mailbox": [
                {
                    "address": self.support,
                    "archive": self.support.replace("@", "+archive@"),
                    "trust_all_senders": True,
                    "imap": {**doors.imap.model_dump(), "poll_seconds": 1.0},
                    "smtp": doors.smtp.model_dump(),
                }
            ],
            "teams": {"support": {"inbox": self.team}},
            "database": {"dsn": dsn},
            "autonomy": {"mode": "auto"},
            "thresholds": {"confidence": 0.1, "passage_cosine": 0.1, "intent_confidence": 0.0},
            "knowledge": {"sources": ["kb"]},
            "work": {"workers": 4, "senders": 2, "lease_seconds": 5.0, "unknown_grace_seconds": 5.0},
            "models": {"use": "offline"},
        }

    def start(self, **environ: str) -> None:
        self.daemon.write(self.values)
        self.daemon.start(**environ)

    def write_in(self, raw: bytes) -> None:
        """The customer's server hands the mail to ours, as on the internet."""
        import smtplib

        with smtplib.SMTP("localhost", self.postfix.smtp_port, timeout=20) as smtp:
            smtp.sendmail(self.customer, [self.support], raw)

    def mail(self, text: str = "Hello,\n\nhow do I reset my password?\n\nAnna\n", **headers: str) -> bytes:
        headers.setdefault("message_id", f"<{len(text)}.{self.customer}>")
        return a_mail(text, sender=f"Anna Meyer <{self.customer}>", to=self.support, **headers)

    def inbox(self, user: str, folder: str = "INBOX") -> list[Any]:
        dovecot = self.postfix.dovecot
        raws = inbox(dovecot.imaps_port, dovecot.ca_file, user, PASSWORD, folder)
        return [message_from_bytes(raw, policy=mail_policy) for raw in raws]

    def soon(self, user: str, count: int = 1, *, seconds: float = 40) -> list[Any]:
        """The user's mails, once there are `count`."""
        return until(
            lambda: (found := self.inbox(user)) and len(found) >= count and found,
            seconds=seconds,
            why=self.daemon.log,
        )


@pytest.fixture
def company(postfix: Postfix, tmp_path: Path, database_dsn: str) -> Iterator[Company]:
    company = Company(postfix, tmp_path, database_dsn)
    yield company
    if company.daemon.process and company.daemon.process.poll() is None:
        company.daemon.process.kill()
        company.daemon.process.wait(5)


def test_a_mail_comes_in_through_postfix_and_the_answer_arrives_back(company: Company):
    company.start()
    company.write_in(company.mail())
    [reply] = company.soon(company.customer)
    assert "Forgot your password?" in reply.get_body(("plain",)).get_content()
    assert reply["In-Reply-To"] == company.mail().split(b"Message-ID: ")[1].split(b"\r\n")[0].decode()
    until(lambda: company.inbox(company.support, "Sent"), why=company.daemon.log)
    assert not company.inbox(company.team)
    assert company.daemon.stop() == 0


def test_a_handoff_arrives_and_the_agents_words_come_back_to_the_customer(company: Company):
    company.start()
    company.write_in(company.mail("I want to speak to a real person about my invoice.\n"))
    [handoff] = company.soon(company.team)
    agents_address = handoff["Reply-To"].addresses[0].addr_spec
    answer = a_mail(
        "Hello Anna, I will call you at ten.\n", sender=company.team, to=agents_address, message_id="<a@team>"
    )
    import smtplib

    with smtplib.SMTP("localhost", company.postfix.smtp_port, timeout=20) as smtp:
        smtp.sendmail(company.team, [agents_address], answer)
    [relayed] = company.soon(company.customer)
    assert "I will call you at ten." in relayed.get_body(("plain",)).get_content()
    assert relayed["From"].addresses[0].addr_spec == company.support


def test_claude_over_http_reads_drafts_and_is_answered(company: Company, model_server: Any):
    company.values["models"] = {"use": "claude", "base_url": model_server.url}
    company.start(ANTHROPIC_API_KEY="test-key")
    company.write_in(company.mail())
    [reply] = company.soon(company.customer)
    assert "Forgot your password?" in reply.get_body(("plain",)).get_content()


def test_sigterm_ends_it_within_ten_seconds(company: Company):
    company.start()
    company.write_in(company.mail())
    company.soon(company.customer)
    assert company.daemon.stop(seconds=10) == 0


def test_changed_settings_are_taken_over_and_wrong_ones_are_not(company: Company):
    company.start()
    company.write_in(company.mail())
    company.soon(company.customer)
    company.daemon.config.write_text("this is = not [ right")
    until(lambda: "the old ones stay in force" in company.daemon.log(), why=company.daemon.log)
    company.daemon.write({**company.values, "customers_file": "missing.csv"})
    until(lambda: "cannot be used, the old ones stay in force" in company.daemon.log(), why=company.daemon.log)
    company.values["autonomy"]["mode"] = "review"
    company.daemon.write(company.values)
    until(lambda: "autonomy: review" in company.daemon.log(), why=company.daemon.log)
    company.write_in(company.mail("How can I reset my password, please?\n"))
    company.soon(company.team)
    assert len(company.inbox(company.customer)) == 1


def test_another_embedding_model_is_taken_over_without_a_gap(company: Company, embeddings: EmbeddingsServer):
    embeddings.vectors_of = lambda texts: asyncio.run(HashingEmbedder().embed(texts))
    embeddings.may_answer.clear()
    company.start()
    until(lambda: "answering" in company.daemon.log(), why=company.daemon.log)
    company.values["knowledge"]["embeddings"] = {"url": embeddings.url, "model": "new", "dimension": DIMENSION}
    company.daemon.write(company.values)
    assert embeddings.asked.wait(40), company.daemon.log()
    company.write_in(company.mail("Please tell me how to reset my password.\n"))
    company.soon(company.customer)  # by the old model: the new one has not given a single vector yet
    assert not embeddings.answered.is_set()
    embeddings.may_answer.set()
    until(lambda: "searching with the new model" in company.daemon.log(), why=company.daemon.log)
    company.write_in(company.mail("How would one reset a password?\n"))
    company.soon(company.customer, 2)
    assert company.inbox(company.team) == []


STEPS = (
    "fetched", "stored", "claimed", "screened", "read", "drafted", "decided", "concluded",
    "sending", "accepted", "sent", "copied", "filed",
)  # fmt: skip


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_no_mail_is_lost_and_none_answered_twice(company: Company, step: str):
    company.start(RESPONDER_KILL_AT=step)
    company.write_in(company.mail())
    assert company.daemon.process
    assert company.daemon.process.wait(40) == -9, company.daemon.log()
    company.start()
    until(lambda: company.inbox(company.customer) or company.inbox(company.team), seconds=40, why=company.daemon.log)
    # a second mail of another kind proves that the daemon goes on, and gives a late second answer the time to show
    company.write_in(company.mail("I want to speak to a real person, please.\n"))
    until(
        lambda: any("speak to a real person" in str(m) for m in company.inbox(company.team)),
        seconds=40,
        why=company.daemon.log,
    )
    answers = len(company.inbox(company.customer))
    told = len(company.inbox(company.team)) - 1
    # only a kill between "I am sending" and the server's word leaves it open; then a person is told instead
    assert (answers, told) == ((0, 1) if step == "sending" else (1, 0)), company.daemon.log()
    assert company.daemon.stop() == 0
