"""What the service says of itself: its manifest, types and properties (sections 3 and 5)."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from kg.mapping.entities import TYPES as ENTITY_TYPES
from kg.mapping.terms import SCHEMA
from kg.search import PROPERTIES
from kg.version import __version__

_LABELS = {"Group": "Group of people", "CreativeWork": "Creative work", "Thing": "Other thing"}
TYPES: Mapping[str, tuple[str, str]] = {
    (id := term.value.rpartition("/")[2]): (term.value, _LABELS.get(id, id))
    for term in ENTITY_TYPES.values()
}
"""The types of entities by id: IRI and name."""

_PREVIEW = {"width": 420, "height": 220}  # pixels


def manifest(address: str, base: str) -> dict[str, Any]:
    """The manifest of the service at an address, over a store with a base IRI."""
    home = "{0.scheme}://{0.netloc}".format(urlsplit(address))

    def part(path: str) -> dict[str, str]:
        return {"service_url": address, "service_path": path}

    def suggest(kind: str) -> dict[str, str]:
        flyout = {"flyout_service_url": address, "flyout_service_path": "/flyout?id=${id}"}
        return part(f"/suggest/{kind}") | flyout

    return {
        "versions": ["0.2"],
        "name": f"kg ({urlsplit(address).netloc})",
        "identifierSpace": base,
        "schemaSpace": SCHEMA.base,
        "serviceVersion": __version__,
        "defaultTypes": [named_type(id) for id in TYPES],
        "view": {"url": home + "/{{id}}"},
        "preview": {"url": address + "/preview?id={{id}}", **_PREVIEW},
        "suggest": {each: suggest(each) for each in ("entity", "type", "property")},
        "extend": {"propose_properties": part("/properties"), "property_settings": []},
    }


def named_type(id: str) -> dict[str, str]:
    """A type with its id and name; one that is unknown is named by its id."""
    return {"id": id, "name": TYPES[id][1] if id in TYPES else id}


def named_property(id: str) -> dict[str, Any]:
    """A property with its id and name, and the type of its values if they are things."""
    property = PROPERTIES.get(id)
    if property is None:
        return {"id": id, "name": id}
    of = {} if property.type is None else {"type": named_type(property.type)}
    return {"id": id, "name": property.name, **of}


def type_id(iri: str) -> str:
    """The id of a type, by its IRI."""
    return next(id for id, (known, _) in TYPES.items() if known == iri)
