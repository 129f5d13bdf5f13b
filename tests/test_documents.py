"""Documents: every supported form, text to the character, one clear line for each bad input."""

from __future__ import annotations

import gzip
import io
import json
import os
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, timezone
from functools import partial
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.documents import Document, Metadata, parse_date
from kg.documents import read_documents as read_in_english
from kg.documents.language import detected_foreign
from kg.errors import InputError

read_documents = partial(read_in_english, any_language=True)

PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><title>Harbour opens | Example News</title>
<meta property="og:site_name" content="Example News"><meta name="author" content="Ann Writer">
<meta property="article:published_time" content="2031-10-23T10:00:00+09:00">
<link rel="canonical" href="https://news.example/2020/01/05/harbour"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Harbour opens</h1>
<p>The harbour opened on Tuesday, the mayor said. “We are glad,” she added.</p>
<p>About 3,000 people came 😀, according to the police.</p></article>
<footer>All rights reserved</footer></body></html>
"""

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")).filter(
    lambda text: text.strip() and not text.startswith("\ufeff")
)
HARD_TEXT = "\t“Yes,” he said.\r\n\r\nCafe\u0301 and café 😀\r old\u2028line\x85\ufeffend \n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("round-trip")


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read_one(path: Path) -> Document:
    (found,) = read_documents([path])
    assert isinstance(found, Document), found
    return found


def read_error(path: Path) -> str:
    (found,) = read_documents([path])
    assert isinstance(found, InputError), found
    assert "\n" not in str(found)
    return str(found).replace(str(path.parent) + "/", "")


def texts(found: Iterator[Document | InputError]) -> list[str]:
    return [f.text if isinstance(f, Document) else f"! {f.reason}" for f in found]


# Text is never altered


@given(ANY_TEXT, st.sampled_from([b"", b"\xef\xbb\xbf"]))
@example(HARD_TEXT, b"")
def test_txt_keeps_every_character(folder: Path, text: str, mark: bytes) -> None:
    assert read_one(write(folder / "a.txt", mark + text.encode())).text == text


@given(ANY_TEXT, st.sampled_from(["\n", "\r\n", "\r"]))
@example(HARD_TEXT, "\r\n")
def test_md_keeps_every_character_after_its_front_matter(
    folder: Path, text: str, line_break: str
) -> None:
    head = line_break.join(["---", "title: A title", "--- ", ""])
    # A line feed at the beginning of the body would be taken for the end of the --- line.
    text = "x" + text if line_break == "\r" and text.startswith("\n") else text
    document = read_one(write(folder / "a.md", head + text))
    assert document.text == text
    assert document.metadata.title == "A title"


@given(ANY_TEXT.filter(lambda text: not text.startswith("---")))
@example(HARD_TEXT)
def test_md_without_front_matter_is_all_text(folder: Path, text: str) -> None:
    assert read_one(write(folder / "plain.md", text)).text == text


@given(st.lists(ANY_TEXT, min_size=1, max_size=3), st.booleans())
@example([HARD_TEXT, "\ufeffwith a mark"], False)
def test_jsonl_keeps_every_character(folder: Path, given_texts: list[str], ascii: bool) -> None:
    lines = [json.dumps({"text": text}, ensure_ascii=ascii) for text in given_texts]
    path = write(folder / "a.jsonl", "\r\n".join(lines))
    assert texts(read_documents([path])) == given_texts


def test_offsets_count_code_points_of_the_body(tmp_path: Path) -> None:
    document = read_one(write(tmp_path / "a.md", "---\ntitle: T\n---\n\n😀 Ann said"))
    assert document.text[3:6] == "Ann"


# Encodings


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_marks_tell_the_encoding(tmp_path: Path, encoding: str) -> None:
    assert read_one(write(tmp_path / "a.txt", "Café 😀".encode(encoding))).text == "Café 😀"


def test_big_endian_utf_16(tmp_path: Path) -> None:
    data = b"\xfe\xff" + "Café".encode("utf-16-be")
    assert read_one(write(tmp_path / "a.txt", data)).text == "Café"


ENGLISH = "The minister said on Tuesday that the troops had arrived in the region. "


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", ENGLISH + "“We will go,” he said — no doubt about it."),
        ("cp1252", ENGLISH + "El Niño and Señor Muñoz paid €500 or £400 at the café."),
        ("mac_roman", ENGLISH + "“We will go,” he said — no doubt about it."),
        ("cp1250", ENGLISH + "Radosław Sikorski met Łukasz Źródło."),
        ("cp1252", ENGLISH * 40 + "It’s the mayor’s café."),
        ("mac_roman", ENGLISH * 40 + "It’s the mayor’s “café”, worth €500."),
        ("cp1251", "Министр сказал во вторник, что войска прибыли в регион страны."),
    ],
)
def test_single_byte_encodings_are_detected(tmp_path: Path, encoding: str, text: str) -> None:
    assert read_one(write(tmp_path / "a.txt", text.encode(encoding))).text == text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xfe",
            "a.txt: is binary, not text (it holds NUL bytes)",
        ),
        (b"plain\0text", "a.txt: is binary, not text (it holds NUL characters)"),
        (bytes(range(128, 256)) * 20, "not UTF-8, nor can its encoding be told"),
        (ENGLISH.encode() + b"\x93\x01\x02\x94", "nor can its encoding be told"),
        ((ENGLISH + "Müller and a café").encode("cp437"), "nor can its encoding be told"),
        ("Министр сказал во вторник.".encode("koi8-r"), "nor can its encoding be told"),
        ("大臣は火曜日に到着した。".encode("shift_jis"), "nor can its encoding be told"),
        (b"Caf\xe9", "is not UTF-8, nor can its encoding be told; convert it to UTF-8"),
        ((ENGLISH + "“We will go”").encode()[:-1], "is UTF-8 but broken at byte 85"),
        (b"\xff\xfea\0b", "begins as UTF-16-LE but breaks 2 bytes after its mark"),
        (b"\xff\xfe\x00\xd8a\0", "begins as UTF-16-LE but breaks"),
    ],
)
def test_what_cannot_be_decoded_is_refused(tmp_path: Path, data: bytes, reason: str) -> None:
    assert reason in read_error(write(tmp_path / "a.txt", data))


@pytest.mark.parametrize("data", [b"", b" \t\r\n\n", b"\xef\xbb\xbf", b"\xff\xfe"])
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.json"])
def test_empty_files_are_errors(tmp_path: Path, name: str, data: bytes) -> None:
    assert read_error(write(tmp_path / name, data)) == f"{name}: holds no text"


# Markdown


def test_front_matter_gives_metadata(tmp_path: Path) -> None:
    text = (
        "---\ntitle: 'Harbour: open'\nurl: https://news.example/1\npublished: 2024-10-23\n"
        "publisher: Example News\nauthor: Ann Writer\nlanguage: no\ntags: [a, b]\n---\nText."
    )
    assert read_one(write(tmp_path / "a.md", text)) == Document(
        "Text.",
        str(tmp_path / "a.md"),
        None,
        Metadata(
            title="Harbour: open",
            url="https://news.example/1",
            published=date(2024, 10, 23),
            publisher="Example News",
            author="Ann Writer",
            language="no",
        ),
    )


@pytest.mark.parametrize(
    ("yaml", "expected"),
    [
        ("title: 1984", Metadata(title="1984")),
        ("title:\nauthor: ~", Metadata()),
        ("date: 2024-10-23 09:30:00 +09:00", Metadata(published=datetime(
            2024, 10, 23, 9, 30, tzinfo=timezone(timedelta(hours=9))))),
        ("", Metadata()),
    ],
)  # fmt: skip
def test_front_matter_stays_as_written(tmp_path: Path, yaml: str, expected: Metadata) -> None:
    path = write(tmp_path / "a.md", f"---\n{yaml}\n---\nText.")
    assert read_one(path).metadata == expected


def test_rule_in_the_body_is_body(tmp_path: Path) -> None:
    assert read_one(write(tmp_path / "a.md", "---\n---\nOne\n---\nTwo")).text == "One\n---\nTwo"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("---\ntitle: a: b: c\n---\nText", "a.md:2: front matter is no YAML: mapping values"),
        ("---\na: 1\ntitle: [1\n---\nText", "a.md:4: front matter is no YAML: "),
        ("---\ntitle: !!python/object:os.system x\n---\nT", "a.md:2: front matter is no YAML: "),
        ("---\ntitle: \x01\n---\nText", "a.md: front matter is no YAML"),
        ("---\n" + "[" * 3000 + "\n---\nText", "a.md"),
        ("---\n- one\n- two\n---\nText", "a.md: front matter must be a mapping"),
        ("---\nJust a rule.\n---\nText", "a.md: front matter must be a mapping"),
        ("---\ntitle: x\nText", "a.md: its front matter is not ended by a line ---"),
        ("---\ntitle: x\n---\n \n", "a.md: holds no text"),
    ],
)
def test_bad_front_matter_is_one_clear_line(tmp_path: Path, text: str, message: str) -> None:
    assert message in read_error(write(tmp_path / "a.md", text))


@pytest.mark.parametrize(
    ("yaml", "warning"),
    [
        ("title: [{a: b}]", "a.md: the field title is left out: must be text, not a list"),
        ("published: soon", "a.md: the field published is left out: 'soon' is not a date; write"),
        ("published: 2024-02-30", "a.md: the field published is left out: '2024-02-30' is not a"),
    ],
)
def test_a_field_that_cannot_be_read_costs_no_document(
    tmp_path: Path, yaml: str, warning: str
) -> None:
    document = read_one(write(tmp_path / "a.md", f"---\n{yaml}\nlanguage: en\n---\nText"))
    assert (document.text, document.metadata) == ("Text", Metadata(language="en"))
    assert warning in str(document.warning) and "\n" not in str(document.warning)


# HTML


def test_html_gives_main_text_and_metadata(tmp_path: Path) -> None:
    document = read_one(write(tmp_path / "a.html", PAGE))
    assert "“We are glad,” she added." in document.text
    assert "About 3,000 people came 😀" in document.text
    assert "Sport" not in document.text
    assert "All rights" not in document.text
    assert document.metadata == Metadata(
        title="Harbour opens",
        url="https://news.example/2020/01/05/harbour",
        published=datetime(2031, 10, 23, 10, tzinfo=timezone(timedelta(hours=9))),
        publisher="Example News",
        author="Ann Writer",
        language="en-GB",
    )


def page(
    head: str, body: str = "<article><p>Ann Lee said on Monday that it rained.</p></article>"
) -> str:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"


def linked(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        # The headline without the site, whether JSON-LD, a heading or the site's name tells it.
        ("<title>Rain - News</title>" + linked([{"@type": "NewsArticle", "headline": "Rain"}]),
         Metadata(title="Rain")),
        ('<title>Rain | Gazette</title><meta property="og:site_name" content="Gazette">',
         Metadata(title="Rain", publisher="Gazette")),
        ('<meta property="og:title" content="Rain - a poem">', Metadata(title="Rain - a poem")),
        # The publisher: by its name, and by a reference to it.
        (linked({"@graph": [{"@type": "Article", "publisher": {"@id": "#o"}},
                            {"@type": "Organization", "@id": "#o", "name": "Gazette"}]}),
         Metadata(publisher="Gazette")),
        ('<meta property="og:site_name" content="Gazette">'
         + linked({"@type": "NewsArticle", "publisher": {"name": "Where hope lives"}}),
         Metadata(publisher="Gazette")),
        # When it was published, with the time.
        (linked({"@type": ["NewsArticle"], "datePublished": "2024-10-22T23:30:00-05:00"}),
         Metadata(published=datetime(2024, 10, 22, 23, 30, tzinfo=timezone(-timedelta(hours=5))))),
        (linked({"@type": "NewsArticle", "datePublished": "soon"})
         + '<meta itemprop="datePublished" content="2024-10-23T08:00:00Z">',
         Metadata(published=datetime(2024, 10, 23, 8, tzinfo=UTC))),
        ('<meta property="og:title" content="Rain | DW | 10.06.2013">'
         '<meta property="og:site_name" content="DW">',
         Metadata(title="Rain | DW | 10.06.2013", publisher="DW", published=date(2013, 6, 10))),
        # What is no JSON-LD is passed over.
        ('<script type="application/ld+json">{"@type": </script>' + linked([1, {"@graph": 2}]),
         Metadata()),
    ],
)  # fmt: skip
def test_what_the_markup_says(tmp_path: Path, head: str, expected: Metadata) -> None:
    assert read_one(write(tmp_path / "a.html", page(head))).metadata == expected


PARAGRAPHS = [
    f"In the {number} winter the ice stayed for eight days longer than before, Ann Lee said."
    for number in ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
]


def marked(paragraphs: list[str]) -> str:
    return "".join(f"<p>{each}</p>" for each in paragraphs)


def test_an_article_in_two_parts_is_read_whole(tmp_path: Path) -> None:
    parts = (f'<div class="article__body">{marked(half)}</div>'
             for half in (PARAGRAPHS[:4], PARAGRAPHS[4:]))  # fmt: skip
    related = "<article><p>Another story.</p></article><aside><p>Subscribe now.</p></aside>"
    body = f"<article>{'<hr>'.join(parts)}<aside><p>Read this.</p></aside></article>{related}"
    assert read_one(write(tmp_path / "a.html", page("", body))).text == "\n".join(PARAGRAPHS)


def test_an_article_of_which_the_page_shows_the_start_is_read_from_its_data(tmp_path: Path) -> None:
    whole = "\n".join(PARAGRAPHS)
    head = linked({"@type": "NewsArticle", "articleBody": whole})
    path = write(tmp_path / "a.html", page(head, f"<article>{marked(PARAGRAPHS[:4])}</article>"))
    assert read_one(path).text == whole


def test_a_line_that_a_caption_repeats_is_read_once(tmp_path: Path) -> None:
    lines = [*PARAGRAPHS[:3], PARAGRAPHS[0].removesuffix("."), *PARAGRAPHS[3:]]
    path = write(tmp_path / "a.html", page("", f"<article>{marked(lines)}</article>"))
    assert read_one(path).text == "\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("El gobierno dijo el lunes que la ley no se va a aprobar. Los vecinos de la ciudad y la "
         "presidenta del tribunal no quisieron hablar de lo que ocurre.", "is not in English"),
        ("Die Regierung will das Gesetz nicht ändern, sagte ein Sprecher am Montag in Berlin. Das "
         "ist für die Opposition und auch für die Gewerkschaften ein Fehler.", "is not in English"),
        ("Het kabinet wil dat de wet niet wordt gewijzigd, zei een woordvoerder van de minister "
         "maandag. Dat is voor de oppositie en ook voor de bonden een fout.", "is not in English"),
        ("Министр сказал, что он поедет в Москву.", "is not in English"),
        ("Prices rose&nbsp;5%, AT&amp;T said.", "holds HTML entities"),
        ("Written by {{article.author}} on {{article.date}}", "saved before its script"),
        ("Tom Ray of Los Angeles beat El Salvador's Ana de la Cruz in a friendly at the Estadio de "
         "la Paz, and the Club Social y Deportivo was glad, he said.", None),
        ("Net 1,200 vs 900\nShr 12 cts vs 8 cts\nAvg shrs 4.2 mln vs 4.1 mln", None),
        ("Ja.", None),
    ],
)  # fmt: skip
def test_texts_that_are_read_with_doubt(tmp_path: Path, text: str, warning: str | None) -> None:
    document = read_one(write(tmp_path / "a.txt", text))
    said = document.warning
    assert said is None if warning is None else warning in str(said) and str(tmp_path) in str(said)


def test_html_in_the_encoding_that_it_declares(tmp_path: Path) -> None:
    page = '<html><head><meta charset="koi8-r"></head><body><p>Министр сказал.</p></body></html>'
    assert read_one(write(tmp_path / "a.htm", page.encode("koi8-r"))).text == "Министр сказал."


def test_html_reads_the_same_twice(tmp_path: Path) -> None:
    path = write(tmp_path / "a.html", PAGE)
    assert [read_one(path) for _ in range(4)] == [read_one(path)] * 4


@pytest.mark.parametrize(
    "page", ["<html></html>", "<html><body><script>x()</script></body></html>"]
)
def test_html_without_text_is_an_error(tmp_path: Path, page: str) -> None:
    assert read_error(write(tmp_path / "a.html", page)).endswith(
        "no main text is found in this page"
    )


@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                [
                    "<p>",
                    "</p>",
                    "<table><tr><td>",
                    "<meta charset=",
                    '<time datetime="',
                    "<!--",
                    "<a>",
                ]
            ),
            st.text(),
            st.binary(),
        ).map(lambda part: part.encode("utf-8", "replace") if isinstance(part, str) else part)
    )
)
def test_any_page_is_a_document_or_an_error(folder: Path, parts: list[bytes]) -> None:
    (found,) = read_documents([write(folder / "a.html", b"".join(parts))])
    assert isinstance(found, Document) or "\n" not in str(found)


def test_deeply_nested_html_does_not_stop_the_others(tmp_path: Path) -> None:
    deep = write(
        tmp_path / "a.html", "<html><body>" + "<div>" * 20_000 + "text" + "</div>" * 20_000
    )
    plain = write(tmp_path / "b.txt", "Text.")
    assert texts(read_documents([deep, plain]))[-1] == "Text."


# JSON


def test_json_object_with_all_fields(tmp_path: Path) -> None:
    fields = {
        "id": 17, "text": "Text.", "title": "T", "url": "https://news.example/1",
        "date": "2024-10-23T10:00:00Z", "publisher": "P", "author": None, "language": "en",
        "other": [1],
    }  # fmt: skip
    path = write(tmp_path / "a.json", json.dumps(fields))
    published = datetime(2024, 10, 23, 10, tzinfo=UTC)
    metadata = Metadata("T", "https://news.example/1", published, "P", None, "en")
    assert read_one(path) == Document("Text.", str(path), "17", metadata)


def test_json_object_without_id_is_a_file_of_one(tmp_path: Path) -> None:
    assert read_one(write(tmp_path / "a.json", '{\n "text": "Text."\n}')).record is None


def test_json_list_counts_from_one_and_goes_on(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", '[{"text": "A"}, {"text": 5}, "x", {"id": "c", "text": "C"}]')
    first, second, third, fourth = read_documents([path])
    assert isinstance(first, Document) and (first.text, first.record) == ("A", "1")
    assert str(second) == f"{path}#2: the field text must be text, not a number"
    assert str(third) == f"{path}#3: must be an object with text or html, not text"
    assert isinstance(fourth, Document) and str(fourth.source) == f"{path}#c"


def test_json_html_field_and_its_own_metadata_first(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", json.dumps({"html": PAGE, "title": "Mine"}))
    metadata = read_one(path).metadata
    assert (metadata.title, metadata.publisher) == ("Mine", "Example News")


def test_json_html_field_may_be_a_piece_of_a_page(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", json.dumps({"html": "<p>Only one line, she said.</p>"}))
    assert read_one(path).text == "Only one line, she said."


def test_jsonl_names_the_bad_line_and_goes_on(tmp_path: Path) -> None:
    path = write(tmp_path / "news.jsonl", '{"text": "A"}\n\n{"text": \n{"id": "d", "text": "D"}\n')
    first, second, third = read_documents([path])
    assert isinstance(first, Document) and first.record == "1"
    assert str(second) == f"{path}:3: is not JSON: Expecting value at column 10"
    assert isinstance(third, Document) and third.record == "d"


DAY = "2024-10-23"
MOMENT = datetime(2024, 10, 23, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        # newspaper
        ({"authors": ["Ann Lee", "Tom Ray"], "publish_date": DAY},
         Metadata(author="Ann Lee; Tom Ray", published=date(2024, 10, 23))),
        # news-please
        ({"maintext": "Text.", "text": None, "date_publish": DAY, "source_domain": "news.example"},
         Metadata(published=date(2024, 10, 23), publisher="news.example")),
        # trafilatura
        ({"source": "https://news.example/1", "hostname": "news.example", "source-hostname": "News",
          "date": DAY, "id": None},
         Metadata(url="https://news.example/1", published=date(2024, 10, 23), publisher="News")),
        # schema.org, fundus
        ({"text": None, "articleBody": "Text.", "headline": "T", "publisher": {"name": "News"},
          "author": [{"@type": "Person", "name": "Ann Lee"}, {"name": "Tom Ray"}]},
         Metadata(title="T", publisher="News", author="Ann Lee; Tom Ray")),
        ({"text": None, "plaintext": "Text.", "publishing_date": "2024-10-23 08:00:00+00:00",
          "body": {"sections": []}}, Metadata(published=MOMENT)),
        # NewsAPI, GDELT, JSON Feed, RSS
        ({"text": None, "content": "Text.", "source": {"id": None, "name": "News"},
          "publishedAt": "2024-10-23T08:00:00Z"}, Metadata(publisher="News", published=MOMENT)),
        ({"seendate": "20241023T080000Z", "domain": "news.example"},
         Metadata(publisher="news.example", published=MOMENT)),
        ({"text": None, "content_html": "<p>Text.</p>", "date_published": "2024-10-23T08:00:00Z"},
         Metadata(published=MOMENT)),
        ({"text": None, "content": "<p>Text.</p>", "pubDate": "Wed, 23 Oct 2024 08:00:00 GMT",
          "link": "https://news.example/1", "title": "T", "creator": "Ann Lee"},
         Metadata("T", "https://news.example/1", MOMENT, author="Ann Lee")),
        # Seconds and milliseconds since 1970, digits, and a date of a social network
        ({"published": 1729670400}, Metadata(published=MOMENT)),
        ({"timestamp": "1729670400000"}, Metadata(published=MOMENT)),
        ({"date": 20241023}, Metadata(published=date(2024, 10, 23))),
        ({"created_at": "Wed Oct 23 08:00:00 +0000 2024"}, Metadata(published=MOMENT)),
    ],
)  # fmt: skip
def test_records_of_other_tools(
    tmp_path: Path, fields: dict[str, object], expected: Metadata
) -> None:
    path = write(tmp_path / "a.jsonl", json.dumps({"text": "Text.", **fields}))
    found = read_one(path)
    assert (found.text, found.metadata, found.warning) == ("Text.", expected, None)


def test_the_articles_of_an_answer_are_read_one_by_one(tmp_path: Path) -> None:
    articles = [{"content": "A", "title": "One"}, {"content": None}, {"content": "C"}]
    path = write(tmp_path / "a.json", json.dumps({"status": "ok", "articles": articles}))
    neither = "! has neither a field text nor a field html"
    assert texts(read_documents([path])) == ["A", neither, "C"]


@pytest.mark.parametrize(
    ("line", "warning"),
    [
        (b'{"text": "A", "url": {}}', "the field url is left out: must be text, not a mapping"),
        (b'{"text": "A", "title": "\\udfff"}', "title is left out: holds half a character (U+DFFF"),
        (b'{"text": "A", "published": "x\\ny"}', r"published is left out: 'x\ny' is not a date"),
        (b'{"text": "A", "published": 1e999}', "published is left out: 'inf' is not a date"),
        (b'{"text": "A", "published": 99999999999999999999}', "is no number of seconds since 1970"),
    ],
)
def test_a_field_that_cannot_be_read_costs_no_record(
    tmp_path: Path, line: bytes, warning: str
) -> None:
    (found,) = read_documents([write(tmp_path / "a.jsonl", line)])
    assert isinstance(found, Document) and (found.text, found.metadata) == ("A", Metadata())
    assert str(found.warning).startswith(f"{found.path}:1: the field ")
    assert warning in str(found.warning) and "\n" not in str(found.warning)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"text": "\\ud800"}', "holds half a character (U+D800, a lone surrogate); repair it"),
        (b'{"text": "a\\u0000b"}', "is binary, not text (it holds NUL characters)"),
        (b'{"text": " "}', "holds no text"),
        (b'{"id": 1}', "has neither a field text nor a field html"),
        (
            b'{"url": "https://a.example/?b&c"}',
            "; `kg fetch 'https://a.example/?b&c'` saves its page",
        ),
        (b'{"text": ["A"]}', "the field text must be text, not a list"),
        (b'{"html": 1}', "the field html must be text, not a number"),
        (b'{"text": "A", "id": true}', "the field id must be text, not true or false"),
        (b"[1]", "must be an object with text or html, not a list"),
        (b'{"text": "Caf\xe9"}', "is not UTF-8 (byte 13); convert it"),
        (b'{"text": "A", "n": ' + b"9" * 5000 + b"}", "holds a number that is too long"),
        (b"[" * 200_000, "is nested too deeply"),
    ],
)
def test_bad_records_are_one_clear_line(tmp_path: Path, line: bytes, reason: str) -> None:
    path = write(tmp_path / "a.jsonl", b'{"text": "A"}\n' + line + b'\n{"text": "C"}')
    first, second, third = read_documents([path])
    assert isinstance(first, Document) and isinstance(third, Document)
    assert isinstance(second, InputError) and second.source == f"{path}:2"
    assert reason in str(second) and "\n" not in str(second)


def test_broken_json_file_names_line_and_column(tmp_path: Path) -> None:
    message = read_error(write(tmp_path / "a.json", '{\n "text": "A"\n "title": "B"}'))
    assert message == "a.json:3: is not JSON: Expecting ',' delimiter at column 2"


@pytest.mark.parametrize(
    ("name", "text"), [("a.json", "[]"), ("a.jsonl", ""), ("a.jsonl", "\n \n")]
)
def test_json_without_documents_is_an_error(tmp_path: Path, name: str, text: str) -> None:
    assert read_error(write(tmp_path / name, text)) == f"{name}: holds no documents"


def test_jsonl_in_utf_16_is_refused_once(tmp_path: Path) -> None:
    message = read_error(
        write(tmp_path / "a.jsonl", '{"text": "A"}\n{"text": "B"}'.encode("utf-16"))
    )
    assert message == "a.jsonl: is UTF-16 or UTF-32; JSON lines are UTF-8, convert it"


def test_jsonl_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    assert read_one(write(tmp_path / "a.jsonl", b'\xef\xbb\xbf{"text": "A"}')).text == "A"


# gzip


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.txt.gz", "Text.\r\n", "Text.\r\n"),
        ("a.md.gz", "---\ntitle: T\n---\nText.", "Text."),
        ("a.html.gz", "<html><body><p>Text, she said.</p></body></html>", "Text, she said."),
        ("a.json.gz", '{"text": "Text."}', "Text."),
        ("A.JSONL.GZ", '{"text": "Text."}', "Text."),
    ],
)
def test_gzip_of_every_format(tmp_path: Path, name: str, content: str, expected: str) -> None:
    assert read_one(write(tmp_path / name, gzip.compress(content.encode()))).text == expected


def test_broken_gzip_is_one_clear_line(tmp_path: Path) -> None:
    assert "is not gzip" in read_error(write(tmp_path / "a.txt.gz", "Text."))
    cut = gzip.compress(os.urandom(5000))[:-100]
    assert "broken or cut off" in read_error(write(tmp_path / "b.txt.gz", cut))


def test_cut_off_gzip_of_json_lines_gives_the_lines_before(tmp_path: Path) -> None:
    lines = b"".join(b'{"text": "%s"}\n' % os.urandom(500).hex().encode() for _ in range(500))
    path = write(tmp_path / "a.jsonl.gz", gzip.compress(lines)[:-2000])
    *documents, error = read_documents([path])
    assert len(documents) > 100 and all(isinstance(d, Document) for d in documents[:-1])
    assert isinstance(error, InputError) and error.source == str(path)


# Bounds


@contextmanager
def at_most(megabytes: int) -> Iterator[None]:
    detected_foreign("What tells languages apart is loaded once, for all documents.")
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < megabytes * 1_000_000
    finally:
        tracemalloc.stop()


def test_a_line_of_50_mb_is_refused_within_bounds_and_the_next_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        file.write(b'{"text": "')
        for _ in range(50):
            file.write(b"x" * 1_000_000)
        file.write(b'"}\n{"text": "B"}\n')
    with at_most(40):
        error, document = read_documents([path])
    assert str(error) == (f"{path}:1: is larger than the 10 MB that a document may have; split it")
    assert isinstance(document, Document) and (document.text, document.record) == ("B", "2")


def test_large_files_and_gzip_bombs_are_refused_within_bounds(tmp_path: Path) -> None:
    large = tmp_path / "a.txt"
    with large.open("wb") as file:
        file.truncate(500_000_000)
    bomb = write(tmp_path / "b.md.gz", gzip.compress(bytes(60_000_000), 1))
    with at_most(40):
        assert [("10 MB" in str(error)) for error in read_documents([large, bomb])] == [True, True]


def test_a_bomb_of_json_lines_is_refused_before_it_is_read(tmp_path: Path) -> None:
    bomb, record = gzip.compress(bytes(1_000_000)), gzip.compress(b'\n{"text": "B"}\n')
    path = write(tmp_path / "a.jsonl.gz", bomb * 50 + record)
    (error,) = read_documents([path])
    assert str(error) == f"{path}: unpacks to more than 200 times its size; unpack it yourself"


def test_a_file_of_something_else_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", "{}\n" * 5000 + '{"text": "B"}\n')
    *errors, last = read_documents([path])
    assert len(errors) == 1000
    assert str(last) == f"{path}: 1000 lines in a row hold no document; the rest is not read"


def test_a_line_without_end_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        file.truncate(200_000_000)
        file.seek(200_000_000)
        file.write(b'\n{"text": "B"}\n')
    (error,) = read_documents([path])
    assert str(error) == f"{path}: has a line of more than 100 MB; write one JSON object a line"


def test_a_large_gzip_of_many_records_is_read_in_a_stream(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    text = "The bridge will close on Monday, Mayor Jane Alderman said. " * 500
    with gzip.open(path, "wt", compresslevel=1) as file:
        for number in range(400):
            file.write(json.dumps({"text": f"{number} {text}"}) + "\n")
    with at_most(3):
        assert sum(isinstance(found, Document) for found in read_documents([path])) == 400


def test_a_document_of_just_10_mb_is_read(tmp_path: Path) -> None:
    assert len(read_one(write(tmp_path / "a.txt", "x" * 10_000_000)).text) == 10_000_000


def test_an_item_above_the_limit_is_refused_in_a_list(tmp_path: Path) -> None:
    items = [{"text": "é" * 5_000_001}, {"text": "B"}]
    path = write(tmp_path / "a.json", json.dumps(items, ensure_ascii=False))
    error, document = read_documents([path])
    assert "10 MB" in str(error) and isinstance(document, Document)


def test_json_lines_are_not_held_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("w") as file:
        for _ in range(2000):
            file.write('{"text": "%s"}\n' % ("x" * 10_000))
    with at_most(2):
        assert sum(isinstance(found, Document) for found in read_documents([path])) == 2000


# Paths


def test_folders_are_read_below_sorted_without_what_is_hidden_or_other(tmp_path: Path) -> None:
    for name in ("b/z.txt", "b/a.TXT", "a.txt", "c.txt", ".hidden.txt", ".git/x.txt", "d.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        write(tmp_path / name, name)
    assert texts(read_documents([tmp_path])) == ["a.txt", "b/a.TXT", "b/z.txt", "c.txt"]


def test_paths_keep_the_order_of_the_input(tmp_path: Path) -> None:
    paths = [write(tmp_path / f"{name}.txt", name) for name in "bca"]
    assert texts(read_documents(paths)) == ["b", "c", "a"]
    assert [d.path for d in read_documents(paths) if isinstance(d, Document)] == [*map(str, paths)]


def test_links_in_a_circle_end_and_broken_links_are_named(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "A")
    (tmp_path / "circle").symlink_to(tmp_path)
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    assert texts(read_documents([tmp_path])) == ["A", "! does not exist"]


def test_missing_unsupported_and_empty_paths_are_errors_and_the_rest_goes_on(
    tmp_path: Path,
) -> None:
    (tmp_path / "empty").mkdir()
    other = write(tmp_path / "a.csv", "a,b")
    good = write(tmp_path / "a.txt", "A")
    inside_a_file = good / "b.txt"
    found = texts(
        read_documents([tmp_path / "no.txt", other, tmp_path / "empty", inside_a_file, good])
    )
    formats = ".txt, .md, .html, .htm, .json, .jsonl, .warc, .parquet, and these with .gz or .zst"
    assert found == [
        "! does not exist",
        f"! is of no supported format ({formats})",
        f"! holds no file of a supported format ({formats})",
        "! cannot be read: Not a directory",
        "A",
    ]


@contextmanager
def unprivileged() -> Iterator[None]:
    """Root may read everything; as nobody, permissions count."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)


