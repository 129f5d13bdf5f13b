"""Reads Parquet, row by row: each row is a record as JSON lines have them."""

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from kg.documents.document import Document
from kg.documents.records import FIELDS, read_record
from kg.documents.streams import MOST_UNPACKED, shown
from kg.errors import InputError

_ROWS = 16  # at once: each may have a document's ten megabytes
_MOST_OF_A_GROUP = 2_000_000_000  # bytes, unpacked, of which all columns together are held


def read_parquet(stream: BinaryIO, path: str) -> Iterator[Document | InputError]:
    """The documents of a .parquet file, with an error in the place of each bad row; InputError
    where the file as a whole cannot be read, or pyarrow is not installed."""
    where, number = shown(path), 0
    for number, row in enumerate(_rows(stream, where), 1):
        try:
            yield read_record(row, path, f"{where}#{number}", number)
        except InputError as error:
            yield error
    if not number:
        raise InputError(where, "holds no documents")


def _rows(stream: BinaryIO, where: str) -> Iterator[Mapping[str, Any]]:
    try:
        # Imported here because it is an extra, and slow to load.
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError:
        reason = "Parquet is read by pyarrow, which is not installed; `pip install 'kg[parquet]'`"
        raise InputError(where, reason) from None
    if not stream.seekable():
        raise InputError(where, "is Parquet in a packed file; unpack it, it is packed within")
    try:
        file = ParquetFile(stream)
        _check_sizes(file.metadata, stream.seek(0, 2), where)
        known = [name for name in file.schema_arrow.names if name in FIELDS]
        for batch in file.iter_batches(_ROWS, columns=known):
            yield from batch.to_pylist()
    except (ArrowException, OSError) as error:
        reason = f"is no Parquet, or broken: {' '.join(str(error).split())}"
        raise InputError(where, reason) from None


def _check_sizes(metadata: Any, size: int, where: str) -> None:
    groups = [metadata.row_group(at).total_byte_size for at in range(metadata.num_row_groups)]
    if sum(groups) > MOST_UNPACKED * size:
        raise InputError(where, f"unpacks to more than {MOST_UNPACKED} times its size")
    if max(groups, default=0) > _MOST_OF_A_GROUP:
        reason = "has a row group of more than 2 GB; write it anew with smaller ones"
        raise InputError(where, reason)
