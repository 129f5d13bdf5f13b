"""Pages, feeds and sitemaps from a real server on loopback: politely, within bounds, once."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from forked import Forked, run_kg
from kg.documents import Document, read_documents
from kg.documents.headers import Headers, split_headers
from kg.errors import ServiceError
from kg.sources.addresses import is_public
from kg.sources.client import AGENT, Client, Manners
from kg.sources.feeds import Entry, entries_of, feeds_of, sitemap_of
from kg.sources.fetching import Fetcher
from kg.sources.gathering import Gathering
from kg.sources.saved import Folder
from news_site import Reply, Site, dripping, page, redirect, rss, site
from newsroom import nquads, open_store
from waiting import LONGEST, until


@pytest.fixture
def news() -> Iterator[Site]:
    with site() as made:
        made.replies |= {f"/{number}": page(number) for number in range(20)}
        yield made


def client(**manners: object) -> Client:
    chosen = {"pause": 0, "allowed": ("127.0.0.1",), **manners}
    return Client(Manners(**chosen))  # type: ignore[arg-type]


def fetcher(folder: Path) -> Fetcher:
    return Fetcher(client(), Folder(folder))


def refused(url: str, **manners: object) -> str:
    with pytest.raises(ServiceError) as caught:
        client(**manners).get(url)
    assert str(caught.value).startswith(f"{url}: ") and "\n" not in str(caught.value)
    return str(caught.value)


def kg(*arguments: object) -> subprocess.CompletedProcess[str]:
    return run_kg(*map(str, arguments))


# One page


@pytest.mark.parametrize("number", range(5))
def test_a_saved_page_is_read_with_its_address_and_date(
    news: Site, tmp_path: Path, number: int
) -> None:
    news.replies["/moved"] = redirect(f"/{number}")
    entry = Entry(f"{news.address}/moved", "In the feed", "2024-10-23T08:00:00+00:00")
    file = fetcher(tmp_path).page(entry)
    assert file is not None
    (document,) = read_documents([file])
    assert isinstance(document, Document), document
    assert f"café number {number} must move" in document.text
    own = datetime(2024, 10, 22, 8, tzinfo=UTC)
    feed = datetime(2024, 10, 23, 8, tzinfo=UTC)
    assert document.metadata.published == (own if number % 2 else feed)
    assert document.metadata.url == f"{news.address}/{number}"
    assert document.metadata.title == f"Bridge {number} closes"
    assert news.agents == {AGENT}


def test_a_page_is_saved_as_it_came() -> None:
    body = b"<p>A</p> -->\n<p>\xff</p>"
    headers = Headers(url="https://a.example/-->", etag='"-->"')
    assert split_headers(headers.written() + body) == (headers, body)
    assert split_headers(body) == (Headers(), body)
    assert split_headers(b"<!-- kg fetch {} x -->\n") == (Headers(), b"<!-- kg fetch {} x -->\n")


def test_what_has_not_changed_is_not_sent_again(news: Site, tmp_path: Path) -> None:
    entry = Entry(f"{news.address}/0")
    assert fetcher(tmp_path).page(entry) is not None
    assert fetcher(tmp_path).page(entry) is None
    assert (news.asked["/0"], news.unchanged["/0"]) == (2, 1)
    assert fetcher(tmp_path).page(entry, again=False) is None
    assert news.asked["/0"] == 2
    news.replies["/0"] = Reply(page(3).body, headers={"ETag": '"new"'})
    assert fetcher(tmp_path).page(entry) is not None


def test_robots_are_heeded_and_asked_for_once(news: Site) -> None:
    news.replies["/robots.txt"] = Reply(b"User-agent: kg\nDisallow: /1\n", kind="text/plain")
    asking = client()
    for path in ("/0", "/2"):
        asking.get(news.address + path)
    with pytest.raises(ServiceError, match=r"robots\.txt does not allow"):
        asking.get(f"{news.address}/1")
    news.replies["/moved"] = redirect("/1")
    with pytest.raises(ServiceError, match=r"robots\.txt does not allow"):
        asking.get(f"{news.address}/moved")
    assert (news.asked["/robots.txt"], news.asked["/1"]) == (1, 0)


def test_a_site_whose_robots_are_at_fault_is_left_alone(news: Site) -> None:
    news.replies["/robots.txt"] = Reply(status=503)
    assert "robots.txt answered HTTP 503, so that kg may not read" in refused(f"{news.address}/0")
    assert news.asked["/0"] == 0


def test_a_host_is_given_time(news: Site) -> None:
    news.replies["/robots.txt"] = Reply(b"User-agent: *\nCrawl-delay: 7\n", kind="text/plain")
    waits: list[float] = []
    asking = Client(Manners(pause=2, allowed=("127.0.0.1",)), sleep=waits.append)
    for _ in range(2):
        asking.get(f"{news.address}/0")
    assert [round(wait) for wait in waits] == [2, 9]


BUSY_DATE = "Tue, 05 Mar 2030 10:00:{} GMT"


def busy(status: int, after: str) -> Reply:
    return Reply(status=status, headers={"Retry-After": after, "Date": BUSY_DATE.format("00")})


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("after", ["17", BUSY_DATE.format("17")])
def test_a_busy_host_is_asked_again_when_it_says(news: Site, status: int, after: str) -> None:
    calm, waits = news.replies["/0"], list[float]()

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        news.replies["/0"] = calm

    asking = Client(Manners(pause=0, allowed=("127.0.0.1",)), sleep)
    asking.get(f"{news.address}/1")
    news.replies["/0"] = busy(status, after)
    assert asking.get(f"{news.address}/0").status == 200
    assert [round(wait) for wait in waits] == [17]
    assert news.asked["/0"] == 2


@pytest.mark.parametrize("after", ["3600", "9" * 400, "Wed, 06 Mar 2030 10:00:00 GMT"])
def test_a_host_that_asks_for_long_is_left_alone(news: Site, tmp_path: Path, after: str) -> None:
    news.replies |= {"/feed": rss(news, range(9)), "/0": busy(429, after)}
    gathering = Gathering(fetcher(tmp_path), most=9)
    for _ in range(5):
        found = list(gathering.feeds([f"{news.address}/feed"]))
        assert all("busy and asks to be left alone; try again later" in str(e) for e in found)
    assert len(found) == 1  # the feed itself, of the same host
    assert (news.asked["/feed"], news.asked["/0"], news.asked["/1"]) == (1, 1, 0)


def test_a_page_of_a_busy_host_is_fetched_when_that_is_over(news: Site, tmp_path: Path) -> None:
    with site("127.0.0.2") as other:
        news.replies["/feed"] = rss(other, range(1))
        other.replies["/0"] = Reply(status=429, headers={"Retry-After": "1"})
        impatient = client(allowed=("127.0.0.1", "127.0.0.2"), patience=0)
        gathering = Gathering(Fetcher(impatient, Folder(tmp_path)), most=9)
        for _ in range(5):
            (found,) = gathering.feeds([f"{news.address}/feed"])
            assert isinstance(found, ServiceError)
        assert other.asked["/0"] == 1
        other.replies["/0"] = page(0)
        time.sleep(1)
        (found,) = gathering.feeds([f"{news.address}/feed"])
        assert isinstance(found, Path)


@pytest.mark.parametrize("after", ["", "soon", "-1", "0", "0.5", "Mon, 04 Mar 2030 10:00:00 GMT"])
def test_who_does_not_say_how_long_is_not_asked_again(news: Site, after: str) -> None:
    news.replies["/0"] = busy(503, after)
    assert "answered HTTP 503" in refused(f"{news.address}/0")
    assert news.asked["/0"] == 1


# What misbehaves


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply(status=404), "answered HTTP 404"),
        (Reply(status=500), "answered HTTP 500"),
        (Reply(status=304), "answered HTTP 304"),
        (redirect("/x"), "redirects more than 5 times"),
        (redirect("file:///etc/passwd"), "/x: leads to file:///etc/passwd, which is no address"),
        (redirect("http://[1/"), "/x: leads to http://[1/, which is no address"),
        (Reply(b"x" * 3_000_000), "sent more than 2 MB"),
        (Reply(gzip.compress(bytes(50_000_000)), headers={"Content-Encoding": "gzip"}),
         "sent more than 2 MB"),
        (Reply(b"no gzip", headers={"Content-Encoding": "gzip"}), "is gzip and is not"),
        (Reply(gzip.compress(b"x")[:-9], headers={"Content-Encoding": "gzip"}), "is cut off"),
        (Reply(dripping), "gave no whole answer within 1 seconds"),
    ],
)  # fmt: skip
def test_what_misbehaves_is_one_line(news: Site, reply: Reply, reason: str) -> None:
    news.replies["/x"] = reply
    assert reason in refused(f"{news.address}/x", most=2_000_000, timeout=1)


def test_nothing_that_listens_is_one_line() -> None:
    assert "cannot be reached; is there a network?" in refused("http://127.0.0.1:9/")


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "::1",
     "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "224.0.0.1",
     "100.64.0.1"],
)  # fmt: skip
def test_private_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


def test_private_hosts_are_refused_however_they_are_named(news: Site) -> None:
    port = news.address.rpartition(":")[2]
    for host in ("127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"):
        assert "which is not public; allow it with `--allow-host" in refused(
            f"http://{host}:{port}/0", allowed=()
        )
    assert news.asked.total() == 0
    assert client(allowed=(f"127.0.0.1:{port}",)).get(f"{news.address}/0").status == 200


def test_a_redirection_to_a_private_host_is_refused(news: Site) -> None:
    with site("127.0.0.2") as other:
        news.replies["/x"] = redirect(f"{other.address}/secret")
        assert "127.0.0.2, which is not public" in refused(f"{news.address}/x")
        assert other.asked.total() == 0


# Feeds


@pytest.mark.parametrize(
    "feed",
    [
        '<rss version="0.91"><channel><item><title>T</title><link>/1</link></item></channel></rss>',
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/"><item><title>T</title><link>/1</link></item></rdf:RDF>',
        '<rss version="2.0"><channel><item><title>T</title><link>/1</link>'
        "<pubDate>Wed, 23 Oct 2024 08:00:00 GMT</pubDate></item></channel></rss>",
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>T</title><link href="/1"/>'
        "<published>2024-10-23T08:00:00Z</published></entry></feed>",
        '{"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "/1", "title": "T", '
        '"date_published": "2024-10-23T10:00:00+02:00"}, 7, {"title": "none"}]}',
        '<rss version="2.0"><channel><item><title>T</title><link>/1</link></item><item><broken',
    ],
)
def test_feeds_of_every_kind(feed: str) -> None:
    entry = entries_of(feed.encode(), "https://news.example/feed")[0]
    assert (entry.url, entry.title) == ("https://news.example/1", "T")
    if "2024" in feed:
        assert entry.published is not None
        assert datetime.fromisoformat(entry.published) == datetime(2024, 10, 23, 8, tzinfo=UTC)


@pytest.mark.parametrize("data", [b"", b"<html><body>No</body></html>", b"{}", b"[1]", b"\xff\x00"])
def test_what_is_no_feed_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(ServiceError, match=r"^u: is no feed, or a broken one$"):
        entries_of(data, "u")


def test_opml_lists_feeds() -> None:
    outlines = '<outline text="A"><outline xmlUrl="https://a/"/></outline><outline xmlUrl="b"/>'
    opml = f'<?xml version="1.0"?><opml version="2.0"><body>{outlines}</body></opml>'
    assert feeds_of(opml.encode()) == ["https://a/", "b"]
    assert feeds_of(b'<rss version="2.0"></rss>') is None


def test_a_file_of_feeds_stands_for_each_of_them(news: Site, tmp_path: Path) -> None:
    news.replies["/feed"] = rss(news, range(3))
    outlines = "".join(f'<outline xmlUrl="{news.address}/{name}"/>' for name in ("none", "feed"))
    (tmp_path / "a.opml").write_text(f"<opml><body>{outlines}</body></opml>")
    gathering = Gathering(fetcher(tmp_path), most=2)
    error, *files = gathering.feeds([str(tmp_path / "a.opml")])
    assert isinstance(error, ServiceError) and "answered HTTP 404" in str(error)
    assert len(files) == 2 and all(isinstance(each, Path) for each in files)
    assert "cannot be read" in str(*gathering.feeds([str(tmp_path / "b.opml")]))


def test_sitemaps_list_pages_and_sitemaps(news: Site, tmp_path: Path) -> None:
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    pages = (
        f"<urlset {space}><url><loc>{news.address}/1</loc><lastmod>2024</lastmod></url></urlset>"
    )
    index = f"<sitemapindex {space}><sitemap><loc>/b.gz</loc></sitemap></sitemapindex>"
    news.replies["/a.xml"] = Reply(index.encode(), kind="text/xml")
    news.replies["/b.gz"] = Reply(gzip.compress(pages.encode()), kind="application/gzip")
    found = fetcher(tmp_path).sitemap(f"{news.address}/a.xml", 10)
    assert found == [Entry(f"{news.address}/1", updated="2024")]
    for data in (b"", b"<html/>", gzip.compress(b"x")[:-9]):
        with pytest.raises(ServiceError):
            sitemap_of(data, "u")


def test_fetch_saves_the_pages_of_all_that_is_named(news: Site, tmp_path: Path) -> None:
    news.replies["/feed"] = rss(news, range(3))
    news.replies["/photo"] = Reply(b"\x89PNG", kind="image/png")
    urls = [f"{news.address}{path}" for path in ("/7", "/photo", "/none")]
    options = ["--out", tmp_path / "news", "--allow-host", "127.0.0.1", "--pause", 0]
    for line in ("4 fetched, 0 unchanged, 2 failed", "1 fetched, 3 unchanged, 2 failed"):
        done = kg("fetch", *urls, "--feed", f"{news.address}/feed", *options)
        assert done.returncode == 1 and done.stdout.startswith(line)
        assert done.stderr.splitlines() == [
            f"kg: {news.address}/photo: is no web page but image/png",
            f"kg: {news.address}/none: answered HTTP 404",
        ]
        news.replies["/7"] = page(3)  # with another tag than before
    assert (news.asked["/feed"], news.unchanged["/feed"]) == (2, 1)
    assert [news.asked[f"/{n}"] for n in range(3)] == [1, 1, 1]
    assert sum(isinstance(each, Document) for each in read_documents([tmp_path / "news"])) == 4


# Watching


def watch(news: Site, folder: Path, *options: object) -> subprocess.Popen[str]:
    feeds = [f"{news.address}/{name}" for name in ("changing", "broken", "private")]
    command = ["watch", *feeds, "--out", folder / "news", "--store", folder / "store", "--pause", 0,
               "--allow-host", "127.0.0.1", "--no-tagger", *options]  # fmt: skip
    pipe = subprocess.PIPE
    return Forked([*map(str, command)], stdout=pipe, stderr=pipe, cwd=folder)


@pytest.fixture
def three_feeds(news: Site) -> Iterator[Site]:
    """A feed that changes while it is watched, a broken one, one that leads elsewhere."""
    with site("127.0.0.2") as private:
        news.replies["/changing"] = rss(news, range(10))
        news.replies["/broken"] = Reply(b"<html><body>Error</body></html>")
        news.replies["/private"] = redirect(f"{private.address}/feed")
        yield news
        assert private.asked.total() == 0


def saved(folder: Path) -> int:
    return len(list(folder.glob("news/*/*.html")))


def test_watch_builds_each_article_once(three_feeds: Site, tmp_path: Path) -> None:
    process = watch(three_feeds, tmp_path, "--every", 0.1)
    until(lambda: saved(tmp_path) == 10 and three_feeds.unchanged["/changing"] > 0)
    three_feeds.replies["/changing"] = rss(three_feeds, range(20))
    asked = three_feeds.unchanged["/changing"]
    until(lambda: saved(tmp_path) == 20 and three_feeds.unchanged["/changing"] > asked + 1)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=LONGEST)
    assert process.returncode == 130, err
    assert "10 built" in out and out.count("built") == 2
    said = [line for line in err.splitlines() if news_lines(line, three_feeds)]
    assert len(said) == 2 and "is no feed" in said[0] and "is not public" in said[1]
    assert [three_feeds.asked[f"/{number}"] for number in range(20)] == [1] * 20
    with open_store(tmp_path / "store", tagger=False) as graph:
        assert len(graph.documents()) == 20


def news_lines(line: str, news: Site) -> bool:
    return news.address in line


def test_watch_killed_at_any_moment_gives_the_same_store(
    three_feeds: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    three_feeds.replies["/changing"] = rss(three_feeds, range(20))
    (tmp_path / "kg.toml").write_text("batch = 2\n")
    rounds = int(os.environ.get("KILLS", "4"))
    for number in range(rounds):
        process = watch(three_feeds, tmp_path, "--every", 0.1)
        before = three_feeds.asked.total()
        until(lambda before=before: three_feeds.asked.total() > before)  # type: ignore[misc]
        # Until it fetches, or further, while it builds: two articles a transaction.
        time.sleep(number * 6 / rounds)
        process.kill()
        process.communicate()
    process = watch(three_feeds, tmp_path, "--rounds", 1)
    _, err = process.communicate(timeout=LONGEST)
    assert process.returncode == 0, err
    monkeypatch.chdir(tmp_path)
    with open_store(tmp_path / "store", tagger=False) as graph:
        assert len(graph.documents()) == 20
        killed = nquads(graph)
    with open_store(tmp_path / "other", tagger=False) as graph:
        graph.build("news")
        assert nquads(graph) == killed
