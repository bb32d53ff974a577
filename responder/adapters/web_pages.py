"""Fetches pages of one web host, politely: never another host, within robots.txt, and only what changed.

Over the standard library. What a server says of a page's version (ETag, Last-Modified) is kept with the page in a small
file, and asked with the next time (RFC 9110 section 13): an unchanged page costs an empty answer.
"""

from __future__ import annotations

import contextlib
import gzip
import http.client
import io
import sqlite3
import threading
import time
import urllib.error
import urllib.request
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

from responder import __version__
from responder.errors import TryLater

NAME = "Responder"
"""what robots.txt may call us"""
SECONDS_TO_WAIT = 20.0
"""for an answer, and between two pieces of it"""
LONGEST_FETCH = 60.0
"""seconds for one page from first to last octet"""
LARGEST_PAGE = 10_000_000
LARGEST_SITEMAP = 52_428_800
"""octets when unpacked: the limit of the sitemap protocol"""
MOST_REDIRECTS = 5
SLOWEST_CRAWL = 10.0
"""seconds that a robots.txt may ask us to wait between two pages"""


class PageError(Exception):
    """A page that gave nothing. `gone`: it is not there any more."""

    def __init__(self, why: str, *, gone: bool = False) -> None:
        super().__init__(why)
        self.gone = gone


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    url: str
    """where it was found in the end"""
    content_type: str
    """lower case, with its parameters"""
    body: bytes
    fresh: bool = True
    """False: the server says that it is as it was"""


class PageMemory:
    """The pages as they were last seen, in a file. Losing it only costs fetching everything once more."""

    def __init__(self, file: Path) -> None:
        self._lock = threading.Lock()
        self._file = sqlite3.connect(file, check_same_thread=False, isolation_level=None, timeout=30)
        self._file.execute(
            "CREATE TABLE IF NOT EXISTS page (url text PRIMARY KEY, etag text NOT NULL, changed text NOT NULL,"
            " found_at text NOT NULL, content_type text NOT NULL, body blob NOT NULL)"
        )

    def get(self, url: str) -> tuple[str, str, Page] | None:
        """ETag, Last-Modified, and the page."""
        with self._lock:
            row = self._file.execute(
                "SELECT etag, changed, found_at, content_type, body FROM page WHERE url = ?", [url]
            ).fetchone()
        if row is None:
            return None
        return row[0], row[1], Page(url=row[2], content_type=row[3], body=zlib.decompress(row[4]), fresh=False)

    def put(self, url: str, etag: str, changed: str, page: Page) -> None:
        values = [url, etag, changed, page.url, page.content_type, zlib.compress(page.body)]
        with self._lock:
            self._file.execute("INSERT OR REPLACE INTO page VALUES (?, ?, ?, ?, ?, ?)", values)

    def close(self) -> None:
        self._file.close()


