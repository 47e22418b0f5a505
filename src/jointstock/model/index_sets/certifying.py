"""Index set of certifications that a plan may buy."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from jointstock.facts.case import Case
from jointstock.facts.cover import certifiable
from jointstock.measure.arrays import Flags, Floats
from jointstock.measure.months import Calendar
from jointstock.model.index_sets.lookup import floats, joined_labels


@dataclass(frozen=True)
class Certifications:
    """Certifications, ordered by nation, class and item.

    Attributes:
        frame: nation, class, item; shape (certifications,).
        cost: Money of the case, shape (certifications,).
        valid: Periods b at whose end a purchase in period a counts, shape
            (certifications, periods, periods).
    """

    frame: pl.DataFrame
    cost: Floats
    valid: Flags

    @cached_property
    def labels(self) -> list[str]:
        """Names such as ``SK/155mm_round/artillery_155``."""
        return joined_labels(self.frame, ["nation", "item", "class"])


def read_certifications(case: Case, calendar: Calendar) -> Certifications:
    """Certifications with the periods in which each purchase counts."""
    rows = certifiable(case)
    months = np.floor(floats(rows, "months"))
    last_month = calendar.ends - 1
    valid = last_month[None, :, None] + months[:, None, None] <= last_month[None, None, :]
    return Certifications(rows.select("nation", "class", "item"), floats(rows, "cost"), valid)
