"""The option that most commands share: which settings file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from responder import wiring
from responder.config import Secrets, Settings, load, settings_from


def config_option(parser: argparse.ArgumentParser, *, required: bool = False) -> None:
    parser.add_argument(
        "-c",
        "--config",
        type=Path,
        metavar="FILE",
        required=required,
        help="settings file; without it the defaults, with the embedded database in ./.responder",
    )


def action_parser(actions: Any, name: str, short: str, description: str) -> argparse.ArgumentParser:
    """A command of a command: one line for the list, and a paragraph for its own --help."""
    parser: argparse.ArgumentParser = actions.add_parser(name, help=short, description=description)
    return parser


def settings_of(args: argparse.Namespace) -> tuple[Settings, Secrets]:
    """The settings and secrets that a command works with. Raises ConfigError."""
    settings = load(args.config) if args.config else settings_from({})
    return settings, Secrets.of(wiring.environment(), settings)
