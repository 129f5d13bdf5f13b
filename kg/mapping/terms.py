"""The terms of other vocabularies that kg uses.

kg's own terms depend on the base IRI; `Namespaces.own` makes them.
"""

from pyoxigraph import NamedNode

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SCHEMA = "https://schema.org/"
FOAF = "http://xmlns.com/foaf/0.1/"
ORG = "http://www.w3.org/ns/org#"
PROV = "http://www.w3.org/ns/prov#"
NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
SEM = "http://semanticweb.cs.vu.nl/2009/11/sem/"
ITS = "http://www.w3.org/2005/11/its/rdf#"

TYPE = NamedNode(RDF + "type")
REIFIES = NamedNode(RDF + "reifies")

PERSON = NamedNode(SCHEMA + "Person")
ORGANIZATION = NamedNode(SCHEMA + "Organization")
COUNTRY = NamedNode(SCHEMA + "Country")
PLACE = NamedNode(SCHEMA + "Place")
EVENT = NamedNode(SCHEMA + "Event")
CREATIVE_WORK = NamedNode(SCHEMA + "CreativeWork")
PRODUCT = NamedNode(SCHEMA + "Product")
LEGISLATION = NamedNode(SCHEMA + "Legislation")
THING = NamedNode(SCHEMA + "Thing")
GROUP = NamedNode(FOAF + "Group")
NAME = NamedNode(SCHEMA + "name")
ALTERNATE_NAME = NamedNode(SCHEMA + "alternateName")
LATITUDE = NamedNode(SCHEMA + "latitude")
LONGITUDE = NamedNode(SCHEMA + "longitude")
SAME_AS = NamedNode(SCHEMA + "sameAs")

NEWS_ARTICLE = NamedNode(SCHEMA + "NewsArticle")
HEADLINE = NamedNode(SCHEMA + "headline")
URL = NamedNode(SCHEMA + "url")
DATE_PUBLISHED = NamedNode(SCHEMA + "datePublished")
PUBLISHER = NamedNode(SCHEMA + "publisher")
AUTHOR = NamedNode(SCHEMA + "author")
IN_LANGUAGE = NamedNode(SCHEMA + "inLanguage")

SPOKEN_BY = NamedNode(SCHEMA + "spokenByCharacter")
DATE_CREATED = NamedNode(SCHEMA + "dateCreated")
TEXT = NamedNode(SCHEMA + "text")
ABOUT = NamedNode(SCHEMA + "about")
IS_PART_OF = NamedNode(SCHEMA + "isPartOf")

QUANTITATIVE_VALUE = NamedNode(SCHEMA + "QuantitativeValue")
VALUE = NamedNode(SCHEMA + "value")
MIN_VALUE = NamedNode(SCHEMA + "minValue")
MAX_VALUE = NamedNode(SCHEMA + "maxValue")
UNIT_TEXT = NamedNode(SCHEMA + "unitText")

POST = NamedNode(ORG + "Post")
MEMBERSHIP = NamedNode(ORG + "Membership")
HELD_BY = NamedNode(ORG + "heldBy")
HOLDS = NamedNode(ORG + "holds")
POST_IN = NamedNode(ORG + "postIn")
MEMBER = NamedNode(ORG + "member")
MEMBERSHIP_ORGANIZATION = NamedNode(ORG + "organization")
ROLE_NAME = NamedNode(SCHEMA + "roleName")

CONTEXT = NamedNode(NIF + "Context")
IS_STRING = NamedNode(NIF + "isString")
PHRASE = NamedNode(NIF + "Phrase")
SENTENCE = NamedNode(NIF + "Sentence")
ANCHOR_OF = NamedNode(NIF + "anchorOf")
BEGIN_INDEX = NamedNode(NIF + "beginIndex")
END_INDEX = NamedNode(NIF + "endIndex")
REFERENCE_CONTEXT = NamedNode(NIF + "referenceContext")
IDENT_REF = NamedNode(ITS + "taIdentRef")

SEM_EVENT = NamedNode(SEM + "Event")
HAS_ACTOR = NamedNode(SEM + "hasActor")
HAS_PLACE = NamedNode(SEM + "hasPlace")
HAS_TIME_STAMP = NamedNode(SEM + "hasTimeStamp")

ACTIVITY = NamedNode(PROV + "Activity")
DERIVED_FROM = NamedNode(PROV + "wasDerivedFrom")
PRIMARY_SOURCE = NamedNode(PROV + "hadPrimarySource")
GENERATED = NamedNode(PROV + "generated")
GENERATED_BY = NamedNode(PROV + "wasGeneratedBy")
STARTED = NamedNode(PROV + "startedAtTime")
ENDED = NamedNode(PROV + "endedAtTime")
