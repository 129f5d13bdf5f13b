"""Positions: the post, who holds it, and a membership that keeps the evidence.

The Organization Ontology, https://www.w3.org/TR/vocab-org/.
"""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from kg.extraction import Position
from kg.identity import Resolved
from kg.mapping import terms
from kg.mapping.graph import Graph
from kg.mapping.iris import Namespaces
from kg.mapping.keys import membership_iris, post_iri
from kg.mapping.spans import Spans


def describe_positions(
    resolved: Resolved, graph: Graph, spans: Spans, namespaces: Namespaces
) -> None:
    """Adds every post that a person of the document holds, and the membership, to `graph`."""
    memberships = membership_iris(resolved, namespaces)
    named: set[NamedNode] = set()
    for each, membership in zip(resolved.positions, memberships, strict=True):
        post = post_iri(each, resolved.annotations.document.id, namespaces)
        if post is None or each.holder is None:
            continue
        position, holder = each.position, namespaces.entity(each.holder.key)
        organization = None if each.body is None else namespaces.entity(each.body)
        if post not in named:
            named.add(post)
            title = each.post.title if each.post else position.title
            _describe_post(post, title, organization, graph)
        _describe_holder(post, holder, graph)
        graph.add(membership, terms.MEMBER, holder)
        graph.add(membership, namespaces.own("post"), post)
        _describe_membership(membership, position, organization, graph, namespaces)
        graph.add(membership, terms.DERIVED_FROM, spans.phrase(position.span))
        graph.add(membership, namespaces.own("titleSpan"), spans.phrase(position.title_span))


def _describe_post(
    post: NamedNode, name: str, organization: NamedNode | None, graph: Graph
) -> None:
    """One name a post and document, the first; a membership keeps its title as written."""
    graph.add_type(post, terms.POST)
    graph.add(post, terms.NAME, Literal(name))
    if organization is not None:
        graph.add(post, terms.POST_IN, organization)


def _describe_holder(post: NamedNode, person: NamedNode, graph: Graph) -> None:
    graph.add(post, terms.HELD_BY, person)
    graph.add(person, terms.HOLDS, post)


def _describe_membership(
    membership: NamedNode,
    position: Position,
    organization: NamedNode | None,
    graph: Graph,
    namespaces: Namespaces,
) -> None:
    graph.add_type(membership, terms.MEMBERSHIP)
    graph.add(membership, terms.ROLE_NAME, Literal(position.title))
    graph.add(membership, namespaces.own("foundBy"), Literal(position.found_by))
    if organization is not None:
        graph.add(membership, terms.MEMBERSHIP_ORGANIZATION, organization)
