"""Which of a service's candidates is the entity, where that is sure."""

from dataclasses import dataclass

from kg.identity.entities import Link
from kg.identity.reconciliation.protocol import Answer, Candidate, Manifest

METHOD = "reconciliation"


@dataclass(frozen=True, slots=True)
class Sureness:
    """When a candidate is sure that the service does not call a match.

    Attributes:
        best: the service's score of a perfect candidate, 100 with most services.
        threshold: the least score, as a part of `best`.
        margin: the least distance to the second, as a part of `best`.
    """

    best: float = 100
    threshold: float = 0.95
    margin: float = 0.1

    def score(self, candidate: Candidate) -> float:
        """The candidate's score from 0 to 1."""
        return round(min(max(candidate.score / self.best, 0.0), 1.0), 4)


def sure_candidate(answer: Answer, sureness: Sureness) -> Candidate | None:
    """The only match, or else the candidate that is good and clearly ahead; None when unsure."""
    if matches := [candidate for candidate in answer.candidates if candidate.match]:
        return matches[0] if len(matches) == 1 else None
    scores = [sureness.score(candidate) for candidate in answer.candidates]
    if not scores or scores[0] < sureness.threshold:
        return None
    ahead = len(scores) == 1 or round(scores[0] - scores[1], 4) >= sureness.margin
    return answer.candidates[0] if ahead else None


def link_to(
    candidate: Candidate, answer: Answer, manifest: Manifest, service: str, sureness: Sureness
) -> Link | None:
    """The link to a candidate that is sure, None where the service gives no IRI for it."""
    external = manifest.iri(candidate.id)
    if external is None:
        return None
    knowledge = " ".join(filter(None, (manifest.name, service, answer.day)))
    return Link(external, METHOD, sureness.score(candidate), knowledge)
