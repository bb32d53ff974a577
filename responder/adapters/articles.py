"""A folder of files → articles: Markdown and plain text as they are, HTML, Word and PDF files turned into Markdown.

What front matter says in Markdown may stand beside any other file: `guide.pdf.yaml` for `guide.pdf`. Files and folders whose name begins with "." or "_" are skipped, and so is a README. A file that cannot be read is
reported and skipped; the others go on.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from charset_normalizer import from_bytes

from responder.adapters.html_articles import markdown_of, title_of
from responder.adapters.office_articles import markdown_of_docx, markdown_of_pdf
from responder.domain import Article
from responder.errors import ConfigError

MARKDOWN = (".md", ".markdown", ".mdown", ".txt")
HTML = (".html", ".htm")
OFFICE = {".docx": markdown_of_docx, ".pdf": markdown_of_pdf}
LARGEST_FILE = 30_000_000
"""octets: beyond, it is not an article"""


@dataclass(frozen=True, slots=True, kw_only=True)
class BadFile:
    """A file that gave no article."""

    article_id: str
    """the id that its article would have"""
    path: str
    why: str


@dataclass(slots=True)
class ArticleFolder:
    """The articles below a folder, read one by one, in the order of their paths. `bad` fills while one iterates."""

    root: Path
    bad: list[BadFile] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not self.root.is_dir():
            raise ConfigError(f"There is no folder {self.root}. Name a folder that holds articles.")

    @property
    def name(self) -> str:
        """What the store calls this source."""
        return self.root.resolve().as_posix()

    @property
    def total(self) -> int:
        return len(self.files())

    def files(self) -> list[Path]:
        return sorted(_files(self.root))

    def __iter__(self) -> Iterator[Article]:
        self.bad.clear()
        seen: dict[str, str] = {}
        for path in self.files():
            shown = path.relative_to(self.root).as_posix()
            try:
                article = read_article(path, self.root)
            except (OSError, ValueError, RecursionError) as error:
                self.bad.append(BadFile(article_id=_id(path, self.root), path=shown, why=str(error)))
                continue
            if first := seen.get(article.id):
                why = f"has the same id as {first}; rename one of them"
                self.bad.append(BadFile(article_id=article.id, path=shown, why=why))
                continue
            seen[article.id] = shown
            yield article


def read_article(path: Path, root: Path) -> Article:
    """One file as an article. Its id is the path below `root` without the extension. ValueError says what is wrong."""
    if path.stat().st_size > LARGEST_FILE:
        raise ValueError(f"is larger than {LARGEST_FILE // 1_000_000} MB")
    raw = path.read_bytes()
    beside = _beside(path)
    fields, fallback = dict(beside), ""
    if read := OFFICE.get(path.suffix.lower()):
        body, fallback = read(raw)
    else:
        own, body = _front_matter(decoded(raw))
        fields |= own
        if path.suffix.lower() in HTML:
            body, fallback = markdown_of(body), title_of(body)
    if not body.strip():
        raise ValueError("has no text")
    audience = _word(fields, "audience").lower() or "public"
    if audience not in ("public", "internal"):
        raise ValueError(f'audience is {audience!r}; write "public" or "internal"')
    return Article(
        id=_id(path, root),
        title=_word(fields, "title") or _first_heading(body) or fallback or _title_from(path),
        body=body,
        category=_word(fields, "category"),
        product=_word(fields, "product"),
        language=_word(fields, "language", "lang").lower().replace("_", "-").split("-")[0] or "en",
        url=_word(fields, "url"),
        audience="internal" if audience == "internal" else "public",
        reviewed_on=_word(fields, "reviewed_on"),
        sha256=hashlib.sha256(raw + (repr(sorted(beside.items())).encode() if beside else b"")).hexdigest(),
    )


def _id(path: Path, root: Path) -> str:
    return path.relative_to(root).with_suffix("").as_posix()


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name.startswith((".", "_", "~$")):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _files(path)
        elif path.suffix.lower() in (*MARKDOWN, *HTML, *OFFICE) and path.stem.lower() != "readme" and path.is_file():
            yield path


def decoded(raw: bytes) -> str:
    """UTF-8 if it is; else what the bytes look like, as an old export may be in a Windows code page."""
    if b"\0" in raw[:1000] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ValueError("is not text")
    try:
        text = raw.decode("utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(raw[:200_000]).best()
        if best is None:
            raise ValueError("is in an unknown encoding; save it as UTF-8") from None
        text = raw.decode(best.encoding, "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _beside(path: Path) -> dict[str, Any]:
    """The fields of the file `path`.yaml, which says of a Word or PDF file what front matter says of Markdown."""
    beside = path.with_name(f"{path.name}.yaml")
    if not beside.is_file():
        return {}
    try:
        fields = yaml.safe_load(decoded(beside.read_bytes()))
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError(f"{beside.name} is not YAML: {' '.join(str(error).split())}") from error
    if not isinstance(fields, dict):
        raise ValueError(f"{beside.name} must hold fields such as `title: …`")
    return {str(name).lower(): value for name, value in fields.items()}


_FENCE = re.compile(r"^---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


def _front_matter(text: str) -> tuple[dict[str, Any], str]:
    """The YAML between two lines of "---" at the very top, and the rest. Text that merely begins with a rule has none."""
    match = _FENCE.match(text)
    if match is None:
        return {}, text
    try:
        fields = yaml.safe_load(match[1])
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError(f"its front matter is not YAML: {' '.join(str(error).split())}") from error
    if fields is None:
        return {}, text[match.end() :]
    if not isinstance(fields, dict):
        return {}, text
    return {str(name).lower(): value for name, value in fields.items()}, text[match.end() :]


def _word(fields: dict[str, Any], *names: str) -> str:
    """The first of these fields as one clean line."""
    value = next((fields[n] for n in names if fields.get(n) is not None), "")
    if isinstance(value, date):
        value = value.isoformat()[:10]
    if isinstance(value, list):
        value = ", ".join(str(v) for v in value)
    return "" if isinstance(value, dict) else " ".join(str(value).split())


_HEADING = re.compile(r"^ {0,3}#{1,2}[ \t]+(\S[^\n]*)$|^(\S[^\n]{0,200})\n=+[ \t]*$", re.MULTILINE)


def _first_heading(body: str) -> str:
    match = _HEADING.search(body)
    return (match[1] or match[2]).strip().rstrip("#").strip() if match else ""


def _title_from(path: Path) -> str:
    words = re.sub(r"[-_]+", " ", path.stem).strip()
    return words[:1].upper() + words[1:]
