"""Maps positions: the post, its holder, and a membership with the evidence.

The Organization Ontology, https://www.w3.org/TR/vocab-org/.
"""

from pyoxigraph import Literal, NamedNode

from kg.extraction import Position
from kg.identity import Resolved
from kg.mapping import terms
from kg.mapping.document_iris import membership_iris, post_iri
from kg.mapping.graph import NamedGraph
from kg.mapping.iris import Namespaces
from kg.mapping.spans import Spans


def describe_positions(resolved: Resolved, spans: Spans) -> None:
    """Add every post that a person of the document holds to its graph, with the membership.

    Former posts are left out: nobody holds them.
    """
    graph, namespaces = spans.graph, spans.namespaces
    memberships = membership_iris(resolved, namespaces)
    named: set[NamedNode] = set()
    for each, membership in zip(resolved.positions, memberships, strict=True):
        post = post_iri(each, resolved.annotations.document.id, namespaces)
        if post is None or each.holder is None or each.position.former:
            continue
        position, holder = each.position, namespaces.entity(each.holder.key)
        organization = None if each.body is None else namespaces.entity(each.body)
        if post not in named:
            named.add(post)
            title = each.post.title if each.post else position.title
            _describe_post(post, title, organization, graph)
        graph.add(post, terms.HELD_BY, holder)
        graph.add(holder, terms.HOLDS, post)
        graph.add(membership, terms.MEMBER, holder)
        graph.add(membership, namespaces.own("post"), post)
        _describe_membership(membership, position, organization, graph, namespaces)
        graph.add(membership, terms.DERIVED_FROM, spans.phrase(position.span))
        graph.add(membership, namespaces.own("titleSpan"), spans.phrase(position.title_span))


def _describe_post(
    post: NamedNode, name: str, organization: NamedNode | None, graph: NamedGraph
) -> None:
    """Add a post; the memberships have the titles as written."""
    graph.add_type(post, terms.POST)
    graph.add(post, terms.NAME, Literal(name))
    if organization is not None:
        graph.add(post, terms.POST_IN, organization)


def _describe_membership(
    membership: NamedNode,
    position: Position,
    organization: NamedNode | None,
    graph: NamedGraph,
    namespaces: Namespaces,
) -> None:
    graph.add_type(membership, terms.MEMBERSHIP)
    graph.add(membership, terms.ROLE_NAME, Literal(position.title))
    graph.add(membership, namespaces.own("foundBy"), Literal(position.found_by))
    if organization is not None:
        graph.add(membership, terms.MEMBERSHIP_ORGANIZATION, organization)
