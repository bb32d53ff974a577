"""Readers of mail (ports.MailReader): in this process, or in limited child processes that may die of a mail.

A parser that meets hostile bytes may loop, eat memory or crash below Python. Children take that: each has a CPU and a
memory limit, mails are handed to them several at a time, and a mail that kills its child, or takes too long, comes back
as "unreadable: …" while the others go to a fresh one. Children are started anew (no fork of a threaded process), talk
over their own pipes, and end when the pipe closes, so they die with the parent.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import pickle
import signal
import struct
import sys
import time
from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from responder.domain import Fetched, Message
from responder.errors import TryLater

SECONDS_PER_MAIL = 5.0
"""then the child is killed and the mail is unreadable"""
SLOW_AFTER = 0.4
"""seconds; then what waits behind a slow mail goes to another child"""
JUDGING_SECONDS = 15.0
"""for the language and the sender's DKIM key (DNS)"""
MEMORY = 512 * 1024 * 1024
"""octets of address space of a child"""
IN_HAND = 32
"""mails handed to one child at once"""
OCTETS_IN_HAND = 512 * 1024
"""a mail beyond it is large: it goes to an idle child, and one child is left for the others"""
LARGE_SLOW_AFTER = 1.5
"""seconds; nothing waits behind a large mail, so a new child for its sake would only take the processor from it"""

