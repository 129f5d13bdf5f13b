"""Documents a second of a whole build, against the bare language model on the same stories.

    python benchmarks/throughput.py stories.jsonl.gz --count 1000

The bare model is `nlp.pipe` of spaCy with the pipeline as it was shipped, in its own batches, in
one process. The stages are timed one by one over the same stories; the trained tagger works in a
thread of its own beside the rest of extraction. On a machine that does other work as well, the
processor's seconds say more than those of the clock.
"""

from __future__ import annotations

import gc
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pyoxigraph import RdfFormat, parse, serialize

from kg.build.processes import tune_interpreter
from kg.documents import Document
from kg.extraction.annotate import annotate
from kg.extraction.pipeline import load_model, load_pipeline
from kg.extraction.tagger.span_tagger import SpanTagger
from kg.identity import Knowledge, known_names, resolve
from kg.mapping import Namespaces, Validator, map_document
from kg.settings import Settings
from kg.store import GraphStore
from stories import arguments, stories, write_stories

_Result = TypeVar("_Result")


class Seconds(NamedTuple):
    """Time by the clock, and of the processor in this process and those it waited for."""

    clock: float
    processor: float


def main() -> None:
    """Print the table."""
    options = arguments(__doc__.partition("\n")[0], count=1000)
    texts = stories(options.corpus, options.count)
    with tempfile.TemporaryDirectory() as folder:
        path = write_stories(texts, Path(folder) / "stories.jsonl")
        nlp = load_model(Settings().model)
        before = timed(lambda: exhaust(nlp.pipe(texts)))
        builds = {jobs: build(path, Path(folder) / f"store-{jobs}", jobs) for jobs in (1, 2)}
        # Again, as what else the machine does may have slowed the first.
        raw = min(before, timed(lambda: exhaust(nlp.pipe(texts))))
    report("nlp.pipe, bare model", raw, len(texts), raw)
    for jobs, seconds in builds.items():
        report(f"kg build --jobs {jobs}", seconds, len(texts), raw)
    print(f"--jobs 2 is {builds[1].clock / builds[2].clock:.2f} times as fast as --jobs 1\n")
    stages(texts, raw)


def build(stories: Path, store: Path, jobs: int) -> Seconds:
    """Time that the command line takes, its start included."""
    command = [sys.executable, "-m", "kg", "build", str(stories), "--store", str(store)]
    return timed(lambda: subprocess.run([*command, "--jobs", str(jobs)], check=True))


def stages(texts: list[str], raw: Seconds) -> None:
    """How the time of a build in one process divides."""
    documents = [Document(text, record=str(n)) for n, text in enumerate(texts)]
    knowledge = Knowledge.of(Settings())
    nlp = load_pipeline(Settings().model, known_names(knowledge), Settings().tagger)
    tune_interpreter()
    gc.freeze()  # as a build does
    tagger: list[Seconds] = [Seconds(0, 0)]
    tag = SpanTagger.tag

    def timed_tag(self: SpanTagger, *given: Any) -> Any:
        clock, processor = time.perf_counter(), time.thread_time()
        found = tag(self, *given)
        tagger.append(Seconds(time.perf_counter() - clock, time.thread_time() - processor))
        return found

    SpanTagger.tag = timed_tag  # type: ignore[method-assign]
    namespaces = Namespaces()
    validator = Validator(namespaces)
    annotations, extraction = result_of(lambda: list(annotate(nlp, documents)))
    resolved, identity = result_of(lambda: [resolve(each, knowledge) for each in annotations])
    quads, mapping = result_of(lambda: [map_document(each, namespaces) for each in resolved])
    _, shapes = result_of(lambda: [validator.violations(each) for each in quads])
    lines = [serialize(each, format=RdfFormat.N_QUADS) or b"" for each in quads]
    store = GraphStore.in_memory()

    def write() -> None:
        for document, each in zip(documents, lines, strict=True):
            graph = namespaces.document(document.id)
            store.replace_graphs({graph: list(parse(each, format=RdfFormat.N_QUADS))})

    spent = Seconds(*map(sum, zip(*tagger, strict=True)))
    for name, seconds in (
        ("extraction", extraction),
        ("of it the tagger" if len(tagger) > 1 else "tagger: off", spent),
        ("identity", identity),
        ("mapping", mapping),
        ("shapes", shapes),
        ("store", timed(write)),
    ):
        report(name, seconds, len(texts), raw)
    print(f"{sum(map(len, quads)) / len(texts):.0f} quads a document")


def report(name: str, seconds: Seconds, documents: int, raw: Seconds) -> None:
    """A line of the table."""
    rate = documents / seconds.clock if seconds.clock else math.inf
    print(
        f"{name:42} {seconds.clock:8.2f} s {rate:7.1f} documents/s "
        f"{seconds.clock / raw.clock:5.2f} x raw; "
        f"processor {seconds.processor:8.2f} s {seconds.processor / raw.processor:5.2f} x raw"
    )


def result_of(work: Callable[[], _Result]) -> tuple[_Result, Seconds]:
    """What some work gives, and the time it takes."""
    results: list[_Result] = []
    seconds = timed(lambda: results.append(work()))
    return results[0], seconds


def timed(work: Callable[[], object]) -> Seconds:
    """Time that some work takes."""
    clock, processor = time.perf_counter(), processor_seconds()
    work()
    return Seconds(time.perf_counter() - clock, processor_seconds() - processor)


def processor_seconds() -> float:
    """Of this process and of the children it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def exhaust(values: Iterable[object]) -> None:
    """Take all values and keep none."""
    for _ in values:
        pass


if __name__ == "__main__":
    main()
