"""Responder: the support mailbox that answers itself when it is sure and hands over well when it is not."""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"
__all__ = ["__version__", "inspect"]


def inspect(raw: bytes) -> dict[str, Any]:
    """What Responder reads in one mail, as a JSON-ready dict. Never raises. See `responder inspect --help`."""
    from responder.adapters.inspection import inspect_mail

    return inspect_mail(raw)
