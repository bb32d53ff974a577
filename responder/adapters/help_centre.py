"""A help centre on the web → articles, by its sitemap (sitemaps.org, protocol 0.9).

Only its own host is asked. A page that says noindex, or names another page as its original, is no article.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree, html

from responder.adapters.articles import BadFile, decoded
from responder.adapters.html_articles import markdown_of, title_of
from responder.adapters.office_articles import markdown_of_pdf
from responder.adapters.web_pages import LARGEST_SITEMAP, Page, PageError, WebHost, absolute, unpacked
from responder.domain import Article
from responder.errors import ConfigError, TryLater

MOST_PAGES = 50_000
MOST_SITEMAPS = 500
AT_ONCE = 4
"""pages being fetched at the same time"""


@dataclass(slots=True)
class HelpCentre:
    """The articles that a sitemap names, fetched while one iterates. `bad` fills meanwhile.

    `url`: http(s) address of a sitemap or of a sitemap index. `memory`: file in which pages are remembered.
    Iterating raises TryLater when the host or a sitemap cannot be read: half a list would look as if articles were gone.
    """

    url: str
    memory: Path
    bad: list[BadFile] = field(default_factory=list)
    total: int = 0
    """pages in the sitemap, once it was read"""

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
            raise ConfigError(
                f"{self.url} is no web address of a sitemap, such as https://help.example.com/sitemap.xml"
            )

    @property
    def name(self) -> str:
        return self.url

    def __iter__(self) -> Iterator[Article]:
        self.bad.clear()
        with WebHost(self.url, self.memory) as host, ThreadPoolExecutor(AT_ONCE) as fetchers:
            pages = self._pages(host)
            self.total = len(pages)
            seen: set[str] = set()
            for start in range(0, len(pages), 4 * AT_ONCE):
                some = pages[start : start + 4 * AT_ONCE]
                for url, article in zip(some, fetchers.map(lambda u: self._article(u, host), some), strict=True):
                    if isinstance(article, Article) and article.id not in seen:
                        seen.add(article.id)
                        yield article
                    elif isinstance(article, str):
                        self._note(url, article)

    def _note(self, url: str, why: str) -> None:
        self.bad.append(BadFile(article_id=_id(url), path=url, why=why))

    def _pages(self, host: WebHost) -> list[str]:
        """The addresses of all sitemaps, each once, in their order."""
        waiting, known, pages = [self.url], {self.url}, dict[str, None]()
        while waiting:
            here = waiting.pop(0)
            try:
                kind, links = links_of(host.page(here, largest=LARGEST_SITEMAP).body, here)
            except PageError as error:
                raise TryLater(f"The sitemap {here} {error}.", after=600) from error
            for link in links:
                if not host.is_ours(link):
                    self.bad.append(BadFile(article_id="", path=link, why="is on another host"))
                elif kind == "urlset":
                    pages.setdefault(link)
                elif link not in known and len(known) < MOST_SITEMAPS:
                    known.add(link)
                    waiting.append(link)
        for left_out in list(pages)[MOST_PAGES:]:
            self._note(left_out, f"is beyond the first {MOST_PAGES} pages")
        return list(pages)[:MOST_PAGES]

    def _article(self, url: str, host: WebHost) -> Article | str | None:
        """An article, why there is none, or None for a page that is gone or no article."""
        try:
            page = host.page(url)
            return article_of(page)
        except PageError as error:
            return None if error.gone else str(error)
        except TryLater as away:
            return str(away)
        except (ValueError, RecursionError) as error:
            return str(error)


def links_of(sitemap: bytes, url: str) -> tuple[str, list[str]]:
    """ "urlset" or "sitemapindex", and its addresses. A list of addresses in plain text counts as "urlset"."""
    if sitemap[:2] == b"\x1f\x8b":
        sitemap = unpacked(sitemap, LARGEST_SITEMAP)
    if not sitemap.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        links = [absolute(url, line) for line in decoded(sitemap).splitlines() if line.strip()]
        return "urlset", [link for link in links if link]
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        root = etree.fromstring(sitemap, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise PageError(f"is not XML: {error}") from error
    kind = etree.QName(root).localname if root is not None else ""
    if kind not in ("urlset", "sitemapindex"):
        raise PageError(f"is no sitemap but <{kind}>")
    entry = "{*}url/{*}loc" if kind == "urlset" else "{*}sitemap/{*}loc"
    links = [absolute(url, loc.text or "") for loc in root.iterfind(entry)]
    return kind, [link for link in links if link]


def article_of(page: Page) -> Article | None:
    """None for a page that does not want to be found. ValueError says why there is no article in it."""
    if page.content_type.startswith("application/pdf"):
        body, title = markdown_of_pdf(page.body)
        return _made(page, body, title or unquote(page.url.rsplit("/", 1)[-1]), language="")
    if page.content_type and not page.content_type.startswith(("text/html", "application/xhtml+xml")):
        raise ValueError(f"is no page but {page.content_type.split(';')[0]}")
    text = _text(page)
    root = html.document_fromstring(text.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    robots = " ".join(root.xpath("//meta[translate(@name, 'ROBTS', 'robts')='robots']/@content")).lower()
    original = next((absolute(page.url, str(u)) for u in root.xpath("//link[@rel='canonical']/@href")), "")
    if "noindex" in robots or (
        original and _id(original) != _id(page.url) and urlsplit(original).path not in ("", "/")
    ):
        return None
    body = markdown_of(text, site=True)
    if not body.strip():
        raise ValueError("has no text; a page that only a browser's scripts fill cannot be read")
    language = next(iter(root.xpath("/html/@lang | /html/@xml:lang")), "")
    return _made(page, body, title_of(text) or unquote(_id(page.url)), language=str(language))


def _made(page: Page, body: str, title: str, *, language: str) -> Article:
    return Article(
        id=_id(page.url),
        title=title,
        body=body,
        language=re.split(r"[-_]", language.strip().lower())[0] or "en",
        url=page.url,
        # of what was read, not of the page: a counter or a token in its markup is no change
        sha256=hashlib.sha256(f"{title}\n{language}\n{page.url}\n{body}".encode()).hexdigest(),
    )


def _id(url: str) -> str:
    """Path and query: "en/articles/42". The same for a page with and without its last slash."""
    parts = urlsplit(url)
    path = parts.path.strip("/").replace("#", "%23") or "index"
    return f"{path}?{parts.query}" if parts.query else path


_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s{0,5}=\s{0,5}["']?([\w-]{2,30})""", re.IGNORECASE)


def _text(page: Page) -> str:
    named = re.search(r"charset=[\"']?([\w-]{2,30})", page.content_type)
    declared = _CHARSET.search(page.body[:4096])
    for charset in (named[1] if named else "", declared[1].decode() if declared else ""):
        try:
            return page.body.decode(charset)
        except (LookupError, UnicodeDecodeError):
            continue
    return decoded(page.body)
