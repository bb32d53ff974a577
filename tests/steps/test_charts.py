"""Pictures of what was graded: well-formed, self-contained, and true to the figures."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from xml.etree import ElementTree

import pytest

from responder.domain import LadderStep, Licence
from responder.steps import calibration, charts
from responder.steps.certificate import RiskMonitor
from tests.steps.test_calibration import START, a_grade, honest_grades

ODD = "Rück<b>&\"frage'\x00\ud800 of a very, very long name that no bar could be labelled with"
LICENCES = (
    Licence(intent="billing", stage="auto", threshold=0.8, alpha=0.05, delta=0.1, changed_at=START),
    Licence(intent=ODD, alpha=0.05, delta=0.1, changed_at=START),
)
STEPS = (
    LadderStep(at=START, intent="billing", before="review", after="veto", why="Proven."),
    LadderStep(at=START + timedelta(days=9), intent="billing", before="veto", after="auto", why="1 < 2 & so on"),
)


def some_evidence() -> calibration.Evidence:
    return calibration.evidence(honest_grades(600), 0.05, 0.1, intent=ODD)


def nothing() -> calibration.Evidence:
    return calibration.evidence([], 0.05, 0.1)


def the_monitor(*wrong: bool) -> tuple[RiskMonitor, ...]:
    states = [RiskMonitor(alpha=0.05)]
    for one in wrong:
        states.append(states[-1].after(one))
    return tuple(states)


PICTURES: dict[str, Callable[[], str]] = {
    "reliability": lambda: charts.reliability(some_evidence()),
    "reliability of nothing": lambda: charts.reliability(nothing()),
    "errors": lambda: charts.risk_coverage(some_evidence(), fixed=0.75, chosen=0.9),
    "errors without an answer": lambda: charts.risk_coverage(some_evidence(), fixed=1.5),
    "errors of nothing": lambda: charts.risk_coverage(nothing(), fixed=0.75),
    "errors of one": lambda: charts.risk_coverage(calibration.evidence([a_grade(1)], 0.05, 0.1), fixed=0.75),
    "evidence": lambda: charts.evidence_bars([some_evidence(), nothing()]),
    "evidence of nothing": lambda: charts.evidence_bars([]),
    "ladder": lambda: charts.ladder(LICENCES, STEPS, START + timedelta(days=30)),
    "ladder of nothing": lambda: charts.ladder((), (), START),
    "monitor": lambda: charts.monitor(the_monitor(*[n % 3 == 0 for n in range(300)]), ODD),
    "monitor of nothing": lambda: charts.monitor(the_monitor()),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_well_formed_titled_and_points_to_nowhere(name: str) -> None:
    text = PICTURES[name]()
    root = ElementTree.fromstring(text.encode())
    assert root.find("{http://www.w3.org/2000/svg}title") is not None
    assert not re.search(r"href|<script|url\(|nan|inf\b", text)


@pytest.mark.parametrize("name", PICTURES)
def test_nothing_is_drawn_beside_the_paper(name: str) -> None:
    root = ElementTree.fromstring(PICTURES[name]().encode())
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    for piece in root.iter():
        if piece.tag.endswith(("polyline", "polygon")):
            corners = [tuple(map(float, pair.split(","))) for pair in piece.attrib["points"].split()]
        elif piece.tag.endswith(("circle", "text")):
            corners = [(float(piece.get("x", piece.get("cx", 0))), float(piece.get("y", piece.get("cy", 0))))]
        else:
            continue
        assert all(0 <= x <= width and 0 <= y <= height for x, y in corners), (name, ElementTree.tostring(piece))


def test_the_chosen_point_says_what_it_answers_and_how_wrong() -> None:
    grades = [a_grade(n, confidence=0.9, right=n > 2) for n in range(1, 101)]
    grades += [a_grade(n, confidence=0.2, right=False) for n in range(101, 201)]
    picture = charts.risk_coverage(calibration.evidence(grades, 0.05, 0.1), chosen=0.9)
    assert "chosen: from 0.9 on, 50% answered, 2.0% wrong" in picture


def test_a_bar_says_what_is_missing_for_a_proof() -> None:
    few = calibration.evidence([a_grade(n) for n in range(1, 21)], 0.05, 0.1, intent="billing")
    assert f"20 · {few.missing} missing" in charts.evidence_bars([few])


def test_promotions_stand_where_they_happened_with_their_reason() -> None:
    picture = charts.ladder(LICENCES, STEPS, START + timedelta(days=30))
    assert picture.count("<polygon") == 2 and "veto to auto. 1 &lt; 2 &amp; so on" in picture
