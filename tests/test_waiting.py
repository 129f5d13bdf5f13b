"""How much a build writes in one transaction."""

from kg.build.kept import Made
from kg.build.reading import Mapped, Standing
from kg.build.waiting import Waiting
from kg.documents import Source
from kg.errors import InputError
from kg.mapping import SourceRecord

RECORD = SourceRecord(Source("a.txt"), "0123456789abcdef", "fingerprint")


def mapped(size: int) -> Mapped:
    return Mapped(RECORD, b"." * size, b"", 0)


def transactions(waiting: Waiting, sizes: list[int]) -> list[int]:
    """How many batches of one document of these sizes each transaction has."""
    found = []
    for size in sizes:
        waiting.add([], [mapped(size)])
        if waiting.are_many:
            found.append(len(waiting.taken()[1]))
    return found


def test_a_quarter_of_what_was_written_waits() -> None:
    found = transactions(Waiting(), [100] * 200)
    assert found[:5] == [1] * 5
    assert found == sorted(found)
    assert all(size <= sum(found[:n]) / 4 + 1 for n, size in enumerate(found))
    assert found[-1] > 20


def test_no_more_waits_than_the_memory_holds() -> None:
    found = transactions(Waiting(), [1_000_000] * 1200)
    assert max(found) == 40


def test_what_stands_or_failed_does_not_wait() -> None:
    waiting = Waiting()
    transactions(waiting, [1000] * 50)
    waiting.taken()
    waiting.add([], [InputError("b.txt", "is empty")])
    assert waiting.are_many
    waiting.add([], [mapped(1)])
    assert not waiting.are_many
    waiting.add([], [Standing(RECORD, Made("", b"", frozenset()), False)])
    assert waiting.are_many
    assert len(waiting.taken()[1]) == 3
    assert waiting.taken() == ([], [])