def test_unreadable_files_and_folders_are_errors(tmp_path: Path) -> None:
    secret = write(tmp_path / "a.txt", "A")
    (tmp_path / "closed").mkdir()
    write(tmp_path / "closed" / "b.txt", "B")
    secret.chmod(0)
    try:
        for mode in (0, 0o444):
            (tmp_path / "closed").chmod(mode)
            with unprivileged():
                found = texts(read_documents([secret, tmp_path / "closed", "", tmp_path / "c.txt"]))
            assert found[0] == found[1] == "! may not be read; check its permissions"
            assert len(found) == 4
    finally:
        (tmp_path / "closed").chmod(0o700)


def test_a_name_that_is_no_utf8_is_one_clear_line(tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9\n.txt")
    write(Path(path), "A")
    (error,) = read_documents([path])
    assert str(error).endswith(r"/caf\udce9\n.txt: its name is not UTF-8; rename it")


# Standard input


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"Text.\r\n", ["Text.\r\n"]),
        (b" \n\n Text.", [" \n\n Text."]),
        (b'\xef\xbb\xbf\n {"text": "A"}\n{"text": "B"}', ["A", "B"]),
        (b'{"text": "A"}\n{"id": 1}', ["A", "! has neither a field text nor a field html"]),
        ("{Text.".encode("utf-16"), ["{Text."]),
        (b"", ["! holds no text"]),
        (b" " * 20_000_000, ["! is larger than the 10 MB that a document may have; split it"]),
        (b" " * 200_000 + b"Text.", [" " * 200_000 + "Text."]),
    ],
)  # fmt: skip
def test_standard_input(data: bytes, expected: list[str]) -> None:
    assert texts(read_documents(["-"], stdin=io.BytesIO(data))) == expected


