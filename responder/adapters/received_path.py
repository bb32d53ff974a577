"""The way that a mail took through hosts of ours, read from its Received fields from the top.

Each host puts its Received above all it was given (RFC 5321 section 4.4). So what stands at the top was written by hosts
of ours, down to the border: the first that took the mail from a stranger. What stands below it may have come with the
mail, whatever it says of itself. Which hosts are ours is known by the authserv-ids that are configured; a host without
a telling name (an address of a private network, "localhost", a program that fetches the mail by IMAP or POP) is passed
on the way down to one of those, and proves nothing by itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from responder.steps.comments import in_comment
from responder.steps.domains import organisational_domain

Address = IPv4Address | IPv6Address

MICROSOFT = frozenset({"outlook.com", "office365.com"})
"""Exchange Online's hosts bear either name on the way of one mail."""
_MOST_HOPS = 60
_MOST_LETTERS = 4000
"""of one field"""
_PRIVATE = tuple(
    ip_network(net)
    for net in (
        *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
        *("fc00::/7", "fe80::/10", "::1/128"),
    )
)
_INNER_ENDINGS = (".internal", ".local", ".localdomain", ".lan", ".home.arpa")


@dataclass(frozen=True, slots=True)
class Reach:
    """How far down the header fields are from hosts of ours."""

    certain: int
    """number of the lowest Received that a host of ours wrote: the fields above it are ours"""
    perhaps: int
    """the fields between `certain` and this number are ours or came with the mail: the topmost are, if any"""
    exchange: bool
    """Exchange Online brought the mail into its mailbox"""


@dataclass(frozen=True, slots=True)
class Hop:
    """One Received field (RFC 5321 section 4.4). Names are in lower case, "" when not said."""

    by: str
    sender: str
    """the name after "from", which the client gave itself with most servers"""
    addresses: tuple[Address, ...]
    """all that stand in the from clause"""
    fetched: bool
    """by a program of ours that asked for it, such as fetchmail or getmail"""


def reach(headers: Sequence[tuple[str, str]], own: Collection[str]) -> Reach | None:
    """`own`: organisational domains of our receiving servers. None when none of them wrote one of the upper Received."""
    own = set(own) | (MICROSOFT if MICROSOFT & set(own) else set())
    certain: int | None = None
    below = exchange = False
    received = [at for at, (name, _) in enumerate(headers) if name.lower() == "received"]
    for at in received[:_MOST_HOPS]:
        hop = hop_of(headers[at][1])
        if hop is None:
            break
        named, inside = _is_named(hop.by, own), hop.fetched or _came_from_inside(hop, own)
        if named:
            exchange = exchange or (certain is None and inside and organisational_domain(hop.by) in MICROSOFT)
            certain, below = at, not hop.fetched
        if not inside or not (named or _is_at_home(hop)):
            break
    if certain is None:
        return None
    next_one = next((at for at in received if at > certain), len(headers))
    return Reach(certain, next_one if below else certain, exchange)


def hop_of(received: str) -> Hop | None:
    """None when the field cannot be read in one way only."""
    text = received[:_MOST_LETTERS]
    plain = "".join(" " if hidden else letter for letter, hidden in zip(text, in_comment(text), strict=True))
    hosts = list(re.finditer(r"(?:^|\s)by\s{1,100}([^\s;]{1,255})", plain, re.IGNORECASE))
    sender = re.match(r"\s{0,100}from\s{1,100}([^\s;]{1,255})", plain, re.IGNORECASE)
    if len(hosts) > 1 or not text.strip():
        return None
    clause = text[: hosts[0].start()] if hosts else text.partition(";")[0]
    return Hop(
        by=_host(hosts[0][1]) if hosts else "",
        sender=_host(sender[1]) if sender else "",
        addresses=_addresses(clause),
        fetched=re.search(r"(?:^|\s)with\s{1,100}(?:imap|pop)", plain, re.IGNORECASE) is not None,
    )


def _came_from_inside(hop: Hop, own: Collection[str]) -> bool:
    """Did another host or program of ours hand the mail on? What a client says of itself is no proof, its address is."""
    if not hop.addresses:
        # no stranger: SMTP servers write where those come from
        return not hop.sender or hop.sender == hop.by or _is_named(hop.sender, own) or hop.sender == "localhost"
    if all(address.is_loopback for address in hop.addresses):
        return True
    if all(_is_private(address) for address in hop.addresses):
        return _is_named(hop.sender, own) or _is_inner(hop.sender)
    # Within Exchange Online addresses are public, and what it finds out stands above its border. Anywhere else a public
    # address is a stranger's: other customers of one provider come from its hosts, too.
    return all(organisational_domain(host) in MICROSOFT and _is_named(host, own) for host in (hop.by, hop.sender))


def _is_at_home(hop: Hop) -> bool:
    """Has the host that wrote this no name of its own, or does it only hand on what is on this machine already?"""
    if not hop.by or _is_inner(hop.by) or hop.fetched:
        return True
    return hop.sender in ("localhost", hop.by) or (
        bool(hop.addresses) and all(address.is_loopback for address in hop.addresses)
    )


def _is_named(host: str, own: Collection[str]) -> bool:
    return bool(host) and organisational_domain(host) in own


def _is_inner(host: str) -> bool:
    """A name or an address that means something within one network only. "10.evil.example" is none, nor is
    "localhost.evil.example"."""
    if address := _address(host):
        return _is_private(address)
    return bool(host) and ("." not in host or host.endswith(_INNER_ENDINGS))


def _host(word: str) -> str:
    return word.strip("[]<>(),").removeprefix("IPv6:").rstrip(".").lower()


def _addresses(clause: str) -> tuple[Address, ...]:
    words = re.findall(r"(?<![\w.:-])[0-9A-Fa-f:.]{3,45}(?:%\w{1,20})?(?![\w.:-])", re.sub("(?i)ipv6:", " ", clause))
    return tuple(address for word in words if (address := _address(word)))


def _address(word: str) -> Address | None:
    try:
        return ip_address(word)
    except ValueError:
        return None


def _is_private(address: Address) -> bool:
    """Not `is_private`, which counts the addresses of examples. Gmail writes 10.5.… as 2002:a05:… (RFC 3056)."""
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or address.sixtofour or address
    return any(address in net for net in _PRIVATE)
