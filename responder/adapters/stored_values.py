"""Nouns ↔ JSON, such that what is loaded equals what was stored."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError

from responder.domain import Case, Draft, Licence, Message


def dump(value: Any) -> str:
    """A frozen noun as JSON text that PostgreSQL's jsonb takes: without NUL and lone surrogates."""
    noun: Any = type(value)
    adapter = _adapter(noun)
    try:
        text = adapter.dump_json(value).decode()
    except PydanticSerializationError:  # a lone surrogate: values are clean by contract, a store must not choke if not
        return adapter.dump_json(_clean(value)).decode()
    return adapter.dump_json(_clean(value)).decode() if "\\u0000" in text else text


def load_message(text: str) -> Message:
    return _adapter(Message).validate_json(text)  # type: ignore[no-any-return]


def load_case(text: str) -> Case:
    return _adapter(Case).validate_json(text)  # type: ignore[no-any-return]


def load_draft(text: str) -> Draft:
    return _adapter(Draft).validate_json(text)  # type: ignore[no-any-return]


def load_licence(text: str) -> Licence:
    return _adapter(Licence).validate_json(text)  # type: ignore[no-any-return]


def plain(value: Any) -> Any:
    """A noun as dicts, lists, numbers and strings."""
    return json.loads(dump(value))


def clean(text: str) -> str:
    """Text that PostgreSQL can hold."""
    return text.replace("\0", "").encode("utf-8", "replace").decode() if text else text


@cache
def _adapter(noun: Any) -> TypeAdapter[Any]:
    return TypeAdapter(noun)


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return value if isinstance(value, Enum) else clean(value)
    if isinstance(value, tuple):
        return tuple(_clean(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return type(value)(**{f.name: _clean(getattr(value, f.name)) for f in fields(value)})
    return value