def test_standard_input_has_the_path_of_a_dash() -> None:
    (plain,) = read_documents(["-"], stdin=io.BytesIO(b"Text."))
    (record,) = read_documents(["-"], stdin=io.BytesIO(b'{"text": "A"}'))
    (error,) = read_documents(["-"], stdin=io.BytesIO(b"{}"))
    assert isinstance(plain, Document) and str(plain.source) == "-"
    assert isinstance(record, Document) and str(record.source) == "-#1"
    assert str(error) == "standard input:1: has neither a field text nor a field html"


# Dates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-10-23", date(2024, 10, 23)),
        (" 20241023 ", date(2024, 10, 23)),
        ("2024-10-23T14:30", datetime(2024, 10, 23, 14, 30)),
        ("2024-10-23 14:30:00Z", datetime(2024, 10, 23, 14, 30, tzinfo=UTC)),
        ("23 October 2024", date(2024, 10, 23)),
        ("October 23, 2024", date(2024, 10, 23)),
        ("Oct. 23, 2024", date(2024, 10, 23)),
        ("Wednesday, October 23, 2024", date(2024, 10, 23)),
        ("Sept. 5 2024", date(2024, 9, 5)),
        ("Wed, 23 Oct 2024 14:30:00 GMT", datetime(2024, 10, 23, 14, 30, tzinfo=UTC)),
        ("Wed Oct 23 14:30:00 +0000 2024", datetime(2024, 10, 23, 14, 30, tzinfo=UTC)),
        (
            "Wed, 23 Oct 2024 09:30:00 EST",
            datetime(2024, 10, 23, 9, 30, tzinfo=timezone(-timedelta(hours=5))),
        ),
        ("26-FEB-1987 15:01:01.79", datetime(1987, 2, 26, 15, 1, 1, 790_000)),
        (
            "Wed, 23 Oct 2024 14:30:00 +0900",
            datetime(2024, 10, 23, 14, 30, tzinfo=timezone(timedelta(hours=9))),
        ),
    ],
)
def test_dates(text: str, expected: date) -> None:
    found = parse_date(text)
    assert (found, type(found)) == (expected, type(expected))
    if isinstance(found, datetime) and isinstance(expected, datetime):
        assert found.utcoffset() == expected.utcoffset()


