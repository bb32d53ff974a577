"""Writes the annotated settings file from the fields of `config`, so that it cannot say anything else."""

from __future__ import annotations

import textwrap
from typing import Any, get_args

import annotated_types
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from responder import config
from responder.intents import DEFAULT_INTENTS

HEAD = """\
# Settings of Responder. Every setting stands here with its default; a line that begins with "#" is in force as it is.
# Passwords and keys never stand in this file. They come from the environment:
#   RESPONDER_IMAP_PASSWORD, RESPONDER_SMTP_PASSWORD (defaults to the IMAP one; add _<MAILBOX> for one of several)
#   RESPONDER_OAUTH_CLIENT_SECRET, RESPONDER_OAUTH_REFRESH_TOKEN (the same suffix)
#   RESPONDER_DATABASE_PASSWORD, ANTHROPIC_API_KEY
# Check a changed file with: responder config check FILE. A running daemon takes over a right file and keeps the old
# settings while the new file is wrong.
"""

EXAMPLES: dict[str, Any] = {
    "mailbox.address": "support@example.com",
    "mailbox.imap.host": "imap.example.com",
    "mailbox.imap.username": "support@example.com",
    "mailbox.smtp.host": "smtp.example.com",
    "mailbox.smtp.username": "support@example.com",
    "mailbox.oauth.provider": "microsoft",
    "mailbox.oauth.client_id": "00000000-0000-0000-0000-000000000000",
    "teams.support.inbox": "team@example.com",
}
"""What an admin has to fill in; these lines are not commented out."""


def annotated() -> str:
    """The whole file, as TOML that `config.load` accepts."""
    parts = [HEAD]
    parts.append(_table("product", config.Product))
    parts.append(_table("mailbox", config.MailboxSettings, header="[[mailbox]]"))
    parts.append(_table("mailbox.imap", config.Imap))
    parts.append(_table("mailbox.smtp", config.Smtp))
    parts.append(_left_out(_table("mailbox.oauth", config.OAuth)))
    parts.append(_table("teams.support", config.Team))
    for name in ("autonomy", "thresholds", "limits", "knowledge", "models", "reply", "report", "work", "database"):
        section = config.Settings.model_fields[name].annotation
        assert isinstance(section, type) and issubclass(section, BaseModel)
        parts.append(_table(name, section))
        if name == "knowledge":
            parts.append(_left_out(_table("knowledge.embeddings", config.Embeddings)))
    parts.append(_top_level())
    parts.append(_intents())
    # TOML: keys of the top level must come before the first table
    parts.insert(1, parts.pop(-2))
    return "\n".join(parts)


def _table(path: str, section: type[BaseModel], *, header: str = "") -> str:
    lines = [header or f"[{path}]"]
    for name, field in section.model_fields.items():
        if any(
            isinstance(a, type) and issubclass(a, BaseModel) for a in (field.annotation, *get_args(field.annotation))
        ):
            continue
        lines += _setting(f"{path}.{name}", name, field)
    return "\n".join(lines) + "\n"


def _left_out(table: str) -> str:
    """A table that not everybody needs, with its header and its needed settings commented out too."""
    return "\n".join(f"# {line}" if line and not line.startswith("#") else line for line in table.split("\n"))


def _top_level() -> str:
    lines = []
    for name in ("default_intents", "customers_file", "own_templates", "data_dir"):
        lines += _setting(name, name, config.Settings.model_fields[name])
    return "\n".join(lines) + "\n"


def _setting(path: str, name: str, field: FieldInfo) -> list[str]:
    default = field.get_default(call_default_factory=True)
    value = EXAMPLES.get(path, default)
    notes = [n for n in (_range(field), _choices(field)) if n]
    text = (field.description or "") + (f" [{'; '.join(notes)}]" if notes else "")
    lines = ["# " + line for line in textwrap.wrap(text, 116)]
    active = path in EXAMPLES or default is PydanticUndefined
    return ["", *lines, f"{'' if active else '# '}{name} = {_toml(value)}"]


def _range(field: FieldInfo) -> str:
    low = next((m.ge for m in field.metadata if isinstance(m, annotated_types.Ge)), None)
    high = next((m.le for m in field.metadata if isinstance(m, annotated_types.Le)), None)
    if low is None and high is None:
        return ""
    if high is None:
        return f"at least {low}"
    return f"{low} to {high}"


def _choices(field: FieldInfo) -> str:
    words = [a for a in get_args(field.annotation) if isinstance(a, str)]
    return " | ".join(f'"{w}"' for w in words)


def _intents() -> str:
    lines = [
        "# What customers want. These eight are in force as they are. A table of the same name changes only the settings that",
        "# it names; one of another name is added.",
        *(
            "# " + line
            for name, info in config.Intent.model_fields.items()
            for line in textwrap.wrap(f"{name}: {info.description}", 112, subsequent_indent="    ")
        ),
        "",
    ]
    for name, values in DEFAULT_INTENTS.items():
        lines.append(f"# [intents.{name}]")
        for key, value in values.items():
            if isinstance(value, tuple):
                lines += [f"# {key} = [", *(f"#   {_toml(v)}," for v in value), "# ]"]
            else:
                lines.append(f"# {key} = {_toml(value)}")
        lines.append("")
    return "\n".join(lines)


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, dict):
        return "{" + ", ".join(f" {key} = {_toml(v)}" for key, v in value.items()) + " }"
    return "[" + ", ".join(_toml(v) for v in value) + "]"
