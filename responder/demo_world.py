"""The demo's stage: an invented company, its mail world on loopback, its customers' mails and what should come of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from responder.config import Secrets, Settings, settings_from

PACKAGE = Path(__file__).parent
CHECKOUT = PACKAGE.parent

SUPPORT = "support@planwren.example"
AGENT = "dana@planwren.example"
TEAMS = ("support", "billing", "trust")
INBOXES = ("team@planwren.example", "billing@planwren.example", "trust@planwren.example")
PASSWORD = "demo"


@dataclass(frozen=True, slots=True)
class DemoMail:
    """One customer's mail and what should come of it."""

    name: str
    raw: bytes
    after: str | None
    """name of the mail whose answer it answers, or that must be through before"""
    outcome: str
    rules: tuple[str, ...]
    """rules of which one should decide; empty: any"""


def folder_of(packaged: str, checkout: str) -> Path:
    """Data of the installed package, or of the checkout that it runs from."""
    inside = PACKAGE / packaged
    return inside if inside.is_dir() else CHECKOUT / checkout


def mails() -> list[DemoMail]:
    folder = folder_of("demo_mails", "tests/mails/demo")
    return [
        DemoMail(
            name=row["mail"],
            raw=(folder / row["mail"]).read_bytes(),
            after=row["after"],
            outcome=row["outcome"],
            rules=tuple(row["rules"]),
        )
        for row in json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    ]


def settings(data_dir: Path, *, imap_port: int, smtp_port: int) -> Settings:
    door: dict[str, Any] = {"host": "127.0.0.1", "security": "none", "username": SUPPORT}
    return settings_from(
        {
            "product": {"name": "Planwren", "help_url": "https://help.planwren.example"},
            "mailbox": [
                {
                    "name": "support",
                    "address": SUPPORT,
                    "imap": {**door, "port": imap_port, "poll_seconds": 5},
                    "smtp": {**door, "port": smtp_port},
                    "trust_all_senders": True,
                }
            ],
            "teams": {t: {"inbox": inbox, "agents": [AGENT]} for t, inbox in zip(TEAMS, INBOXES, strict=True)},
            "intents": {
                "billing_query": {"team": "billing"},
                "refund_request": {"team": "billing"},
                "abuse_report": {"team": "trust"},
            },
            "autonomy": {"mode": "auto"},
            "knowledge": {"sources": [str(folder_of("kb", "kb"))]},
            "customers_file": str(folder_of("demo_mails", "tests/mails/demo") / "customers.csv"),
            "data_dir": str(data_dir),
            "work": {"unknown_grace_seconds": 5},
        }
    )


def settings_file(settings: Settings) -> str:
    """The settings that commands beside the running demo need, as TOML. Its mail servers end with it."""
    lines = [
        "# Written by `responder demo`, to look at its tickets with the other commands.",
        f"customers_file = {json.dumps(settings.customers_file)}",
        f"data_dir = {json.dumps(settings.data_dir)}",
        "[product]",
        f"name = {json.dumps(settings.product.name)}",
        f"help_url = {json.dumps(settings.product.help_url)}",
        "[autonomy]",
        f"mode = {json.dumps(settings.autonomy.mode)}",
        "[knowledge]",
        f"sources = {json.dumps(list(settings.knowledge.sources))}",
    ]
    for mailbox in settings.mailbox:
        lines += ["[[mailbox]]", f"name = {json.dumps(mailbox.name)}", f"address = {json.dumps(mailbox.address)}"]
        lines += ["trust_all_senders = true", "take_in = true"]
        lines += ["[mailbox.smtp]", 'host = "127.0.0.1"', f"port = {mailbox.smtp.port}", 'security = "none"']
    for name, team in settings.teams.items():
        lines += [f"[teams.{name}]", f"inbox = {json.dumps(team.inbox)}", f"agents = {json.dumps(list(team.agents))}"]
    for name, intent in settings.intents.items():
        if intent.team != "support":
            lines += [f"[intents.{name}]", f"team = {json.dumps(intent.team)}"]
    return "\n".join(lines) + "\n"


def secrets(anthropic_api_key: str) -> Secrets:
    return Secrets(
        anthropic_api_key=anthropic_api_key,
        imap_passwords={"support": PASSWORD},
        smtp_passwords={"support": PASSWORD},
    )
