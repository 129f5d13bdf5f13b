"""The vocabularies that kg uses; kg's own terms depend on the base IRI: `Namespaces.own`."""

from pyoxigraph import NamedNode


class Vocabulary:
    """A vocabulary, by the IRI that those of its terms begin with: its attributes are the terms.

    >>> Vocabulary("https://schema.org/").name.value
    'https://schema.org/name'
    """

    def __init__(self, base: str) -> None:
        self.base = base

    def __getattr__(self, name: str) -> NamedNode:
        term = NamedNode(self.base + name)
        setattr(self, name, term)
        return term


RDF = Vocabulary("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
XSD = Vocabulary("http://www.w3.org/2001/XMLSchema#")
SCHEMA = Vocabulary("https://schema.org/")
FOAF = Vocabulary("http://xmlns.com/foaf/0.1/")
ORG = Vocabulary("http://www.w3.org/ns/org#")
PROV = Vocabulary("http://www.w3.org/ns/prov#")
NIF = Vocabulary("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")
SEM = Vocabulary("http://semanticweb.cs.vu.nl/2009/11/sem/")
ITS = Vocabulary("http://www.w3.org/2005/11/its/rdf#")
