"""Questions without an answer are heaped by matter, and the heap that costs most comes first."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from responder.steps.gaps import OpenQuestion, clusters, gaps_in, telling_words

AT = datetime(2026, 3, 2, tzinfo=UTC)


def question(text: str, mail: int) -> OpenQuestion:
    return OpenQuestion(text=text, message_id=mail, at=AT)


def test_each_gap_is_counted_in_mails_and_minutes_and_named() -> None:
    asked = [
        question("Is there a fax number?", 1),
        question("Can I ship to Norway?", 2),
        question("What does shipping to Norway cost?", 3),
        question("Norway shipping time", 3),
    ]
    vectors = [(1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.9, 0.435889894), (0.0, 0.96, 0.28)]
    norway, fax = gaps_in(asked, vectors, distance=0.5, minutes_per_mail=6)
    assert (norway.mails, norway.minutes, norway.question) == (2, 12, "Norway shipping time")
    assert norway.words[0] == "norway"
    assert (fax.mails, fax.question) == (1, "Is there a fax number?")
    assert gaps_in([], [], distance=0.5, minutes_per_mail=6) == ()


def test_words_of_all_heaps_name_none() -> None:
    first, second = telling_words([["invoice account", "invoice account total"], ["export account", "export account"]])
    assert first[0] == "invoice" and second[0] == "export"


def by_the_book(matrix: np.ndarray, distance: float) -> set[frozenset[int]]:
    """Average linkage as it is defined: merge the two nearest clusters while they are near enough."""
    apart = 1.0 - matrix @ matrix.T
    heaps = [frozenset([i]) for i in range(len(matrix))]
    while len(heaps) > 1:
        near, a, b = min(
            (float(np.mean([apart[i, j] for i in x for j in y])), m, n)
            for m, x in enumerate(heaps)
            for n, y in enumerate(heaps)
            if m < n
        )
        if near > distance:
            break
        heaps = [h for k, h in enumerate(heaps) if k not in (a, b)] + [heaps[a] | heaps[b]]
    return set(heaps)


@given(st.integers(0, 10_000), st.integers(1, 14), st.sampled_from([0.2, 0.5, 0.8]))
@settings(max_examples=60, deadline=None)
def test_clusters_are_those_of_average_linkage(seed: int, count: int, distance: float) -> None:
    points = np.random.default_rng(seed).normal(size=(count, 3))
    matrix = points / np.linalg.norm(points, axis=1, keepdims=True)
    heaps: dict[int, set[int]] = {}
    for number, heap in enumerate(clusters(matrix, distance=distance)):
        heaps.setdefault(heap, set()).add(number)
    assert {frozenset(h) for h in heaps.values()} == by_the_book(matrix, distance)


def test_equal_questions_are_one_gap() -> None:
    assert clusters(np.asarray([[1.0, 0.0]] * 50, dtype=np.float32), distance=0.5) == [0] * 50
