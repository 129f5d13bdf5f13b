"""Where the data beside the code is: ontology/, queries/, seeds/."""

from pathlib import Path

_CHECKOUT = Path(__file__).parent.parent
_INSTALLED = Path(__file__).parent / "data"


def resource(name: str) -> Path:
    """Path of a folder or file of data, in a checkout or in an installed package.

    Args:
        name: path below the project's root, such as "ontology/cues.ttl".

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    for root in (_CHECKOUT, _INSTALLED):
        if (root / name).exists():
            return root / name
    raise FileNotFoundError(f"{name} is missing from this installation of kg; install it again")
