"""How the benchmarks say what they measured."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

import psutil


def tell(what: str, values: Sequence[float], unit: str) -> None:
    """One line: the median and the spread of all rounds."""
    low, high = min(values), max(values)
    print(f"{what:<66} {statistics.median(values):10.2f} {unit}   ({low:.2f} – {high:.2f}, {len(values)} rounds)")


def own_cpu_seconds(process: psutil.Process, besides: str = "postgres") -> float:
    """CPU of a process and its children, those of the embedded PostgreSQL left out."""
    return sum(sum(p.cpu_times()[:2]) for p in _ours(process, besides))


def resident_mb(process: psutil.Process, besides: str = "postgres") -> float:
    """Memory that belongs to the process and its children (PSS: shared pages counted once)."""
    return sum(p.memory_full_info().pss for p in _ours(process, besides)) / 1e6


def _ours(process: psutil.Process, besides: str) -> list[psutil.Process]:
    children = process.children(recursive=True)
    return [process, *(c for c in children if c.is_running() and besides not in c.name())]
