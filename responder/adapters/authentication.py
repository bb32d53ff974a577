"""Is the From domain proven?

Authentication-Results (RFC 8601) are believed from configured servers only, and only where the receiving server puts
them: above every Received that a foreign host wrote. Where no server is configured, or it says nothing about a mail,
DKIM (RFC 6376) is verified here. A pass must be aligned: the proven domain and the From domain have one owner.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence

from responder.domain import Address, Authentication
from responder.steps.domains import organisational_domain

Dns = Callable[[str], bytes]
"""Name → its TXT record, b"" when there is none."""

_SECONDS = 3.0
"""for all look-ups of one mail"""
_MOST_SIGNATURES = 3
_LARGEST = 30_000_000
"""octets; hashing more would hold the other mails up"""


def authenticate(
    raw: bytes,
    headers: Sequence[tuple[str, str]],
    sender: Address | None,
    *,
    trusted_authserv_ids: Sequence[str] = (),
    trust_all: bool = False,
    dns: Dns | None = None,
) -> Authentication:
    """`headers`: the fields of the top level in order. `sender`: the one author, or None when that is not clear.

    `trusted_authserv_ids`: ids of our own receiving servers. Such a server must remove fields with its own id from mail
    that comes in (RFC 8601 section 5). `dns`: for tests; None asks the system's resolver. Never raises; at most about
    three seconds.
    """
    if sender is None or not sender.domain or sum(name.lower() == "from" for name, _ in headers) > 1:
        return Authentication()
    if trust_all:
        return Authentication(verdict="pass", domain=sender.domain, method="mailbox setting")
    if trusted_authserv_ids:
        said = _by_our_server(headers, sender.domain, trusted_authserv_ids)
        if said is not None:
            return said
    return _by_own_check(raw, headers, sender.domain, dns)


def _aligned(domain: str, author: str) -> bool:
    """Relaxed alignment (RFC 9989): one organisational domain, which must be more than a public suffix."""
    return bool(domain) and organisational_domain(domain) == organisational_domain(author)


# ---------------------------------------------------------------------------------------------- what our server says


def _by_our_server(headers: Sequence[tuple[str, str]], author: str, trusted: Sequence[str]) -> Authentication | None:
    ids = {authserv_id.strip().lower() for authserv_id in trusted}
    results = list(_trusted_results(headers, ids))
    if not results:
        return _inside_exchange(headers, author, ids)
    methods = {method for method, _, _ in results}
    verdict = {method: result for method, result, _ in reversed(results)}  # the topmost of each
    shown = next((p.get("header.from", "") for method, _, p in results if method == "dmarc"), "")
    if verdict.get("compauth") == "fail":
        return Authentication(verdict="fail", domain=author, method="compauth")
    if "dmarc" in methods and (not shown or _aligned(shown.rpartition("@")[2], author)):
        if verdict["dmarc"] == "pass":
            return Authentication(verdict="pass", domain=author, method="dmarc")
        if verdict["dmarc"] == "fail":
            return Authentication(verdict="fail", domain=author, method="dmarc")
    for method, result, properties in results:
        if method == "dkim" and result == "pass":
            signer = properties.get("header.d") or properties.get("header.i", "").rpartition("@")[2]
            if _aligned(signer, author):
                return Authentication(verdict="pass", domain=signer, method="dkim")
    for method, result, properties in results:
        if method == "spf" and result == "pass":
            envelope = properties.get("smtp.mailfrom", "").rpartition("@")[2]
            if _aligned(envelope, author):
                return Authentication(verdict="pass", domain=envelope, method="spf")
    return Authentication(domain=author)


def _inside_exchange(headers: Sequence[tuple[str, str]], author: str, ids: set[str]) -> Authentication | None:
    """Mail within a Microsoft 365 tenant carries no results; Exchange removes this field from all other mail."""
    auth_as = [value.strip().lower() for name, value in headers if name.lower() == "x-ms-exchange-organization-authas"]
    if auth_as == ["internal"] and _is_exchange_online(headers, ids):
        return Authentication(verdict="pass", domain=author, method="exchange")
    return None


def _is_exchange_online(headers: Sequence[tuple[str, str]], ids: set[str]) -> bool:
    """Is it configured, and is it the server that wrote the topmost Received?"""
    first = next((value for name, value in headers if name.lower() == "received"), "")
    return any(organisational_domain(i) == "outlook.com" for i in ids) and _written_by(first) == "outlook.com"


def _trusted_results(headers: Sequence[tuple[str, str]], ids: set[str]) -> Iterator[tuple[str, str, dict[str, str]]]:
    """(method, result, properties) of the topmost run of our server's fields, from the top.

    The run begins above the first Received of a foreign host and ends at the first field that such a server does not
    write between its results, so a field that came with the mail itself is not reached.
    """
    received = [value for name, value in headers if name.lower() == "received"]
    own_hosts = {organisational_domain(i) for i in ids} | ({_written_by(received[0])} if received else set()) | {""}
    exchange = _is_exchange_online(headers, ids)
    begun = ""
    for name, value in headers:
        name = name.lower()
        if name == "authentication-results":
            authserv_id, results = parse_results(value)
            ours = authserv_id in ids or (not authserv_id and exchange)
            if begun and authserv_id != begun.removeprefix("="):
                return
            if ours:
                begun = f"={authserv_id}"
                yield from results
            continue
        if begun and name not in _BETWEEN_RESULTS:
            return
        if name == "received" and _written_by(value) not in own_hosts:
            return


_BETWEEN_RESULTS = ("dkim-filter", "received-spf", "dmarc-filter", "x-dkim", "x-spf", "authentication-results-original")


def _written_by(received: str) -> str:
    """The organisational domain of the host that wrote a Received field; "" for none and for a private address, as
    hosts within a provider write them (Gmail: "by 2002:a05:…", which is 10.5.… in IPv6)."""
    match = re.search(r"\bby\s{1,20}([^\s;()]{1,255})", _without_comments(received[:2000]), re.IGNORECASE)
    host = match[1].strip("[]").lower() if match else ""
    return "" if host.startswith(_PRIVATE) else organisational_domain(host)


_PRIVATE = ("10.", "127.", "192.168.", "2002:a", "2002:0a", "fd00:", "fe80:", "::1", "localhost")


def parse_results(value: str) -> tuple[str, list[tuple[str, str, dict[str, str]]]]:
    """RFC 8601 section 2.2: the authserv-id ("" when there is none, as Exchange writes it), and each result as method,
    result, and its properties such as "header.d". All in lower case but quoted values."""
    pieces = [piece for piece in _split(_without_comments(value[:20_000]), ";") if piece.strip()]
    if not pieces:
        return "", []
    authserv_id = ""
    if "=" not in pieces[0]:
        authserv_id = (pieces.pop(0).split() or [""])[0].strip('"').lower()
    results = []
    for piece in pieces:
        words = _words(re.sub(r"\s{0,50}([=/.])\s{0,50}", r"\1", piece))
        pairs = [(key.lower(), rest.strip('"')) for key, equals, rest in (w.partition("=") for w in words) if equals]
        if pairs:
            (method, result), *properties = pairs
            first: dict[str, str] = {}
            for key, said in properties:
                first.setdefault(key, said.lower())
            results.append((method.partition("/")[0], result.lower(), first))
    return authserv_id, results


def _split(text: str, separator: str) -> list[str]:
    """Split outside quoted strings."""
    pieces: list[str] = []
    piece: list[str] = []
    quoted = escaped = False
    for letter in text:
        if escaped:
            escaped = False
        elif letter == "\\" and quoted:
            escaped = True
        elif letter == '"':
            quoted = not quoted
        elif not quoted and (letter == separator or (separator == " " and letter.isspace())):
            pieces.append("".join(piece))
            piece = []
            continue
        piece.append(letter)
    return [*pieces, "".join(piece)]


def _words(text: str) -> list[str]:
    return [word for word in _split(text, " ") if word]


def _without_comments(text: str) -> str:
    """RFC 5322 section 3.2.2: comments nest, and quoted strings hold none. A blank takes their place."""
    kept, depth, quoted, escaped = [], 0, False, False
    for letter in text:
        if escaped:
            escaped = False
            if depth:
                continue
        elif letter == "\\" and (quoted or depth):
            escaped = True
            if depth:
                continue
        elif letter == '"' and not depth:
            quoted = not quoted
        elif letter == "(" and not quoted:
            depth += 1
            kept.append(" ")
            continue
        elif letter == ")" and depth:
            depth -= 1
            continue
        elif depth:
            continue
        kept.append(letter)
    return "".join(kept)


# ---------------------------------------------------------------------------------------------- our own check


def _by_own_check(raw: bytes, headers: Sequence[tuple[str, str]], author: str, dns: Dns | None) -> Authentication:
    """A DKIM signature of the author's domain that holds and covers From and the whole body."""
    nothing = Authentication()
    if not any(name.lower() == "dkim-signature" for name, _ in headers) or len(raw) > _LARGEST:
        return nothing
    import dkim

    deadline = time.monotonic() + _SECONDS
    look_up = dns or _resolver(deadline)
    try:
        fields = [(name.lower(), value) for name, value in dkim.DKIM(raw).headers]
    except Exception:  # the library's own errors, or whatever a hostile header makes of it
        return nothing
    # What is judged here must be what the library verifies: its reading of the header, not ours.
    authors = [value for name, value in fields if name == b"from"]
    if len(authors) != 1 or f"@{author}".encode() not in authors[0].lower():
        return nothing
    signatures = [value.decode("ascii", "replace") for name, value in fields if name == b"dkim-signature"]
    tried = 0
    for at, signature in enumerate(signatures[:20]):
        tags = _tags(signature)
        covered = [field.lower() for field in tags.get("h", "").split(":")]
        # With l= anything may be appended below what was signed (RFC 6376 section 8.2).
        if not _aligned(tags.get("d", ""), author) or "l" in tags or "from" not in covered:
            continue
        tried += 1
        if tried > _MOST_SIGNATURES or time.monotonic() > deadline:
            break
        try:
            check = dkim.DKIM(raw, minkey=1024)
            holds = check.verify(idx=at, dnsfunc=lambda name, timeout=5: look_up(_name(name)))
            signer = check.domain.decode("ascii", "replace").lower() if holds else ""
        except Exception:  # the same
            continue
        if holds and _aligned(signer, author):
            return Authentication(verdict="pass", domain=signer, method="own dkim check")
    return nothing


def _name(name: bytes | str) -> str:
    return name.decode("ascii", "replace") if isinstance(name, bytes) else name


def _tags(signature: str) -> dict[str, str]:
    """RFC 6376 section 3.2."""
    tags: dict[str, str] = {}
    for piece in signature[:20_000].split(";"):
        key, equals, value = piece.partition("=")
        if equals:
            tags.setdefault(key.strip().lower(), "".join(value.split()))
    return tags


def _resolver(deadline: float) -> Dns:
    def look_up(name: str) -> bytes:
        import dns.exception
        import dns.resolver

        left = deadline - time.monotonic()
        if left <= 0:
            return b""
        try:
            resolver = dns.resolver.Resolver()
            answer = resolver.resolve(name, "TXT", lifetime=left, search=False)
        except (dns.exception.DNSException, OSError, UnicodeError, ValueError):
            return b""  # no key, or nobody to ask: not proven either way
        return b"".join(next(iter(answer)).strings)

    return look_up
