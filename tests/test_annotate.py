import os
import signal
import sys
import threading
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from kg.documents import Document, Metadata
from kg.errors import ModelError
from kg.extraction import Annotations, Span
from kg.extraction.annotate import annotate
from kg.extraction.pipeline import load_pipeline
from kg.extraction.tagger.span_tagger import SpanTagger
from kg.extraction.text.reading import Reading

WORDS = ["Ana Quispe", "said", "“", "”", "that", "3,000", "troops", "in", "Peru", "’s", "é", "🙂"]
WORDS += ["denied", "president", ",", ".", "\r\n", "\t", "the agency", "She", "‘", "e\u0301", "—"]
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS)).map(" ".join))


def spans(annotations: Annotations) -> list[Span]:
    found = list(annotations.sentences)
    found += [m.span for m in annotations.mentions]
    found += [t.span for t in annotations.times]
    found += [q.span for q in annotations.quantities]
    for position in annotations.positions:
        found += [position.span, position.title_span]
    for statement in annotations.statements:
        found += [*statement.source, *statement.cue, *statement.content]
        found += [s for s in (statement.addressee, statement.place) if s]
    return found


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=TEXTS)
@example(text=",0 saId")  # nothing but a comma stands before who says it
@example(text=",0 said.,")
def test_any_text_is_annotated_within_its_bounds(
    nlp: Language, tagged: Language, text: str
) -> None:
    for pipeline in (nlp, tagged):
        annotations = next(annotate(pipeline, [Document(text)]))
        assert all(0 <= start < end <= len(text) for start, end in spans(annotations))
        for mention in annotations.mentions:
            name = Reading(text[slice(*mention.span)]).text.casefold()
            assert (
                " ".join(name.split()) == mention.name.casefold() or mention.antecedent is not None
            )


def test_a_document_reads_the_same_alone_and_in_company(nlp: Language) -> None:
    texts = [
        "Ana Quispe said on Monday that 300 miners were trapped near Cusco.",
        "“We will rebuild,” Mayor Tom Becker told reporters. He denied a report by the BBC.",
        "Short.",
        "Peru has sent about 2,000 soldiers to the border, according to officials.\n\nMore soon.",
    ]
    documents = [
        Document(text * n, metadata=Metadata(published=date(2024, 3, 6)))
        for n in (1, 7)
        for text in texts
    ]
    together = list(annotate(nlp, documents))
    alone = [next(annotate(nlp, [document])) for document in reversed(documents)]
    assert together == alone[::-1]


def test_a_long_text_is_read_in_pieces_and_keeps_its_offsets(nlp: Language) -> None:
    sentence = "Ana Quispe said that 300 miners were trapped near Cusco. "
    text = sentence * 1800  # three pieces
    found = next(annotate(nlp, [Document(text)]))
    assert len(found.statements) > 1740
    assert all(text[slice(*s.content[0])].startswith("that 300") for s in found.statements[:50])


def test_a_model_that_is_not_installed_is_named() -> None:
    with pytest.raises(ModelError, match="no_such_model"):
        load_pipeline("no_such_model")


SAID = "Ana Quispe said that 3,000 troops would leave Peru in May."


def test_a_text_is_tagged_beside_the_language_model(
    tagged: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads = []
    tag = SpanTagger.tag

    def noted(tagger: SpanTagger, *given: Any) -> Any:
        threads.append(threading.current_thread())
        return tag(tagger, *given)

    monkeypatch.setattr(SpanTagger, "tag", noted)
    (found,) = annotate(tagged, [Document(SAID)])
    alone = tagged(SAID)
    assert found.statements and found.statements == alone._.kg_statements
    assert [each is threading.main_thread() for each in threads] == [False, True]


@pytest.mark.skipif(sys.platform == "win32", reason="has no fork")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_forked_process_tags_too(tagged: Language) -> None:
    (found,) = annotate(tagged, [Document(SAID)])
    child = os.fork()
    if not child:
        signal.alarm(60)  # ends the process where it would wait without end
        os._exit(next(annotate(tagged, [Document(SAID)])).statements != found.statements)
    assert os.waitpid(child, 0)[1] == 0