class WebHost:
    """The pages of the host of `url`. Safe for several threads. Close it at the end, or use it as a context."""

    def __init__(self, url: str, memory: Path) -> None:
        self.origin = _origin(url)
        self._memory = PageMemory(memory)
        self._opener = urllib.request.build_opener(_OwnHostOnly(self.origin))
        self._robots: RobotFileParser | None = None
        self._turn = threading.Lock()
        self._next = 0.0

    def is_ours(self, url: str) -> bool:
        """On our host? The same host over TLS is too."""
        return _same_host(self.origin, url)

    def page(self, url: str, *, largest: int = LARGEST_PAGE) -> Page:
        """Raises PageError for this page, TryLater when the host is away."""
        if not self.is_ours(url):
            raise PageError("is on another host")
        if not self._rules().can_fetch(NAME, url):
            raise PageError("robots.txt asks not to fetch it")
        return self._get(url, largest=largest)

    def sitemaps(self) -> list[str]:
        """Those that robots.txt names, on this host."""
        return [url for url in self._rules().site_maps() or [] if self.is_ours(url)]

    def _rules(self) -> RobotFileParser:
        with self._turn:
            if self._robots is None:
                robots = RobotFileParser()
                try:
                    page = self._get(f"{self.origin}/robots.txt", largest=512_000, politely=False)
                    robots.parse(page.body.decode("utf-8", "replace").splitlines())
                except PageError:
                    # RFC 9309 section 2.3.1.3: not there means no rules; a server's failure is TryLater
                    robots.parse([])
                self._robots = robots
            return self._robots

    def _wait_for_turn(self) -> None:
        """Crawl-delay, for all threads together."""
        assert self._robots is not None
        with self._turn:
            delay = min(float(self._robots.crawl_delay(NAME) or 0.0), SLOWEST_CRAWL)
            pause = self._next - time.monotonic()
            self._next = max(time.monotonic(), self._next) + delay
        if pause > 0:
            time.sleep(pause)

    def _get(self, url: str, *, largest: int, politely: bool = True) -> Page:
        if politely:
            self._wait_for_turn()
        known = self._memory.get(url)
        headers = {"User-Agent": f"{NAME}/{__version__} (knowledge base)", "Accept-Encoding": "gzip"}
        if known:
            headers |= {name: v for name, v in (("If-None-Match", known[0]), ("If-Modified-Since", known[1])) if v}
        try:
            with self._opener.open(urllib.request.Request(url, headers=headers), timeout=SECONDS_TO_WAIT) as answer:
                page = Page(
                    url=answer.url,
                    content_type=str(answer.headers.get("Content-Type", "")).lower(),
                    body=_body(answer, largest),
                )
                etag, changed = (str(answer.headers.get(name, "")) for name in ("ETag", "Last-Modified"))
        except urllib.error.HTTPError as error:
            with error:
                if error.code == 304 and known:
                    return known[2]
                raise _told(url, error) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise TryLater(f"{url} does not answer: {getattr(error, 'reason', error)}", after=60) from error
        if etag or changed:
            self._memory.put(url, etag, changed, page)
        return page

    def close(self) -> None:
        self._opener.close()
        self._memory.close()

    def __enter__(self) -> WebHost:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _OwnHostOnly(urllib.request.HTTPRedirectHandler):
    """A redirect to another host, or to our own network through one, is not followed."""

    max_redirections = MOST_REDIRECTS

    def __init__(self, origin: str) -> None:
        self._origin = origin

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        if not _same_host(self._origin, newurl):
            raise PageError("leads to another host")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _told(url: str, error: urllib.error.HTTPError) -> Exception:
    if error.code == 429 or error.code >= 500:
        wait = str(error.headers.get("Retry-After", "")) if error.headers else ""
        return TryLater(f"{url} answers {error.code}", after=min(float(wait), 3600.0) if wait.isdigit() else 60)
    if error.code in (301, 302, 303, 307, 308):
        return PageError("leads in a circle, or to no web page")
    return PageError(f"answers {error.code}", gone=error.code in (404, 410))


def _body(answer: Any, largest: int) -> bytes:
    """The unpacked octets. Counted while unpacking, because a small answer can unpack to anything."""
    give_up = time.monotonic() + LONGEST_FETCH
    raw = io.BytesIO()
    while piece := answer.read1(65536):
        raw.write(piece)
        if raw.tell() > largest:
            raise PageError(f"is larger than {largest // 1_000_000} MB")
        if time.monotonic() > give_up:
            raise PageError(f"took longer than {LONGEST_FETCH:.0f} s")
    if str(answer.headers.get("Content-Encoding", "")).lower() not in ("gzip", "x-gzip"):
        return raw.getvalue()
    return unpacked(raw.getvalue(), largest)


def unpacked(raw: bytes, largest: int) -> bytes:
    """gzip → octets, at most `largest`. Raises PageError."""
    try:
        with gzip.open(io.BytesIO(raw)) as packed:
            body = packed.read(largest + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise PageError(f"is packed wrongly: {error}") from error
    if len(body) > largest:
        raise PageError(f"is larger than {largest // 1_000_000} MB")
    return body


def absolute(base: str, link: str) -> str:
    """The address without its fragment; "" when it is no web address."""
    with contextlib.suppress(ValueError):
        parts = urlsplit(urljoin(base, link.strip()))
        if parts.scheme in ("http", "https") and parts.hostname:
            return urlunsplit(parts._replace(fragment=""))
    return ""


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _same_host(origin: str, url: str) -> bool:
    try:
        ours, theirs = urlsplit(origin), urlsplit(url)
        if theirs.username or theirs.password or (theirs.hostname or "") != ours.hostname:
            return False
        if theirs.scheme == ours.scheme:
            return theirs.port == ours.port
        # from http to https, each at its usual port; never back
        return (ours.scheme, theirs.scheme) == ("http", "https") and {ours.port, theirs.port} <= {None, 80, 443}
    except ValueError:
        return False
