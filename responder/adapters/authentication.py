"""Is the From domain proven?

Authentication-Results (RFC 8601) are believed from configured servers only, and only where the receiving server puts
them: above every Received that a foreign host wrote (received_path). Where no server is configured, or it says nothing
about the signatures of a mail, DKIM (RFC 6376) is verified here. A pass must be aligned: the proven domain and the From
domain have one owner.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from responder.adapters.received_path import Reach, reach
from responder.domain import Address, Authentication
from responder.steps.comments import without_comments
from responder.steps.domains import organisational_domain

Dns = Callable[[str], bytes]
"""Name → its TXT record, b"" when there is none."""
Result = tuple[str, str, dict[str, str]]
"""method, result, and its properties"""

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
        said, about_signatures = _by_our_server(headers, sender.domain, trusted_authserv_ids)
        if about_signatures or said.verdict != "none":
            return said
    return _by_own_check(raw, headers, sender.domain, dns)


def _aligned(domain: str, author: str) -> bool:
    """Relaxed alignment (RFC 9989): one organisational domain, which must be more than a public suffix."""
    return bool(domain) and organisational_domain(domain) == organisational_domain(author)


# ---------------------------------------------------------------------------------------------- what our server says


def _by_our_server(
    headers: Sequence[tuple[str, str]], author: str, trusted: Sequence[str]
) -> tuple[Authentication, bool]:
    """The verdict, and whether the server looked at signatures."""
    ids = {name for authserv_id in trusted if (name := authserv_id.strip().lower())}
    path = reach(headers, {organisational_domain(name) for name in ids})
    if path is None:
        return Authentication(), False
    results = list(_trusted_results(headers, ids, path))
    if not results and path.exchange and _inside_exchange(headers):
        return Authentication(verdict="pass", domain=author, method="exchange"), False
    return _weighed(results, author), any(method == "dkim" for method, _, _ in results)


def _weighed(results: Sequence[Result], author: str) -> Authentication:
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
    return Authentication(domain=author) if results else Authentication()


def _inside_exchange(headers: Sequence[tuple[str, str]]) -> bool:
    """Mail within a Microsoft 365 tenant carries no results; Exchange removes this field from all other mail."""
    auth_as = [value.strip().lower() for name, value in headers if name.lower() == "x-ms-exchange-organization-authas"]
    return auth_as == ["internal"]


def _trusted_results(headers: Sequence[tuple[str, str]], ids: set[str], path: Reach) -> Iterator[Result]:
    """Those of the topmost run of our server's fields, from the top.

    The run ends at the first field that such a server does not write between its results, so a field that came with the
    mail itself is not reached. Below the Received of our border it is one field: what follows may have come with the
    mail. (RFC 8601 section 5 has the border remove such fields; this is for one that does not.)
    """
    begun = ""
    for at, (name, value) in enumerate(headers[: path.perhaps]):
        name = name.lower()
        if name == "authentication-results":
            authserv_id, results = parse_results(value)
            ours = authserv_id in ids or (not authserv_id and path.exchange)
            if begun and (authserv_id != begun.removeprefix("=") or at > path.certain):
                return
            if ours:
                begun = f"={authserv_id}"
                yield from results
            continue
        if begun and name not in _BETWEEN_RESULTS:
            return
        if at > path.certain and name in _OF_THE_AUTHOR:
            return


_BETWEEN_RESULTS = ("dkim-filter", "received-spf", "dmarc-filter", "x-dkim", "x-spf", "authentication-results-original")
_OF_THE_AUTHOR = (
    *("from", "sender", "reply-to", "to", "cc", "subject", "date", "message-id", "in-reply-to", "references"),
    *("mime-version", "content-type", "content-transfer-encoding", "dkim-signature", "user-agent", "x-mailer"),
)
"""fields that a mail comes with: a receiving server writes its own above them"""


def parse_results(value: str) -> tuple[str, list[Result]]:
    """RFC 8601 section 2.2: the authserv-id ("" when there is none, as Exchange writes it), and each result as method,
    result, and its properties such as "header.d". All in lower case but quoted values."""
    pieces = [piece for piece in _split(without_comments(value[:20_000]), ";") if piece.strip()]
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


# ---------------------------------------------------------------------------------------------- our own check


_ALGORITHMS = ("rsa-sha256", "ed25519-sha256")
"""RFC 8301 section 3.1 forbids rsa-sha1; RFC 8463 adds the other"""
_SMALLEST_KEY = 1024
"""bits of an RSA key (RFC 8301 section 3.2)"""
_SIGNED_IF_THERE = ("from", "subject", "date", "reply-to")
"""who speaks, of what, when, and who gets the answer (RFC 6376 section 5.4.1)"""
_NEVER_MORE_THAN_SIGNED = (
    *_SIGNED_IF_THERE,
    *("sender", "to", "cc", "message-id", "in-reply-to", "references"),
    *("mime-version", "content-type", "content-transfer-encoding"),
)
"""RFC 5322 section 3.6 and RFC 2045 have each once. One that is not signed may stand there once, and no second above a
signed one (RFC 6376 section 8.15): Gmail does not sign Content-Type, nor Exchange Online To."""


def _by_own_check(raw: bytes, headers: Sequence[tuple[str, str]], author: str, dns: Dns | None) -> Authentication:
    """A DKIM signature of the author's domain that holds, covers the whole body and the fields that matter, and was
    made with a key that is good for it."""
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
    there = Counter(name.decode("ascii", "replace") for name, _ in fields)
    if _more_are_read(headers, there):
        return nothing
    signatures = [value.decode("ascii", "replace") for name, value in fields if name == b"dkim-signature"]
    tried = 0
    for at, signature in enumerate(signatures[:20]):
        said = _tags(signature)  # to ask for no key in vain; what counts is how the library reads it
        if not _aligned(said.get("d", ""), author) or "l" in said or said.get("a") not in _ALGORITHMS:
            continue
        tried += 1
        if tried > _MOST_SIGNATURES or time.monotonic() > deadline:
            break
        keys: list[bytes] = []
        try:
            check = dkim.DKIM(raw, minkey=_SMALLEST_KEY)
            holds = check.verify(idx=at, dnsfunc=lambda name, timeout=5, keys=keys: _noted(look_up(_name(name)), keys))
            tags = {_name(tag): _name(value) for tag, value in check.signature_fields.items()} if holds else {}
            covered = Counter(_name(name).lower() for name in check.include_headers) if holds else Counter()
        except Exception:  # the same
            continue
        signer = tags.get("d", "").lower()
        if holds and _aligned(signer, author) and _covers(tags, covered, there) and _is_good_for(keys, tags):
            return Authentication(verdict="pass", domain=signer, method="own dkim check")
    return nothing


def _more_are_read(headers: Sequence[tuple[str, str]], there: Counter[str]) -> bool:
    """Do we find more instances of a field than the library verifies? Then who made the mail made two readings of it."""
    ours = Counter(name.lower() for name, _ in headers)
    return any(ours[name] > there[name] for name in _NEVER_MORE_THAN_SIGNED)


def _covers(tags: dict[str, str], covered: Counter[str], there: Counter[str]) -> bool:
    if "l" in tags:  # anything may be appended below what was signed (RFC 6376 section 8.2)
        return False
    if any(there[name] > covered[name] for name in _SIGNED_IF_THERE):
        return False
    return all(there[name] <= max(covered[name], 1) for name in _NEVER_MORE_THAN_SIGNED)


def _is_good_for(keys: Sequence[bytes], tags: dict[str, str]) -> bool:
    """Does the one record of the key allow this signature (RFC 6376 section 3.6.1)?"""
    if len(keys) != 1 or tags.get("a", "") not in _ALGORITHMS:
        return False
    key = _tags(keys[0].decode("ascii", "replace"))
    kind, _, hashed = tags["a"].partition("-")
    flags, hashes = (key.get(tag, "").lower().split(":") for tag in ("t", "h"))
    if "y" in flags:  # a domain that tries DKIM out: to be treated as not signed
        return False
    identity = tags.get("i", "").rpartition("@")[2] or tags["d"]
    if "s" in flags and identity.lower() != tags["d"].lower():
        return False
    return key.get("k", "rsa").lower() == kind and (hashes == [""] or hashed in hashes)


def _noted(key: bytes, keys: list[bytes]) -> bytes:
    keys.append(key)
    return key


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
