"""Maps positions: the post, its holder, and a membership with the evidence.

The Organization Ontology, https://www.w3.org/TR/vocab-org/.
"""

from pyoxigraph import NamedNode

from kg.extraction import Position
from kg.identity import Resolved
from kg.mapping.document_iris import membership_iris, post_iri
from kg.mapping.spans import Spans
from kg.mapping.terms import ORG, PROV, SCHEMA


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
            graph.add_type(post, ORG.Post)
            # The memberships have the titles as written.
            graph.add(post, SCHEMA.name, each.post.title if each.post else position.title)
            graph.add(post, ORG.postIn, organization)
        graph.add(post, ORG.heldBy, holder)
        graph.add(holder, ORG.holds, post)
        graph.add(membership, ORG.member, holder)
        graph.add(membership, namespaces.own("post"), post)
        graph.add(membership, ORG.organization, organization)
        _describe_membership(membership, position, spans)


def _describe_membership(membership: NamedNode, position: Position, spans: Spans) -> None:
    graph, own = spans.graph, spans.namespaces.own
    graph.add_type(membership, ORG.Membership)
    graph.add(membership, SCHEMA.roleName, position.title)
    graph.add(membership, own("foundBy"), position.found_by)
    graph.add(membership, PROV.wasDerivedFrom, spans.phrase(position.span))
    graph.add(membership, own("titleSpan"), spans.phrase(position.title_span))
