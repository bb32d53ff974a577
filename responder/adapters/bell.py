"""Wakes sleeping workers when there is work: as many as there is work for, not all fifty for one mail."""

from __future__ import annotations

import asyncio
from collections import deque
from contextvars import ContextVar
from typing import Literal

Kind = Literal["answer", "send"]

_looked_for: ContextVar[tuple[Kind, int] | None] = ContextVar("looked_for", default=None)
"""what this worker looked for last, and how often the bell had rung for it then"""


class Bell:
    """Call `looks_for` before looking, `wait` when nothing was found, `ring` when something came.

    A ring between the look and the wait is not lost: `wait` then returns at once.
    """

    def __init__(self) -> None:
        self._rung: dict[Kind, int] = {"answer": 0, "send": 0}
        self._sleeping: dict[Kind, deque[asyncio.Future[None]]] = {"answer": deque(), "send": deque()}

    def looks_for(self, kind: Kind) -> None:
        _looked_for.set((kind, self._rung[kind]))

    def ring(self, kind: Kind, count: int = 1) -> None:
        """Wake at most `count` workers that looked for this kind of work."""
        self._rung[kind] += 1
        sleeping = self._sleeping[kind]
        while sleeping and count > 0:
            sleeper = sleeping.popleft()
            if not sleeper.done():
                sleeper.set_result(None)
                count -= 1

    def ring_all(self) -> None:
        for kind in self._sleeping:
            self.ring(kind, len(self._sleeping[kind]))

    async def wait(self, seconds: float) -> None:
        """Return at a ring for what this worker looked for, or for anything if it looked for nothing; or in time."""
        looked = _looked_for.get()
        if looked and self._rung[looked[0]] != looked[1]:
            return
        woken = asyncio.get_running_loop().create_future()
        kinds: tuple[Kind, ...] = (looked[0],) if looked else ("answer", "send")
        for kind in kinds:
            self._sleeping[kind].append(woken)
        try:
            await asyncio.wait([woken], timeout=seconds)
        finally:
            for kind in kinds:
                if woken in self._sleeping[kind]:
                    self._sleeping[kind].remove(woken)
            woken.cancel()
