"""Every error that crosses a door, as a tree.

ResponderError
├── ConfigError         the settings are wrong; the text says which, where, and what to write instead
├── TryLater            the world is away for now (network, 429, 4xx, lock); the same call may work in `after` seconds
│   └── LeaseLost       another worker holds this conversation now; drop the work, change nothing
├── GiveUp              the same call will never work (401, 5xx, refusal, malformed answer); a person is needed
└── DeliveryUnknown     the connection was lost after the final dot: the mail may or may not have been accepted

A library's own exceptions stop in its adapter and come out as one of these.
"""


class ResponderError(Exception):
    """Base of all errors of this project."""


class ConfigError(ResponderError):
    """The settings are wrong. The text is for the admin: which setting, where, what to write instead."""


class TryLater(ResponderError):
    """The world is away for now. `after` is the least number of seconds to wait, where the other side said one."""

    def __init__(self, what: str, *, after: float = 0.0) -> None:
        super().__init__(what)
        self.after = after


class LeaseLost(TryLater):
    """Another worker holds this conversation now; whatever was worked out is dropped and nothing is changed."""


class GiveUp(ResponderError):
    """The same call will never work. A person is needed."""


class DeliveryUnknown(ResponderError):
    """The connection was lost after the final dot (RFC 1047): the mail may or may not have been accepted."""
