"""Tables of named rules: an admin reads them from top to bottom, a test walks them, a diff shows what changed.

A rule is a function that returns "" when it has nothing to say, else its reason in plain words for an agent, with the
evidence: which field, which value. Every rule of a table is asked, so that a decision records all that was found.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from responder.config import Settings
from responder.domain import Case, Reason, Verdict

Rule = Callable[[Case, Settings], str]
Table = Literal["screening", "before drafting", "before sending"]


def look(table: Table, rules: Sequence[Rule], case: Case, settings: Settings) -> tuple[Verdict, ...]:
    """One verdict for each rule, in the order of the table."""
    return tuple(Verdict(table=table, rule=rule.__name__, reason=rule(case, settings)) for rule in rules)


def reasons(verdicts: Sequence[Verdict]) -> tuple[Reason, ...]:
    """The rules that spoke."""
    return tuple(Reason(rule=verdict.rule, text=verdict.reason) for verdict in verdicts if verdict.spoke)


def shortened(value: str, most: int = 80) -> str:
    """Evidence in one line."""
    value = " ".join(value[: most * 10].split())
    return value if len(value) <= most else value[: most - 1] + "…"
