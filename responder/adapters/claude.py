"""Claude as the language model: a small model reads, a larger one drafts with citations.

Whatever comes back is checked here as if an attacker had written it: anything but a whole, valid answer is GiveUp, and
a person gets the mail. There is no default that could let a mail through. When the service is away, TryLater says so
at once, and after several failures in a row without asking (a circuit breaker), so that no worker hangs on it.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from responder import wording
from responder.config import Settings
from responder.domain import Case, Cost, Draft, Passage, Reading, Sentence, Signal
from responder.errors import GiveUp, TryLater
from responder.steps import excerpt

if TYPE_CHECKING:
    from anthropic import AsyncAnthropic

LONGEST_ANSWER = 60_000
"""characters of one answer; no honest one comes near"""
CALLS_A_CLIENT = 10
FAILURES_IN_A_ROW = 5
"""until the service is taken to be down"""
REST_SECONDS = 30.0
"""for which it is then not asked; after that one call tries"""
_UNANSWERED = re.compile(r"^[ \t>*_-]{0,8}UNANSWERED[*_ \t]{0,4}:[ \t]{0,8}(.{0,1000})$", re.MULTILINE)

Share = Annotated[float, Field(ge=0, le=1, strict=True, allow_inf_nan=False)]


class _Answer(BaseModel):
    """A reading as the small model must give it. Strict: "1.0" is no number, and nothing has a default."""

    model_config = ConfigDict(extra="forbid", strict=True)
    intent: Annotated[str, Field(min_length=1, max_length=80)]
    confidence: Share
    urgency: Literal["low", "normal", "high", "critical"]
    sentiment: Literal["positive", "neutral", "negative", "angry"]
    frustration: Share
    signals: Annotated[list[str], Field(max_length=20)]
    questions: Annotated[list[Annotated[str, Field(max_length=1000)]], Field(max_length=20)]
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
    summary: Annotated[str, Field(min_length=1, max_length=2000)]


class Claude:
    """A few clients with kept connections; at most `models.calls_in_flight` calls at once, the rest waits its turn.

    `clock` gives monotonic seconds, for the circuit breaker."""

    def __init__(self, settings: Settings, api_key: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._key = api_key
        self._clients: list[AsyncAnthropic] = []
        self._turn = 0
        self._in_flight = asyncio.Semaphore(settings.models.calls_in_flight)
        self._clock = clock
        self._failures = 0
        self._asked_again_at = 0.0
        self._why_away = ""
        self._schema = _schema(settings)
        models, product = settings.models, settings.product
        own = str(settings.path(settings.own_templates)) if settings.own_templates else ""
        self._own = own
        self._rules_of_reading = wording.render(
            "prompts/read.txt.jinja",
            own_templates=own,
            product=product.name,
            intents=settings.intents,
            mark=excerpt.MARK,
        )
        self._rules_of_drafting = wording.render(
            "prompts/draft.txt.jinja",
            own_templates=own,
            product=product.name,
            tone=product.tone,
            languages=", ".join(product.languages),
            mark=excerpt.MARK,
        )
        self._name = f"Claude ({models.read_model}, {models.draft_model})"

    @property
    def name(self) -> str:
        return self._name

    async def read(self, case: Case) -> Reading:
        """Raises TryLater when the service is away, GiveUp when its answer is not a whole, valid reading."""
        models = self._settings.models
        started = self._clock()
        answer = await self._ask(
            model=models.read_model,
            max_tokens=models.read_max_tokens,
            system=[{"type": "text", "text": self._rules_of_reading, "cache_control": {"type": "ephemeral"}}],
            messages=[{"role": "user", "content": self._mail("prompts/read_mail.txt.jinja", case)}],
            output_config={"format": {"type": "json_schema", "schema": self._schema}},
        )
        text = "".join(block.text for block in _blocks(answer) if block.type == "text")
        reading = _reading_of(text, self._settings)
        cost = _cost(
            "read", answer, models.read_usd_per_million_in, models.read_usd_per_million_out, self._clock() - started
        )
        return Reading(
            intent=reading.intent,
            confidence=reading.confidence,
            urgency=reading.urgency,
            sentiment=reading.sentiment,
            frustration=reading.frustration,
            signals=tuple(signal for signal in Signal if signal.value in reading.signals),
            questions=tuple(clean for q in reading.questions[:5] if (clean := _one_line(q))),
            language=reading.language[:2],
            summary=_one_line(reading.summary),
            model=cost.model,
            cost=cost,
        )

    async def draft(self, case: Case) -> Draft:
        """The body of an answer with its citations. Links and figures are checked by steps.ground, not here."""
        models = self._settings.models
        started = self._clock()
        documents = [_document(passage, models.passage_tokens) for passage in case.passages]
        if documents:
            documents[-1]["cache_control"] = {"type": "ephemeral"}
        question = {"type": "text", "text": self._mail("prompts/draft_mail.txt.jinja", case)}
        answer = await self._ask(
            model=models.draft_model,
            max_tokens=models.draft_max_tokens,
            system=[{"type": "text", "text": self._rules_of_drafting, "cache_control": {"type": "ephemeral"}}],
            messages=[{"role": "user", "content": [*documents, question]}],
            # citations and a JSON format exclude each other (the service answers 400)
            output_config={"effort": models.draft_effort},
        )
        cost = _cost(
            "draft", answer, models.draft_usd_per_million_in, models.draft_usd_per_million_out, self._clock() - started
        )
        sentences, unanswered = _sentences_of(answer, case.passages)
        return Draft(sentences=sentences, unanswered=unanswered, model=cost.model, cost=cost)

    async def check(self) -> str:
        """Ask both models for one word (doctor)."""
        for model in dict.fromkeys((self._settings.models.read_model, self._settings.models.draft_model)):
            # thinking models may need more room than the word itself; a cut answer is proof enough
            await self._ask(
                model=model, max_tokens=64, messages=[{"role": "user", "content": "Say: ready"}], whole=False
            )
        return f"{self._name} answers"

    async def close(self) -> None:
        for client in self._clients:
            await client.close()

    # -- the call

    async def _ask(self, *, whole: bool = True, **request: Any) -> Any:
        async with self._breaker(), self._in_flight:
            answer = await _translated(lambda: self._connected().messages.create(**request), self._settings)
        if whole:
            _must_be_whole(answer)
        return answer

    def _connected(self) -> AsyncAnthropic:
        """A client in turn. Its pool looks at every connection at every call, so several small ones cost less."""
        if not self._clients:
            # imported late: it takes seconds, and `responder inspect` never needs it
            from anthropic import AsyncAnthropic

            self._clients = [
                AsyncAnthropic(
                    api_key=self._key,
                    base_url=self._settings.models.base_url or "https://api.anthropic.com",
                    # the SDK would sleep as long as retry-after says and hold the worker: our queue waits instead
                    max_retries=0,
                    timeout=self._settings.models.timeout_seconds,
                )
                for _ in range(-(-self._settings.models.calls_in_flight // CALLS_A_CLIENT))
            ]
        self._turn += 1
        return self._clients[self._turn % len(self._clients)]

    @asynccontextmanager
    async def _breaker(self) -> AsyncIterator[None]:
        now = self._clock()
        if self._failures >= FAILURES_IN_A_ROW:
            if now < self._asked_again_at:
                raise TryLater(f"the language model is away: {self._why_away}", after=self._asked_again_at - now)
            # one call tries; the others are put off until it has come back
            self._asked_again_at = now + max(REST_SECONDS, self._settings.models.timeout_seconds)
        try:
            yield
        except TryLater as later:
            self._failures += 1
            self._why_away = str(later)
            self._asked_again_at = self._clock() + max(REST_SECONDS, later.after)
            raise
        except GiveUp:
            self._failures = 0
            raise
        else:
            self._failures = 0

    def _mail(self, template: str, case: Case) -> str:
        models = self._settings.models
        shown = excerpt.of(case, mail_tokens=models.mail_tokens, history_tokens=models.history_tokens)
        return wording.render(template, own_templates=self._own, excerpt=shown, mark=excerpt.MARK)


async def _translated(call: Callable[[], Awaitable[Any]], settings: Settings) -> Any:
    """The SDK's errors as ours: away → TryLater, wrong for good → GiveUp."""
    import anthropic

    try:
        # the SDK's timeout is per read: a server that drips a byte a second would hold the worker for hours
        async with asyncio.timeout(settings.models.timeout_seconds):
            return await call()
    except (TimeoutError, anthropic.APITimeoutError):
        raise TryLater(f"the language model did not answer within {settings.models.timeout_seconds:g} s") from None
    except anthropic.APIConnectionError as error:
        raise TryLater(f"the language model cannot be reached: {error.__cause__ or error}") from error
    except anthropic.APIStatusError as error:
        raise _of_status(error.status_code, str(error.message), error.response.headers.get("retry-after")) from error
    except (anthropic.APIError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        # a body that is no JSON, or JSON of another shape than the SDK expects
        raise GiveUp(
            f"the language model's answer cannot be read: {type(error).__name__}: {str(error)[:200]}"
        ) from error


def _of_status(status: int, message: str, retry_after: str | None) -> TryLater | GiveUp:
    said = f"the language model answered {status}: {' '.join(message.split())[:200]}"
    if status in (408, 409, 425, 429) or status >= 500:
        try:
            after = min(3600.0, max(0.0, float(retry_after or 0)))
        except ValueError:
            after = 0.0
        return TryLater(said, after=after)
    hint = {
        401: " (check ANTHROPIC_API_KEY)",
        403: " (the key may not use this model)",
        404: " (check the model ids in [models])",
    }
    return GiveUp(said + hint.get(status, ""))


def _must_be_whole(answer: Any) -> None:
    reason = getattr(answer, "stop_reason", None)
    if reason == "max_tokens":
        raise GiveUp(
            "the language model's answer was cut off (raise models.read_max_tokens or models.draft_max_tokens)"
        )
    if reason == "refusal":
        raise GiveUp("the language model refused to answer this mail")
    if reason not in ("end_turn", "stop_sequence"):
        raise GiveUp(f"the language model's answer is not complete (it stopped with {str(reason)[:40]})")


def _blocks(answer: Any) -> list[Any]:
    blocks = getattr(answer, "content", None)
    if not isinstance(blocks, list) or not blocks:
        raise GiveUp("the language model's answer is empty")
    length = 0
    for block in blocks:
        if getattr(block, "type", None) == "text":
            if not isinstance(getattr(block, "text", None), str):
                raise GiveUp("the language model's answer has a text block without text")
            length += len(block.text)
        elif getattr(block, "type", None) not in ("thinking", "redacted_thinking"):
            raise GiveUp(
                f"the language model's answer has a block of the kind {str(getattr(block, 'type', None))[:40]}"
            )
    if not 0 < length <= LONGEST_ANSWER:
        raise GiveUp(
            "the language model's answer is empty" if not length else "the language model's answer is far too long"
        )
    return blocks


# ----------------------------------------------------------------------------------------------------------- reading


def _schema(settings: Settings) -> dict[str, Any]:
    """JSON schema of a reading. Ranges are not part of what the service enforces; `_Answer` does that."""
    fields: dict[str, Any] = {
        "intent": {"type": "string", "enum": [*settings.intents, "unknown"]},
        "confidence": {"type": "number", "description": "0 to 1"},
        "urgency": {"type": "string", "enum": ["low", "normal", "high", "critical"]},
        "sentiment": {"type": "string", "enum": ["positive", "neutral", "negative", "angry"]},
        "frustration": {"type": "number", "description": "0 to 1"},
        "signals": {"type": "array", "items": {"type": "string", "enum": [signal.value for signal in Signal]}},
        "questions": {"type": "array", "items": {"type": "string"}},
        "language": {"type": "string", "description": "ISO 639-1"},
        "summary": {"type": "string"},
    }
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def _reading_of(text: str, settings: Settings) -> _Answer:
    try:
        values = json.loads(text, object_pairs_hook=_without_doubles, parse_constant=_no_constant)
        answer = _Answer.model_validate(values)
    except (ValidationError, ValueError, RecursionError) as error:
        where = error.errors()[0]["loc"] if isinstance(error, ValidationError) else str(error)[:120]
        raise GiveUp(f"the language model's reading is not valid: {where}") from None
    if answer.intent != "unknown" and answer.intent not in settings.intents:
        raise GiveUp(f"the language model named an intent that is not configured: {answer.intent!r}")
    known = {signal.value for signal in Signal}
    if strange := [signal for signal in answer.signals if signal not in known]:
        raise GiveUp(f"the language model named a signal that does not exist: {strange[0][:60]!r}")
    return answer


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A key that comes twice may mean one thing here and another elsewhere."""
    values = dict(pairs)
    if len(values) != len(pairs):
        raise ValueError("a key comes twice")
    return values


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number")


# ------------------------------------------------------------------------------------------------------------- draft


def _document(passage: Passage, tokens: int) -> dict[str, Any]:
    """One block for each sentence, step and table, so that a citation says exactly where a claim comes from."""
    blocks = [{"type": "text", "text": block} for block in excerpt.passage_blocks(passage, tokens=tokens)]
    return {
        "type": "document",
        "title": excerpt.titles((passage,))[0],
        "citations": {"enabled": True},
        "source": {"type": "content", "content": blocks},
    }


def _sentences_of(answer: Any, passages: tuple[Passage, ...]) -> tuple[tuple[Sentence, ...], tuple[str, ...]]:
    unanswered: list[str] = []

    def keep(match: re.Match[str]) -> str:
        if question := _one_line(match.group(1)).strip('<>“”"* '):
            unanswered.append(question[:400])
        return ""

    texts = [block for block in _blocks(answer) if block.type == "text"]
    sentences: list[Sentence] = []
    for block, text in zip(texts, _without_unanswered([block.text for block in texts], keep), strict=True):
        if text:
            sentences.append(Sentence(text=text, passage_ids=_cited(block, passages)))
    if not unanswered and not "".join(s.text for s in sentences).strip():
        raise GiveUp("the language model wrote nothing")
    return tuple(sentences), tuple(dict.fromkeys(unanswered))


def _without_unanswered(texts: list[str], keep: Callable[[re.Match[str]], str]) -> list[str]:
    """The blocks' texts without UNANSWERED lines. Such a line may run over several blocks: citations cut text anywhere."""
    whole = "".join(texts)
    taken = [match.span() for match in _UNANSWERED.finditer(whole)]
    _UNANSWERED.sub(keep, whole)
    left: list[str] = []
    at = 0
    for text in texts:
        kept = "".join(c for i, c in enumerate(text, at) if not any(a <= i < b for a, b in taken))
        left.append(kept)
        at += len(text)
    return left


def _cited(block: Any, passages: tuple[Passage, ...]) -> tuple[str, ...]:
    ids: dict[str, None] = {}
    for citation in getattr(block, "citations", None) or []:
        index = getattr(citation, "document_index", None)
        if not isinstance(index, int) or isinstance(index, bool) or not 0 <= index < len(passages):
            raise GiveUp("the language model cites a document that it was not given")
        ids[passages[index].id] = None
    return tuple(ids)


def _cost(task: str, answer: Any, usd_in: float, usd_out: float, seconds: float) -> Cost:
    """From the usage that the service reports; cached input costs a tenth, writing to the cache a quarter more."""
    usage = getattr(answer, "usage", None)

    def count(name: str) -> int:
        value = getattr(usage, name, None)
        return value if isinstance(value, int) and 0 <= value < 10**9 else 0

    fresh, written, cached = (
        count(n) for n in ("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens")
    )
    out = count("output_tokens")
    usd = ((fresh + 1.25 * written + 0.1 * cached) * usd_in + out * usd_out) / 1_000_000
    return Cost(
        task=task,
        model=str(getattr(answer, "model", ""))[:100],
        input_tokens=fresh + written,
        output_tokens=out,
        cached_tokens=cached,
        seconds=round(seconds, 3),
        usd=round(usd, 6),
    )


def _one_line(text: str) -> str:
    clean = "".join(c for c in text if c.isprintable() or c.isspace())
    # lone surrogates are valid JSON escapes, but no valid Unicode
    return " ".join(clean.encode("utf-8", "ignore").decode("utf-8").split())
