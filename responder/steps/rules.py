"""Tables of named rules: an admin reads them from top to bottom, a test walks them, a diff shows what changed.

A rule is a function that returns "" when it has nothing to say, else its reason in plain words for an agent, with the
evidence: which field, which value. Every rule of a table is asked, so that a decision records all that was found.
"""

from __future__ import annotations

import dis
from collections.abc import Callable, Sequence
from functools import cache
from typing import Literal

from responder.config import Settings
from responder.domain import Case, Reason, Verdict

Rule = Callable[[Case, Settings], str]
Table = Literal["screening", "before drafting", "before sending"]


def look(table: Table, rules: Sequence[Rule], case: Case, settings: Settings) -> tuple[Verdict, ...]:
    """One verdict for each rule, in the order of the table."""
    return tuple(Verdict(table=table, rule=rule.__name__, reason=rule(case, settings)) for rule in rules)


Look = Callable[[Table, Sequence[Rule], Case, Settings], tuple[Verdict, ...]]


def look_again(before: Sequence[Verdict], *, unless: frozenset[Rule] = frozenset()) -> Look:
    """`look` for a case that was looked at before: a rule that asks no settings cannot say anything else than it said.

    Those are the rules that read long texts, so that thousands of cases can be judged again in seconds. `unless` names
    rules that ask only such settings as are still the same."""

    def look_once_more(table: Table, rules: Sequence[Rule], case: Case, settings: Settings) -> tuple[Verdict, ...]:
        names, asking = _names_and_asking(tuple(rules), unless)
        known = [verdict for verdict in before if verdict.table == table]
        if [verdict.rule for verdict in known] != names:
            # the table was another one then, or was not reached
            said = {verdict.rule: verdict for verdict in known}
            known = [said.get(rule.__name__) or look(table, (rule,), case, settings)[0] for rule in rules]
        for number, rule in asking:
            reason = rule(case, settings)
            if reason != known[number].reason:
                known[number] = Verdict(table=table, rule=names[number], reason=reason)
        return tuple(known)

    return look_once_more


@cache
def _names_and_asking(rules: tuple[Rule, ...], unless: frozenset[Rule]) -> tuple[list[str], list[tuple[int, Rule]]]:
    """Names in the order of the table, and place and rule of those that ask settings."""
    asking = [(number, rule) for number, rule in enumerate(rules) if asks_settings(rule) and rule not in unless]
    return [rule.__name__ for rule in rules], asking


@cache
def asks_settings(rule: Rule) -> bool:
    """Does the rule's code use its second argument at all? Without it, the case alone decides."""
    code = getattr(rule, "__code__", None)
    if code is None or code.co_argcount != 2:
        return True
    settings = code.co_varnames[1]
    # since Python 3.13 one instruction may load two variables
    used = (i.argval if isinstance(i.argval, tuple) else (i.argval,) for i in dis.get_instructions(code))
    return any(settings in names for names in used)


def reasons(verdicts: Sequence[Verdict]) -> tuple[Reason, ...]:
    """The rules that spoke."""
    return tuple(Reason(rule=verdict.rule, text=verdict.reason) for verdict in verdicts if verdict.reason)


def shortened(value: str, most: int = 80) -> str:
    """Evidence in one line."""
    value = " ".join(value[: most * 10].split())
    return value if len(value) <= most else value[: most - 1] + "…"
