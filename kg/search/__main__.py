"""Makes the index of a store's snapshot: python -m kg.search SNAPSHOT INDEX BASE."""

import sys
from pathlib import Path

from kg.search.writing import write_index

if __name__ == "__main__":
    write_index(Path(sys.argv[1]), Path(sys.argv[2]), base=sys.argv[3])
