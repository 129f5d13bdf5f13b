"""Language: what is not in English is left out with a line, and kept where that is asked for."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from kg.build.shards.manifest import Manifest
from kg.build.shards.sharding import make_shards
from kg.documents import Document, Metadata, read_documents
from kg.documents.language import detected_foreign, foreign_language
from kg.errors import InputError, LeftOut
from kg.settings import Settings
from newsroom import open_store
from warm_workers import warm_workers

ENGLISH = (
    "The mayor said on Tuesday that the bridge will open in May. “We are glad,” she added, and "
    "thanked the engineers who had worked on it for two years."
)

OTHERS = {
    "de": (
        "Die Bundesregierung will das Gesetz noch vor der Sommerpause ändern, sagte eine "
        "Sprecherin am Montag in Berlin. Die Opposition warf dem Kanzler vor, die "
        "Gemeinden mit den Kosten allein zu lassen.",
        "Bei einem Brand in einem Lagerhaus am Hafen sind in der Nacht drei Menschen "
        "verletzt worden. Die Feuerwehr war mit achtzig Kräften im Einsatz, die Ursache "
        "ist noch unklar.",
    ),
    "fr": (
        "Le ministre de l'Intérieur a annoncé mardi que la loi serait présentée avant "
        "l'été. Les syndicats ont dénoncé une décision prise sans eux et appellent à "
        "manifester jeudi à Paris.",
        "Trois personnes ont été blessées dans l'incendie d'un entrepôt près du port de "
        "Marseille. Les pompiers ont maîtrisé le feu dans la matinée, selon la "
        "préfecture.",
    ),
    "es": (
        "La presidenta dijo el lunes que el gobierno no subirá los impuestos este año. La"
        " oposición pidió una sesión del congreso para hablar de la deuda de las "
        "provincias.",
        "El equipo ganó por dos goles a uno en su propio estadio y sigue primero en la "
        "liga. El entrenador felicitó a los jóvenes, que jugaron los noventa minutos.",
    ),
    "it": (
        "Il sindaco ha detto che i lavori del ponte finiranno entro la primavera. Secondo"
        " i residenti della zona la strada è chiusa da più di due anni e nessuno ha dato "
        "spiegazioni.",
        "La banca centrale ha lasciato i tassi invariati, come avevano previsto gli "
        "analisti. La decisione è stata presa dopo una riunione durata due giorni a "
        "Francoforte.",
    ),
    "pt": (
        "O governo anunciou que vai construir doze escolas no norte do país até ao fim do"
        " próximo ano. O ministro da Educação disse que as obras começam já em março.",
        "A polícia deteve quatro homens suspeitos de assaltar uma ourivesaria no centro "
        "de Lisboa. Segundo as autoridades, os detidos não ofereceram resistência.",
    ),
    "nl": (
        "Het kabinet trekt de plannen voor een nieuwe luchthaven in, zei de minister van "
        "Verkeer woensdag. De gemeenten in de omgeving hadden jarenlang bezwaar gemaakt "
        "tegen het lawaai.",
        "Door een storing reden er dinsdagochtend urenlang geen treinen tussen Utrecht en"
        " Amsterdam. Reizigers moesten volgens de spoorwegen rekening houden met een uur "
        "vertraging.",
    ),
    "ru": (
        "Министр иностранных дел заявил в понедельник, что переговоры продолжатся на "
        "следующей неделе. По его словам, стороны согласовали большую часть документа.",
        "В порту ночью загорелся склад, пострадали три человека. Пожарные потушили огонь "
        "к утру, причина пока неизвестна.",
    ),
    "zh": (
        "外交部发言人星期一表示，双方将于下周继续举行会谈。他说，大部分文件已经达成一致，但仍有几个问题需要解决。",
        "当地消防部门表示，港口附近的一座仓库昨晚起火，造成三人受伤。大火已于清晨被扑灭，起火原因正在调查中。",
    ),
    "ar": (
        "قال وزير الخارجية يوم الاثنين إن المحادثات ستستمر الأسبوع المقبل. وأضاف أن "
        "الجانبين اتفقا على معظم نقاط الوثيقة.",
        "أصيب ثلاثة أشخاص في حريق اندلع ليلا في مستودع قرب الميناء. وقالت فرق الإطفاء إن "
        "سبب الحريق ما زال غير معروف.",
    ),
    "sv": (
        "Regeringen vill att lagen ändras före sommaren, sade en talesperson på måndagen "
        "i Stockholm. Oppositionen menar att kommunerna lämnas ensamma med kostnaderna.",
        "Tre personer skadades när ett lager i hamnen började brinna under natten. "
        "Räddningstjänsten hade släckt branden på morgonen, men orsaken är ännu inte "
        "känd.",
    ),
}
GERMAN, FRENCH = OTHERS["de"][0], OTHERS["fr"][0]


@pytest.mark.parametrize("language", OTHERS)
def test_texts_in_other_languages_are_told(language: str) -> None:
    for text in OTHERS[language]:
        assert detected_foreign(text) == language


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH,
        ENGLISH.upper(),
        "Ja.",
        "CYCLING - TOUR DE FRANCE RESULTS",
        "Erich was born in Neunkirchen.",
        "Net 1,200 vs 900\nShr 12 cts vs 8 cts\nAvg shrs 4.2 mln vs 4.1 mln",
        "Tom Ray of Los Angeles beat El Salvador's Ana de la Cruz in a friendly at the Estadio de "
        "la Paz, and the Club Social y Deportivo was glad, he said.",
        "\n".join(["Bayern Munich 2 Borussia Dortmund 1", "Schalke 04 1 Bayer Leverkusen 3"] * 4),
        "",
        "12.5 - 3 = 9.5",
    ],
)
def test_english_and_what_is_too_short_to_tell_is_kept(text: str) -> None:
    assert detected_foreign(text) is None


def test_the_larger_part_of_a_text_counts() -> None:
    assert detected_foreign("\n".join([ENGLISH] * 5 + [GERMAN] * 3)) is None
    assert detected_foreign("\n".join([ENGLISH] * 3 + [GERMAN] * 5)) == "de"


@pytest.mark.parametrize(
    ("declared", "text", "language"),
    [
        ("en-GB", FRENCH, None),
        ("English", FRENCH, None),
        ("fr", ENGLISH, "fr"),
        ("pt_BR", ENGLISH, "pt_BR"),
        ("und", ENGLISH, None),
        ("und", FRENCH, "fr"),
        ("", FRENCH, "fr"),
        ("French", FRENCH, "fr"),
        (None, FRENCH, "fr"),
    ],
)
def test_a_declared_language_goes_before_what_is_detected(
    declared: str | None, text: str, language: str | None
) -> None:
    document = Document(text, metadata=Metadata(language=declared))
    assert foreign_language(document) == language


def test_one_line_for_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GERMAN, encoding="utf-8")
    records = [{"id": f"r{n}", "text": FRENCH if n % 2 else ENGLISH} for n in range(10)]
    (tmp_path / "b.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    found = list(read_documents([tmp_path]))
    assert sum(isinstance(each, Document) for each in found) == 5
    left_out = [
        str(each).replace(f"{tmp_path}/", "") for each in found if isinstance(each, LeftOut)
    ]
    assert left_out == [
        "a.txt: is not in English (de) and left out; `--any-language` keeps it",
        "b.jsonl: 5 of its records (r1, r3, r5, …) are not in English and left out; "
        "`--any-language` keeps them",
    ]


def test_any_language_is_read_where_that_is_asked_for() -> None:
    (found,) = read_documents(["-"], stdin=io.BytesIO(GERMAN.encode()), any_language=True)
    assert isinstance(found, Document) and "is not in English" in str(found.warning)


def test_shards_say_what_is_left_out_of_them(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GERMAN, encoding="utf-8")
    (tmp_path / "b.txt").write_text(ENGLISH, encoding="utf-8")
    settings, out = Settings(tagger=False), tmp_path / "shards"
    paths = [tmp_path / "a.txt", tmp_path / "b.txt"]
    with warm_workers():
        made = make_shards(paths, out, settings, shards=1)
    assert Manifest.read(out) == made
    assert [source for source, _ in made.left_out] == [str(tmp_path / "a.txt")]
    assert (made.unread, made.shards[0].documents) == ((), 1)
    with warm_workers():
        again = make_shards(paths, out, settings.but(any_language=True), shards=1)
    assert (again.left_out, again.shards[0].documents) == ((), 2)


def test_what_is_left_out_is_no_failure_of_a_build(tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    (news / "a.txt").write_text(GERMAN, encoding="utf-8")
    (news / "b.txt").write_text(ENGLISH, encoding="utf-8")
    with open_store(tmp_path / "store", tagger=False) as graph:
        said: list[InputError | None] = []
        report = graph.build(news, progress=lambda outcome: said.append(outcome.error))  # type: ignore[arg-type]
        assert (report.built, report.failed, report.warned) == (1, 0, 1)
        assert [type(error) for error in said if error] == [LeftOut]
    with open_store(tmp_path / "store", tagger=False, any_language=True) as graph:
        assert graph.build(news).built == 1
        assert len(graph.documents()) == 2
