"""The state of spaCy 2's parser: arc-eager, not monotonic, and with sentence breaks.

spaCy 3's transitions differ: there a break stands before the second word of the buffer, here
before the first, and here moves that leave no choice are made at once. A model that learned one
cannot drive the other, so this is the older one. See Nivre (2004) for arc-eager parsing,
Honnibal and Johnson (2015) for arcs that are replaced, and Zhang and Nivre's break transition.
"""

from __future__ import annotations

from collections.abc import Sequence

SHIFT, REDUCE, LEFT, RIGHT, BREAK = range(5)
SLOTS = 8


class State:
    """A partial parse of one doc.

    Args:
        spaces: whether each token is whitespace.

    Attributes:
        heads: each token's head, -1 for none yet.
        labels: number of the action that gave each token its head, -1 for none.
    """

    __slots__ = (
        "_break",
        "_buffer",
        "_edges",
        "_left",
        "_next",
        "_right",
        "_shifted",
        "_spaces",
        "_stack",
        "_starts",
        "heads",
        "labels",
    )

    def __init__(self, spaces: Sequence[bool]) -> None:
        size = len(spaces)
        self._spaces = spaces
        self.heads = [-1] * size
        self.labels = [-1] * size
        self._left: list[list[int]] = [[] for _ in spaces]
        self._right: list[list[int]] = [[] for _ in spaces]
        # Leftmost token below each token; a sentence starts there, not at the token itself.
        self._edges = list(range(size))
        self._starts = [True] + [False] * (size - 1)
        self._shifted = [False] * size
        self._stack: list[int] = []
        self._buffer = list(range(size))
        self._next = 0
        self._break = -1
        self._settle()

    @property
    def done(self) -> bool:
        """Whether every token has left the buffer and the stack."""
        return not self._stack and self._next >= len(self._buffer)

    def slots(self, offset: int) -> list[int]:
        """Rows of the tokens that the scores depend on, 0 for none.

        Next two of the buffer, top three of the stack, the next word's leftmost child, the top
        word's leftmost and rightmost. Token 0 has the row `offset`.
        """
        buffer, at, stack = self._buffer, self._next, self._stack
        rows = [0] * SLOTS
        if at < len(buffer):
            rows[0] = buffer[at] + offset
            if self._left[buffer[at]]:
                rows[5] = self._left[buffer[at]][-1] + offset
        if at + 1 < len(buffer):
            rows[1] = buffer[at + 1] + offset
        for slot, token in enumerate(reversed(stack[-3:]), start=2):
            rows[slot] = token + offset
        if stack and self._left[stack[-1]]:
            rows[6] = self._left[stack[-1]][-1] + offset
        if stack and self._right[stack[-1]]:
            rows[7] = self._right[stack[-1]][-1] + offset
        return rows

    def valid(self) -> int:
        """The moves that may be made, as bits."""
        waiting = self._waiting()
        moves = (1 << REDUCE) if len(self._stack) >= 2 else 0
        if self._break < 0 and self._stack:
            moves |= 1 << BREAK
        if not self._starts[self._edge()]:
            moves |= 1 << LEFT | 1 << RIGHT
            if waiting >= 2 and not self._shifted[self._buffer[self._next]]:
                moves |= 1 << SHIFT
        return moves

    def apply(self, move: int, action: int) -> None:
        """Make a valid move; `action` is kept as the label of an arc that it adds."""
        if move == SHIFT:
            self._push()
        elif move == REDUCE:
            self._reduce()
        elif move == LEFT:
            self._attach(self._buffer[self._next], self._stack.pop(), action)
        elif move == RIGHT:
            self._attach(self._stack[-1], self._buffer[self._next], action)
            self._push()
        else:
            self._starts[self._edge()] = True
            self._break = self._next
        self._settle()

    def abandon(self) -> None:
        """Leave the rest without heads: no move is valid."""
        self._stack.clear()
        self._next = len(self._buffer)

    def _waiting(self) -> int:
        """Number of words in the buffer up to the next break."""
        end = self._break if self._break >= 0 else len(self._buffer)
        return end - self._next

    def _edge(self) -> int:
        """Leftmost token below the next word; 0 where no word is left, as in spaCy 2."""
        return self._edges[self._buffer[self._next]] if self._next < len(self._buffer) else 0

    def _at_space(self) -> bool:
        return self._next < len(self._buffer) and self._spaces[self._buffer[self._next]]

    def _push(self) -> None:
        self._stack.append(self._buffer[self._next])
        self._next += 1
        if self._starts[self._edge()]:
            self._break = self._next
        if self._next > self._break:
            self._break = -1

    def _reduce(self) -> None:
        """Pop the stack; a word without a head goes back to the buffer."""
        top = self._stack.pop()
        if self.heads[top] < 0:
            self._next -= 1
            self._buffer[self._next] = top
            self._shifted[top] = True

    def _attach(self, head: int, child: int, action: int) -> None:
        if self.heads[child] >= 0:
            # Only the top of the stack can have a head, and it is that head's last child.
            self._right[self.heads[child]].pop()
        self.heads[child] = head
        self.labels[child] = action
        if child > head:
            self._right[head].append(child)
        else:
            self._left[head].append(child)
            self._edges[head] = self._edges[child]

    def _settle(self) -> None:
        """Make the moves that leave no choice, and attach whitespace."""
        while True:
            waiting = self._waiting()
            if waiting == 0:
                if not self._finish_sentence():
                    return
            elif self._at_space():
                self._attach_spaces()
            elif self._stack:
                return
            else:
                self._push()
                if waiting == 1:
                    self._stack.pop()

    def _finish_sentence(self) -> bool:
        """Take one step at the end of a sentence; False at the end of the doc."""
        if len(self._stack) == 1:
            self._stack.pop()
        elif self._stack:
            self._reduce()
        elif self._next < len(self._buffer):
            self._push()
        else:
            return False
        return True

    def _attach_spaces(self) -> None:
        """Attach whitespace to the word before it, or to the doc's first word."""
        if self._stack:
            while self._at_space():
                self._attach(self._stack[-1], self._buffer[self._next], -1)
                self._push()
                self._stack.pop()
            return
        while self._at_space() and self._waiting() > 1:
            self._push()
        while self._stack:
            self._attach(self._buffer[self._next], self._stack.pop(), -1)
        self._push()