_CODE = str(Path(__file__).parents[2])
"""where the package lies, for children of a parent that was started from elsewhere"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderOptions:
    """What the settings say about the mails of one mailbox."""

    languages: tuple[str, ...] = ()
    """ISO 639-1 codes that are told apart for sure; empty: languages are not told at all"""
    trusted_authserv_ids: tuple[str, ...] = ()
    trust_all: bool = False


class DirectMailReader:
    """Reads in this process: for tests, and for mail that is known to be harmless."""

    def __init__(self, options: Mapping[str, ReaderOptions] | None = None) -> None:
        self._options = dict(options or {})

    async def read(self, mailbox: str, mails: Sequence[Fetched]) -> list[Message]:
        from responder.adapters.mail_parser import parse

        options = self._options.get(mailbox, ReaderOptions())
        read = []
        for mail in mails:
            message = parse(mail.raw, received_at=mail.received_at, mailbox=mailbox)
            read.append(_judged(_with_note(message, mail), mail.raw, options))
        return read

    async def close(self) -> None:
        return None


class ProcessMailReader:
    """Reads in a pool of limited child processes. `options` by mailbox name; `children` run at once."""

    def __init__(
        self,
        options: Mapping[str, ReaderOptions] | None = None,
        *,
        children: int = 2,
        seconds_per_mail: float = SECONDS_PER_MAIL,
        memory: int = MEMORY,
    ) -> None:
        self._options = dict(options or {})
        self._wanted = children
        self._seconds = seconds_per_mail
        self._memory = memory
        self._waiting: deque[_Job] = deque()
        self._large: deque[_Job] = deque()
        self._children: list[_Child] = []
        self._starting = 0
        self._failed_starts = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False
        # DNS for a DKIM key takes its time: several at once, off the event loop
        self._judges = ThreadPoolExecutor(max_workers=32, thread_name_prefix="judge")

    async def read(self, mailbox: str, mails: Sequence[Fetched]) -> list[Message]:
        """Raises TryLater only when no child can be started at all."""
        return list(await asyncio.gather(*(self._read_one(mailbox, mail) for mail in mails)))

    async def close(self) -> None:
        self._closed = True
        for child in list(self._children):
            child.kill()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for job in (*self._waiting, *self._large):
            job.fail(TryLater("the mail reader was closed"))
        self._waiting.clear()
        self._large.clear()
        self._judges.shutdown(wait=False, cancel_futures=True)

    async def _read_one(self, mailbox: str, mail: Fetched) -> Message:
        loop = asyncio.get_running_loop()
        # a pickle of its own for the small part: the raw mail is not copied on the event loop
        job = _Job(pickle.dumps((mailbox, mail.received_at), protocol=5), mail.raw, loop.create_future())
        self._line_for(job).append(job)
        self._feed()
        answer = await job.answer
        if isinstance(answer, str):
            return _unreadable(mailbox, mail, answer)
        message = _with_note(answer, mail)
        options = self._options.get(mailbox, ReaderOptions())
        judging = loop.run_in_executor(self._judges, _judged, message, mail.raw, options)
        try:
            async with asyncio.timeout(JUDGING_SECONDS):
                return await judging
        except TimeoutError:  # nobody is proven to have written it, so a person gets it
            return message

    # -- handing out

    def _line_for(self, job: _Job) -> deque[_Job]:
        return self._large if self._wanted > 1 and job.is_large else self._waiting

    def _feed(self) -> None:
        if self._closed:
            return
        kept_free = self._feed_large()
        while self._waiting:
            child = next((c for c in self._children if c is not kept_free and c.has_room_for(self._waiting[0])), None)
            if child is None:
                break
            child.give(self._waiting.popleft())
        healthy = sum(not c.slow for c in self._children)
        if self._waiting or self._large:
            for _ in range(self._wanted - healthy - self._starting):
                self._starting += 1
                task = asyncio.get_running_loop().create_task(self._run_child())
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    def _feed_large(self) -> _Child | None:
        """Give the next large mail away. The child that gets no more small ones, so that a large one can have it."""
        healthy = [child for child in self._children if not child.slow]
        reading = sum(any(job.is_large for job in child.in_hand) for child in healthy)
        if not self._large or reading >= self._wanted - 1 or len(healthy) < 2:
            return None
        child = min(healthy, key=lambda c: (any(job.is_large for job in c.in_hand), len(c.in_hand)))
        if child.in_hand:
            return child
        child.give(self._large.popleft())
        return self._feed_large()

    async def _run_child(self) -> None:
        """One child from its start to its end."""
        try:
            child = await _Child.start(self._memory, self._seconds)
        except (OSError, asyncio.IncompleteReadError, TimeoutError) as error:
            self._starting -= 1
            self._could_not_start(error)
            return
        self._starting -= 1
        self._failed_starts = 0
        self._children.append(child)
        watch = asyncio.get_running_loop().create_task(self._watch(child))
        try:
            self._feed()
            while True:
                child.answered(await child.receive())
                self._feed()
        except (asyncio.IncompleteReadError, ConnectionError, EOFError):
            pass
        finally:
            watch.cancel()
            child.kill()
            if child in self._children:
                self._children.remove(child)
            self._take_back(child)
            await child.ended()

    async def _watch(self, child: _Child) -> None:
        """A slow mail keeps nobody waiting, and a mail that takes too long ends its child."""
        while True:
            await asyncio.sleep(SLOW_AFTER / 4)
            if not child.in_hand:
                continue
            seconds = time.monotonic() - child.head_since
            if seconds > (LARGE_SLOW_AFTER if child.in_hand[0].is_large else SLOW_AFTER) and not child.slow:
                child.slow = True
                behind = [child.in_hand.pop() for _ in range(len(child.in_hand) - 1)]
                self._waiting.extendleft(behind)
                child.abandoned = len(behind)
                self._feed()
            if seconds > self._seconds or sum(c.slow for c in self._children) > 4 * self._wanted:
                child.timed_out = True
                child.kill()
                return

    def _take_back(self, child: _Child) -> None:
        """What a dead child had in hand: the first is what killed it, the others are innocent."""
        if child.in_hand:
            head = child.in_hand.popleft()
            head.deaths += 1
            if child.timed_out:
                head.answer_with(f"unreadable: this mail took longer than {self._seconds:g} seconds to read")
            elif head.deaths >= 2:  # once may be chance: the machine was short of memory, somebody stopped the child
                head.answer_with("unreadable: this mail ends the process that reads it")
            elif self._closed:
                head.fail(TryLater("the mail reader was closed"))
            else:
                self._line_for(head).appendleft(head)
        self._waiting.extendleft(reversed(child.in_hand))
        child.in_hand.clear()
        if not self._closed:
            self._feed()

    def _could_not_start(self, error: Exception) -> None:
        self._failed_starts += 1
        if self._failed_starts < 3:
            self._feed()
            return
        self._failed_starts = 0
        for line in (self._waiting, self._large):
            while line:
                line.popleft().fail(TryLater(f"no process that reads mail can be started: {error!r}"))


@dataclass(slots=True, eq=False)
class _Job:
    head: bytes
    raw: bytes
    answer: asyncio.Future[Message | str]
    deaths: int = 0

    @property
    def is_large(self) -> bool:
        return len(self.raw) > OCTETS_IN_HAND

    def answer_with(self, answer: Message | str) -> None:
        if not self.answer.done():
            self.answer.set_result(answer)

    def fail(self, error: Exception) -> None:
        if not self.answer.done():
            self.answer.set_exception(error)


@dataclass(slots=True, eq=False)
class _Child:
    process: asyncio.subprocess.Process
    in_hand: deque[_Job] = field(default_factory=deque)
    head_since: float = 0.0
    slow: bool = False
    timed_out: bool = False
    abandoned: int = 0
    """answers still to come for mails that another child got"""

    @classmethod
    async def start(cls, memory: int, seconds: float) -> _Child:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            "from responder.adapters.mail_reader import serve; serve()",
            str(memory),
            str(seconds),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join([_CODE, os.environ.get("PYTHONPATH", "")]).strip(os.pathsep),
            },
            start_new_session=True,  # Ctrl-C is for the parent, which closes the pipes
            limit=1 << 20,
        )
        child = cls(process)
        try:
            assert process.stdout is not None
            async with asyncio.timeout(30):
                await process.stdout.readexactly(1)  # "ready"
        except BaseException:
            child.kill()
            await child.ended()
            raise
        return child

    def has_room_for(self, job: _Job) -> bool:
        if self.slow:
            return False
        octets = sum(len(j.raw) for j in self.in_hand)
        return not self.in_hand or (len(self.in_hand) < IN_HAND and octets + len(job.raw) <= OCTETS_IN_HAND)

    def give(self, job: _Job) -> None:
        if not self.in_hand:
            self.head_since = time.monotonic()
        self.in_hand.append(job)
        assert self.process.stdin is not None
        with contextlib.suppress(ConnectionError, RuntimeError):  # a dead child is noticed where its answers are read
            self.process.stdin.write(struct.pack("!II", len(job.head), len(job.raw)) + job.head)
            self.process.stdin.write(job.raw)

    async def receive(self) -> Message:
        assert self.process.stdout is not None
        (size,) = struct.unpack("!I", await self.process.stdout.readexactly(4))
        answer: Message = pickle.loads(await self.process.stdout.readexactly(size))
        return answer

    def answered(self, message: Message) -> None:
        self.head_since = time.monotonic()
        if self.in_hand:
            self.in_hand.popleft().answer_with(message)
            return
        # what follows a slow mail was given to others meanwhile; when all that is through, this child is as new
        self.abandoned -= 1
        if self.abandoned <= 0:
            self.slow, self.abandoned = False, 0

    def kill(self) -> None:
        # not process.kill(): it would reap a child that is dead already, behind the back of the loop's own watcher
        if self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.process.pid, signal.SIGKILL)

    async def ended(self) -> None:
        if self.process.stdin is not None:
            self.process.stdin.close()
        await self.process.wait()


def _judged(message: Message, raw: bytes, options: ReaderOptions) -> Message:
    """Add what needs large models or the network: the language, and who is proven to have written."""
    from responder.adapters.authentication import authenticate

    if options.languages:
        from responder.adapters.language import language_of

        message = replace(message, language=language_of(message.reply_text or message.text, options.languages))
    proven = authenticate(
        raw,
        message.headers,
        message.sender,
        trusted_authserv_ids=options.trusted_authserv_ids,
        trust_all=options.trust_all,
    )
    return replace(message, authentication=proven)


def _with_note(message: Message, mail: Fetched) -> Message:
    if not mail.skipped:
        return message
    return replace(message, defects=(*message.defects, f"unreadable: {mail.skipped}"))


def _unreadable(mailbox: str, mail: Fetched, why: str) -> Message:
    sha256 = hashlib.sha256(mail.raw).hexdigest()
    return Message(raw_sha256=sha256, fingerprint=sha256, mailbox=mailbox, received_at=mail.received_at, defects=(why,))


# ---------------------------------------------------------------------------------------------------- in the child


def serve() -> None:
    """Read requests from standard input and answer on standard output until the pipe closes."""
    import resource

    memory, seconds = int(sys.argv[1]), float(sys.argv[2])
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing that a library prints may come between the answers
    from responder.adapters.mail_parser import parse, warm_up

    warm_up()
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers.write(b"r")
    answers.flush()
    while len(sizes := requests.read(8)) == 8:
        of_head, of_raw = struct.unpack("!II", sizes)
        mailbox, received_at = pickle.loads(requests.read(of_head))
        raw = requests.read(of_raw)
        # RLIMIT_CPU counts from the start of the process. Should the parent die while a mail loops here, this ends it.
        used = time.process_time()
        resource.setrlimit(resource.RLIMIT_CPU, (int(used + seconds + 2), resource.RLIM_INFINITY))
        answer = pickle.dumps(parse(raw, received_at=received_at, mailbox=mailbox), protocol=5)
        answers.write(struct.pack("!I", len(answer)) + answer)
        answers.flush()