@pytest.mark.parametrize(
    "text", ["", "soon", "2024-13-01", "30 February 2024", "10/23/2024", "2024", "x" * 999]
)  # fmt: skip
def test_what_is_no_date_is_said_in_one_short_line(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date; write it like 2024-10-23") as caught:
        parse_date(text)
    assert len(str(caught.value)) < 150


@given(st.dates(), st.datetimes(timezones=st.sampled_from([None, UTC])))
def test_iso_dates_round_trip(day: date, moment: datetime) -> None:
    assert parse_date(day.isoformat()) == day
    assert parse_date(moment.isoformat()) == moment


@given(st.text())
def test_any_text_is_a_date_or_a_value_error(text: str) -> None:
    try:
        assert isinstance(parse_date(text), date)
    except ValueError as error:
        assert "\n" not in str(error)


def test_published_fills_only_what_has_no_date(tmp_path: Path) -> None:
    lines = '{"text": "A"}\n{"text": "B", "published": "2020-01-01"}'
    found = read_documents([write(tmp_path / "a.jsonl", lines)], published=date(2024, 10, 23))
    dates = [d.metadata.published for d in found if isinstance(d, Document)]
    assert dates == [date(2024, 10, 23), date(2020, 1, 1)]


def test_a_store_among_the_articles_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("An article.", encoding="utf-8")
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "kg-store.json").write_text("{}", encoding="utf-8")
    (found,) = read_documents([tmp_path])
    assert isinstance(found, Document)
