"""The starting stock: people and bodies that news of the world names most, with their Wikidata ids.

They are known, and stand in no graph until an article names them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.extraction import EntityType
from kg.identity.places.countries import WIKIDATA
from kg.identity.slug import slug
from kg.identity.tables import curated, items

STOCK = "stock.csv"
"""The name of the file in a folder of curated knowledge."""


@dataclass(frozen=True, slots=True)
class Stocked:
    """Somebody of the stock.

    Attributes:
        external: the IRI in Wikidata.
        verified: what the id was verified by, as docs/knowledge-bases.md has it.
    """

    type: EntityType
    name: str
    aliases: tuple[str, ...]
    external: str
    verified: str

    @property
    def key(self) -> str:
        """The key of the entity."""
        return f"{self.type.value.lower()}/{slug(self.name)}"


def read_stock(paths: Iterable[Path]) -> Iterator[Stocked]:
    """The rows of the files of that name among some files of curated knowledge.

    Raises:
        KnowledgeError: a file cannot be read, or a row lacks a column.
    """
    columns = "name, type, also, wikidata and verified"
    return curated(paths, STOCK, columns, _stocked)


def _stocked(row: dict[str, str]) -> Stocked:
    return Stocked(
        EntityType(row["type"]),
        row["name"],
        tuple(items(row["also"])),
        WIKIDATA + row["wikidata"],
        row["verified"],
    )
