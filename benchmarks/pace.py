"""How long the levels of a plan take, from its signs of life."""

import time
from dataclasses import dataclass, field

from jointstock.solver.outcome import Progress


@dataclass
class Pace:
    """Hears the signs of life of one search; begins when it is made.

    Attributes:
        spent: Seconds on each level, over all times that it is solved.
        reached: Seconds from the start until each level ended for the first time.
    """

    spent: dict[str, float] = field(default_factory=dict)
    reached: dict[str, float] = field(default_factory=dict)
    _began: float = field(default_factory=time.perf_counter)
    _level: str = ""
    _last: float = 0.0

    def __call__(self, sign: Progress) -> None:
        """Note which level is at work."""
        self._pass(time.perf_counter() - self._began, sign.level.partition(", round")[0])

    def end(self, seconds: float) -> None:
        """Note that the search has ended, so many seconds after the start."""
        self._pass(max(seconds, self._last), "")

    def _pass(self, now: float, level: str) -> None:
        if self._level:
            self.spent[self._level] = self.spent.get(self._level, 0.0) + now - self._last
            if level != self._level:
                self.reached.setdefault(self._level, now)
        self._level, self._last = level, now
