"""A help centre on the web is read by its sitemap: its own host only, within robots.txt, and only what changed."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from responder.adapters.hashing_embedder import HashingEmbedder
from responder.adapters.help_centre import HelpCentre
from responder.adapters.html_articles import markdown_of
from responder.adapters.in_memory_knowledge import InMemoryKnowledge
from responder.adapters.web_pages import WebHost
from responder.errors import ConfigError, TryLater
from responder.librarian import sync
from tests.fixtures.web_site import Answer, WebSite


@pytest.fixture
def site() -> Iterator[WebSite]:
    with WebSite() as here:
        yield here


def ids(centre: HelpCentre) -> list[str]:
    return [article.id for article in centre]


def test_each_page_of_the_sitemap_is_an_article(site: WebSite, tmp_path: Path) -> None:
    site.article("/hc/refunds", "Refunds", "Ask within 30 days.")
    site.article("/hc/exports/", "Exports", "Choose CSV or JSON.")
    centre = HelpCentre(site.sitemap("/hc/refunds", "/hc/exports/"), tmp_path / "pages")
    refunds, exports = centre
    assert (refunds.id, refunds.title, refunds.url) == ("hc/refunds", "Refunds", f"{site.origin}/hc/refunds")
    assert "Ask within 30 days." in refunds.body
    assert exports.id == "hc/exports"
    assert centre.bad == [] and centre.total == 2


async def test_a_second_sync_fetches_nothing_again_and_takes_in_what_changed(site: WebSite, tmp_path: Path) -> None:
    knowledge, embedder = InMemoryKnowledge(), HashingEmbedder()
    site.article("/refunds", "Refunds", "Ask within 30 days.")
    site.article("/exports", "Exports", "Choose CSV or JSON.")
    centre = HelpCentre(site.sitemap("/refunds", "/exports"), tmp_path / "pages")
    await sync(knowledge, embedder, centre)
    site.asked.clear()

    again = await sync(knowledge, embedder, centre)
    assert again.unchanged == ("refunds", "exports")
    assert {status for path, status in site.asked if path != "/robots.txt"} == {304}

    site.article("/exports", "Exports", "Choose CSV, JSON or XML.")
    del site.pages["/refunds"]
    third = await sync(knowledge, embedder, centre)
    assert (third.changed, third.removed, third.bad) == (("exports",), ("refunds",), ())


async def test_a_page_that_fails_now_keeps_its_last_version(site: WebSite, tmp_path: Path) -> None:
    knowledge, embedder = InMemoryKnowledge(), HashingEmbedder()
    site.article("/refunds", "Refunds", "Ask within 30 days.")
    site.article("/exports", "Exports", "Choose CSV or JSON.")
    centre = HelpCentre(site.sitemap("/refunds", "/exports"), tmp_path / "pages")
    await sync(knowledge, embedder, centre)
    site.pages["/refunds"] = Answer(status=503)
    report = await sync(knowledge, embedder, centre)
    assert report.removed == () and "503" in report.bad[0][1]
    assert (await knowledge.size())[0] == 2


@pytest.mark.parametrize(
    "broken",
    [
        Answer(status=500),
        Answer(status=404),
        Answer(b"<html><body>Please log in</body></html>"),
        Answer(b"<urlset><url>", headers={"Content-Encoding": "gzip"}),
    ],
)
async def test_a_broken_sitemap_loses_no_article(site: WebSite, tmp_path: Path, broken: Answer) -> None:
    knowledge = InMemoryKnowledge()
    site.article("/refunds", "Refunds", "Ask within 30 days.")
    site.article("/exports", "Exports", "Choose CSV or JSON.")
    site.sitemap("/refunds", at="/one.xml")
    site.sitemap("/exports", at="/two.xml")
    centre = HelpCentre(site.sitemap("/one.xml", "/two.xml", index=True), tmp_path / "pages")
    await sync(knowledge, HashingEmbedder(), centre)
    site.pages["/two.xml"] = broken
    with pytest.raises(TryLater, match=r"/two\.xml"):
        await sync(knowledge, HashingEmbedder(), centre)
    assert (await knowledge.size())[0] == 2


def test_an_index_of_packed_sitemaps_is_followed_once_each(site: WebSite, tmp_path: Path) -> None:
    site.article("/a", "A", "Words of a.")
    site.article("/b", "B", "Words of b.")
    site.sitemap("/a", at="/a.xml")
    site.pages["/a.xml.gz"] = Answer(gzip.compress(site.pages["/a.xml"].body), headers={})
    site.pages["/b.txt"] = Answer(f"{site.origin}/b\n{site.origin}/a\n".encode(), headers={})
    url = site.sitemap("/a.xml.gz", "/b.txt", "/sitemap.xml", index=True)
    assert ids(HelpCentre(url, tmp_path / "pages")) == ["a", "b"]


def test_no_other_host_is_ever_asked(site: WebSite, tmp_path: Path) -> None:
    with WebSite() as other:
        other.article("/secret", "Secret", "Not ours.")
        site.article("/a", "A", "Words.")
        site.pages["/away"] = Answer(status=302, headers={"Location": f"{other.origin}/secret"})
        site.pages["/file"] = Answer(status=302, headers={"Location": "file:///etc/hostname"})
        site.pages["/moved"] = Answer(status=301, headers={"Location": "/a"})
        links = ["/moved", "/away", "/file", f"{other.origin}/secret", "file:///etc/hostname", "http://[broken"]
        centre = HelpCentre(site.sitemap(*links), tmp_path / "pages")
        assert ids(centre) == ["a"]
        assert other.asked == []
        assert {bad.why for bad in centre.bad} == {
            "is on another host",
            "leads to another host",
            "leads in a circle, or to no web page",
        }


def test_robots_txt_is_obeyed(site: WebSite, tmp_path: Path) -> None:
    site.article("/open", "Open", "Words.")
    site.article("/internal/x", "X", "Not for robots.")
    site.pages["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /internal/\n", headers={})
    centre = HelpCentre(site.sitemap("/open", "/internal/x"), tmp_path / "pages")
    assert ids(centre) == ["open"]
    assert "robots.txt" in centre.bad[0].why
    assert "/internal/x" not in {path for path, _ in site.asked}


def test_a_host_whose_robots_txt_fails_is_left_alone(site: WebSite, tmp_path: Path) -> None:
    site.article("/open", "Open", "Words.")
    site.pages["/robots.txt"] = Answer(status=503)
    with pytest.raises(TryLater):
        ids(HelpCentre(site.sitemap("/open"), tmp_path / "pages"))
    assert [path for path, _ in site.asked] == ["/robots.txt"]


def test_what_is_no_article_is_left_out(site: WebSite, tmp_path: Path) -> None:
    hidden = b'<html><head><meta name="ROBOTS" content="noindex,follow"></head><body><main>No.</main></body></html>'
    copy = b'<html><head><link rel="canonical" href="/a"></head><body><main>Words.</main></body></html>'
    site.article("/a", "A", "Words.")
    site.pages["/hidden"] = Answer(hidden)
    site.pages["/print/a"] = Answer(copy)
    site.pages["/logo.png"] = Answer(b"\x89PNG", headers={"Content-Type": "image/png"})
    site.pages["/app"] = Answer(b'<html><body><div id="root"></div><script>go()</script></body></html>')
    site.pages["/loop"] = Answer(status=302, headers={"Location": "/loop"})
    centre = HelpCentre(site.sitemap("/a", "/hidden", "/print/a", "/logo.png", "/app", "/loop"), tmp_path / "pages")
    assert ids(centre) == ["a"]
    assert [bad.article_id for bad in centre.bad] == ["logo.png", "app", "loop"]


def test_a_page_that_unpacks_to_too_much_is_refused(site: WebSite, tmp_path: Path) -> None:
    packed = gzip.compress(bytes(20_000_000))
    site.pages["/bomb"] = Answer(packed, headers={"Content-Type": "text/html", "Content-Encoding": "gzip"})
    centre = HelpCentre(site.sitemap("/bomb"), tmp_path / "pages")
    assert ids(centre) == []
    assert "larger than 10 MB" in centre.bad[0].why


def test_an_old_code_page_is_read(site: WebSite, tmp_path: Path) -> None:
    page = '<html lang="de-AT"><head><meta charset="windows-1252"></head><body><p>Rückgabe – 5 €</p></body></html>'
    site.pages["/de"] = Answer(page.encode("cp1252"), headers={"Content-Type": "text/html"})
    (article,) = HelpCentre(site.sitemap("/de"), tmp_path / "pages")
    assert article.language == "de"
    assert "Rückgabe – 5 €" in article.body


def test_entities_of_a_sitemap_read_no_file(site: WebSite, tmp_path: Path) -> None:
    text = (
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><urlset>'
        f"<url><loc>{site.origin}/&e;</loc></url><url><loc>{site.origin}/a</loc></url></urlset>"
    )
    site.pages["/sitemap.xml"] = Answer(text.encode(), headers={})
    site.article("/a", "A", "Words.")
    assert "a" in ids(HelpCentre(f"{site.origin}/sitemap.xml", tmp_path / "pages"))


@pytest.mark.parametrize("url", ["ftp://help.example/sitemap.xml", "https:///x", "https://me:pw@help.example/s.xml"])
def test_what_is_no_address_of_a_sitemap_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no web address"):
        HelpCentre(url, tmp_path / "pages")


@pytest.mark.parametrize(
    ("url", "ours"),
    [
        ("http://help.example/a", True),
        ("https://help.example/a", True),
        ("https://help.example:8443/a", False),
        ("http://help.example.evil.test/a", False),
        ("http://user@help.example/a", False),
        ("http://127.0.0.1/a", False),
    ],
)
def test_our_host_may_move_to_tls_and_nowhere_else(url: str, ours: bool, tmp_path: Path) -> None:
    with WebHost("http://help.example/sitemap.xml", tmp_path / "pages") as host:
        assert host.is_ours(url) is ours


FURNISHED = """<html><body><div class="site-header"><a href="/">Acme</a><div class="main-menu">Products Prices Help</div></div>
<div class="wrapper"><ul class="breadcrumbs"><li>Home</li><li>Billing</li></ul>
<div class="content-col"><h1>Pay an invoice</h1><p>Open Billing, choose the invoice and press Pay. The payment shows within an
hour, and a receipt is mailed to the owner of the account.</p><p>Cards and bank transfers are accepted in every country.</p></div>
<div class="article-votes">Was this helpful? Yes No</div><div class="related-articles"><a href="/x">Change your plan</a></div></div>
<div id="cookie-consent">We use cookies.</div><div class="copyright"><a href="/imprint">Imprint</a></div></body></html>"""


def test_menus_and_notes_around_an_article_are_left_out() -> None:
    body = markdown_of(FURNISHED, site=True)
    assert body.startswith("# Pay an invoice")
    assert body.rstrip().endswith("in every country.")
