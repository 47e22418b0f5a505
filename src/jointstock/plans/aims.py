"""Aims: what is asked of a plan beyond its usual levels, as small settings."""

from dataclasses import asdict, dataclass
from typing import Any

from jointstock.errors import OptionError
from jointstock.measure.months import month_number
from jointstock.model.choosing import Outcome
from jointstock.plans.plan import Plan

OUTCOMES: tuple[Outcome, ...] = ("fill", "shortfall", "amount")


@dataclass(frozen=True)
class _Fair:
    """What is made fair between nations, and at which price.

    Attributes:
        of: "fill" for the share of its requirement that a nation gets, "shortfall" for what it is
            short of, "amount" for what it gets; all weighted and over the whole horizon.
        within: Share of the least weighted shortfall that may be given up for fairness; None for any.
    """

    of: Outcome = "fill"
    within: float | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be meant.

        Raises:
            OptionError: ``of`` is not known, or ``within`` is below 0.
        """
        if self.of not in OUTCOMES:
            raise OptionError(f"Nothing fair is called '{self.of}'; write {', '.join(OUTCOMES)}.")
        if self.within is not None and not self.within >= 0:
            raise OptionError(f"{self.within:g} of the shortfall cannot be given up; write 0 or more.")

    def document(self) -> dict[str, Any]:
        """The setting as plain data, with its rule."""
        return {"rule": self.rule, **asdict(self)}

    @property
    def rule(self) -> str:
        """Name of the rule."""
        return "leximin" if self.every else "max-min"

    @property
    def every(self) -> bool:
        """Whether every nation is found in its turn, and not the worst off alone."""
        raise NotImplementedError


class MaxMin(_Fair):
    """The worst off nation is made as well off as can be; then the shortfall of all is made least."""

    @property
    def every(self) -> bool:
        """Only the worst off counts."""
        return False


class Leximin(_Fair):
    """The worst off nation is made as well off as can be, then the next, and so on to the best off."""

    @property
    def every(self) -> bool:
        """Every nation counts in its turn."""
        return True


Fairness = MaxMin | Leximin


@dataclass(frozen=True)
class Keep:
    """A plan made before, from which the new one departs only where it must.

    Attributes:
        plan: The plan made before.
        signed_until: Last month (YYYY-MM) whose orders are signed: they stay. None: none are, but
            those that are open orders of the case.
    """

    plan: Plan
    signed_until: str | None = None

    def __post_init__(self) -> None:
        """Refuse what is no month.

        Raises:
            OptionError: ``signed_until`` is not written YYYY-MM.
        """
        if self.signed_until is not None:
            month_number(self.signed_until)

    def document(self) -> dict[str, Any]:
        """The setting as plain data; the plan is named by its digest."""
        return {"plan_digest": self.plan.run.get("plan_digest"), "signed_until": self.signed_until}


@dataclass(frozen=True)
class Hurry:
    """Targets that are to be met for good as early as can be, before anything but commitments counts.

    Attributes:
        nation: Only targets of this nation; None for all.
        class_: Only targets of this class; None for all.
    """

    nation: str | None = None
    class_: str | None = None

    def document(self) -> dict[str, Any]:
        """The setting as plain data."""
        return {"nation": self.nation, "class": self.class_}
