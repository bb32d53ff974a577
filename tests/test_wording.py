"""Templates render, a missing value is an error, HTML is escaped, and an admin's own template comes first."""

from __future__ import annotations

from pathlib import Path

import pytest

from responder.errors import ConfigError
from responder.steps.languages import FRAMES
from responder.wording import render, templates_dir

MAIL = sorted(path.name for path in (templates_dir() / "mail").glob("*.jinja"))


def test_mails_for_customers_and_for_agents_have_text_and_html() -> None:
    for name in ("reply", "relay", "handoff", "quarantine", "undelivered"):
        assert {f"{name}.txt.jinja", f"{name}.html.jinja"} <= set(MAIL)


@pytest.mark.parametrize("name", [name for name in MAIL if name not in ("words.jinja", "automatic.txt.jinja")])
def test_a_missing_value_is_an_error_that_names_the_template(name: str) -> None:
    with pytest.raises(ConfigError, match=name.replace(".", r"\.")):
        render(f"mail/{name}")


def test_every_language_has_the_same_fixed_words(tmp_path: Path) -> None:
    (tmp_path / "keys.jinja").write_text(
        '{% from "mail/words.jinja" import words %}{% for l in words %}{{ l }}:{{ words[l]|sort|join(",") }};{% endfor %}'
    )
    found = dict(line.split(":") for line in render("keys.jinja", own_templates=str(tmp_path)).rstrip(";").split(";"))
    assert set(found) == set(FRAMES)
    assert len(set(found.values())) == 1


def test_an_admins_own_template_comes_first(tmp_path: Path) -> None:
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "quarantine.subject.jinja").write_text("Look: {{ ticket }}")
    assert render("mail/quarantine.subject.jinja", own_templates=str(tmp_path), ticket=7) == "Look: 7"


def test_html_templates_escape_and_text_templates_do_not(tmp_path: Path) -> None:
    for name in ("a.html.jinja", "a.txt.jinja"):
        (tmp_path / name).write_text("{{ value }}")
    assert render("a.html.jinja", own_templates=str(tmp_path), value="<b>'\"") == "&lt;b&gt;&#39;&#34;"
    assert render("a.txt.jinja", own_templates=str(tmp_path), value="<b>'\"") == "<b>'\""


def test_no_mail_loads_anything_from_elsewhere() -> None:
    for name in MAIL:
        source = (templates_dir() / "mail" / name).read_text()
        assert not any(word in source for word in ("<img", "<link", "@import", "url(", "<script", "src="))


def test_a_template_that_is_not_there_is_named() -> None:
    with pytest.raises(ConfigError, match=r"no-such\.txt\.jinja"):
        render("mail/no-such.txt.jinja")
