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
from kg.mapping.keys import known_post, membership_iris, organization_key, post_iris
from kg.mapping.spans import Spans


def describe_positions(
    resolved: Resolved, graph: Graph, spans: Spans, namespaces: Namespaces
) -> None:
    """Adds every post that a person of the document holds, and the membership, to `graph`."""
    memberships = membership_iris(resolved, namespaces)
    posts = post_iris(resolved, namespaces)
    named: set[NamedNode] = set()
    for index, (position, post) in enumerate(
        zip(resolved.annotations.positions, posts, strict=True)
    ):
        holder = resolved.mention_entities[position.holder]
        if post is None or holder is None:
            continue
        key = organization_key(index, position, resolved)
        organization = None if key is None else namespaces.entity(key)
        known = known_post(index, resolved)
        if post not in named:
            named.add(post)
            _describe_post(post, known.title if known else position.title, organization, graph)
        _describe_holder(post, namespaces.entity(holder), graph)
        membership = memberships[index]
        graph.add(membership, terms.MEMBER, namespaces.entity(holder))
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
