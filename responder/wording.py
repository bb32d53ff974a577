"""Renders templates/: prompts for the model and mails for people. The only file that knows jinja2.

A value that a template names and the caller does not give is an error, never an empty string. HTML templates escape
everything. Templates are compiled once.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, select_autoescape

from responder.errors import ConfigError

PACKAGED = Path(__file__).parent / "templates"
CHECKOUT = Path(__file__).parent.parent / "templates"


def templates_dir() -> Path:
    """The templates of the installed package, or of the checkout that it runs from."""
    return PACKAGED if PACKAGED.is_dir() else CHECKOUT


@lru_cache(maxsize=8)
def _environment(own: str) -> Environment:
    folders = [own, str(templates_dir())] if own else [str(templates_dir())]
    environment = Environment(
        loader=FileSystemLoader(folders),
        undefined=StrictUndefined,
        autoescape=select_autoescape(enabled_extensions=("html", "html.jinja"), default=False),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.filters["percent"] = lambda share: f"{share * 100:.0f} %"
    return environment


def render(template: str, *, own_templates: str = "", **values: Any) -> str:
    """`template` is a path below templates/, such as "mail/handoff.txt.jinja"; `own_templates` a folder of the admin's
    whose files come first. Raises ConfigError that names the template when it cannot be rendered."""
    try:
        return _environment(own_templates).get_template(template).render(**values)
    except TemplateError as error:
        raise ConfigError(f"template {template}: {error}") from error


def sources(folder: str, *, own_templates: str = "") -> str:
    """The text of all templates of a folder, such as "prompts", the admin's own in place of ours."""
    found = {file.name: file for file in sorted((templates_dir() / folder).glob("*.jinja"))}
    if own_templates:
        found |= {file.name: file for file in sorted((Path(own_templates) / folder).glob("*.jinja"))}
    return "\n".join(f"{name}\n{file.read_text(encoding='utf-8')}" for name, file in sorted(found.items()))
