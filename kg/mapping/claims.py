"""Claims: what is said, whoever says it and whether it is true or not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.extraction import Argument, Frame

BESIDE = frozenset({"Amount", "Place", "Time"})
"""Roles that are no part of a claim: who says otherwise of them claims the same event. What fills
them takes no part in an event either."""

_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")


def claim_words(content: str) -> str:
    """The words of a content in lower case, joined by single spaces, without punctuation.

    Equal words make the same claim, so that what several sources say can be compared.

    >>> claim_words("“Troops are  there,” he")
    'troops are there he'
    """
    return " ".join(_WORD.findall(content.casefold())).replace("’", "'")


@dataclass(frozen=True, slots=True)
class EventClaim:
    """A claim that something happens, or does not.

    Attributes:
        type: local name of the event type.
        roles: pairs of a role's name and what fills it, sorted: the key of an entity, or a word.
        negated: whether the claim is that it does not happen.
    """

    type: str
    roles: tuple[tuple[str, str], ...]
    negated: bool

    @property
    def affirmed(self) -> EventClaim:
        """The claim that it does happen."""
        return replace(self, negated=False)

    @property
    def text(self) -> str:
        """The claim in one line, the same for equal claims.

        >>> EventClaim("Transfer", (("Actor", "country/north-korea"),), True).text
        'not Transfer(Actor: country/north-korea)'
        """
        roles = ", ".join(f"{role}: {filler}" for role, filler in self.roles)
        return f"{'not ' * self.negated}{self.type}({roles})"


def event_claim(frame: Frame, fillers: Sequence[tuple[Argument, str]]) -> EventClaim:
    """The claim that a frame makes.

    Its numbers, hedges, time and place are no part of it: who says 1,500 and who says 3,000 claim
    the same.

    Args:
        fillers: the arguments that the type has a role for, and what fills each.
    """
    assert frame.type is not None
    named = ((argument.name or argument.role, filler) for argument, filler in fillers)
    roles = {(role, filler) for role, filler in named if role not in BESIDE}
    return EventClaim(frame.type, tuple(sorted(roles)), frame.negated)
