"""Stories told in turn, so that the rare ones occur in a small demo too."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

T = TypeVar("T")


class Rota(Generic[T]):
    """Gives out its stories one after another, each to the next customer whom it fits."""

    def __init__(self, stories: Iterable[T]) -> None:
        self._stories = deque(stories)

    def take(self, fits: Callable[[T], bool]) -> T | None:
        """The story that has waited longest among those that fit; None where none does."""
        for place, story in enumerate(self._stories):
            if fits(story):
                del self._stories[place]
                self._stories.append(story)
                return story
        return None
