"""Documents that are generated from the code say what the code does. `make docs` writes them."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

from responder.cli import COMMANDS
from responder.settings_text import annotated

ROOT = Path(__file__).parent.parent
MARKS = re.compile(r"(<!-- commands -->\n).*?(<!-- /commands -->)", re.S)


def commands() -> str:
    rows = [(name, importlib.import_module(f"responder.commands.{name.replace('-', '_')}").HELP) for name in COMMANDS]
    return "| | |\n|---|---|\n" + "".join(f"| `responder {name}` | {text} |\n" for name, text in rows)


def readme_with(table: str) -> str:
    return MARKS.sub(lambda found: found[1] + table + found[2], (ROOT / "README.md").read_text(encoding="utf-8"))


def test_the_annotated_settings_file_is_current():
    assert (ROOT / "deploy/responder.toml").read_text(encoding="utf-8") == annotated(), "run `make docs`"


def test_the_readme_lists_every_command():
    assert (ROOT / "README.md").read_text(encoding="utf-8") == readme_with(commands()), "run `make docs`"


if __name__ == "__main__":
    (ROOT / "deploy/responder.toml").write_text(annotated(), encoding="utf-8")
    (ROOT / "README.md").write_text(readme_with(commands()), encoding="utf-8")
