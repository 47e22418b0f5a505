"""Names, quantities and ties of a generated case, drawn once and read by every table."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import polars as pl

from jointstock.measure.arrays import Flags, Floats, Ints
from jointstock.measure.months import month_number, month_text
from jointstock.shapes.names import Titles, code, draw_titles, key

FIRST_MONTH = "2026-07"
PRICE_YEAR = 2026
SOURCE = "rule"
KNOWN_ON = "2026-06-01"
_LINES_A_PLANT = 1.4
_UNEQUAL = 0.9
_STORING_SHARE = 0.007
_FEWEST_PARTS, _MOST_PARTS = 2, 5


class Counts(Protocol):
    """What a shape says of a case."""

    @property
    def nations(self) -> int:
        """Nations, the recipient among them."""

    @property
    def ends(self) -> int:
        """End items."""

    @property
    def components(self) -> int:
        """Components and materials."""

    @property
    def tiers(self) -> int:
        """Tiers of components."""

    @property
    def plants(self) -> int:
        """Sites."""

    @property
    def months(self) -> int:
        """Months planned."""

    @property
    def call_offs(self) -> int:
        """Frameworks with a cost for each call-off."""

    @property
    def tiered(self) -> int:
        """Frameworks with three price tiers and a minimum order."""


@dataclass(frozen=True)
class World:
    """Everything that several tables of a generated case agree on.

    Attributes:
        counts: The shape.
        random: Source of draws, in one fixed order.
        nations, ends, parts, classes, sites, lines: Names.
        end_class: Class of each end item, shape (ends,).
        line_item: Item of each line, ends first and then parts, shape (lines,).
        line_site: Site of each line, shape (lines,).
        site_nation: Nation of each site, shape (sites,).
        capacity: Starts a month of each line, shape (lines,).
        good: Yield of each line, shape (lines,).
        price: Price of each end item, shape (ends,).
        needs: Item that is made, part that goes in, units for a start, shape (ingredients,) each.
        share: Part of each nation in all that is wanted, shape (nations,).
        fields: Which classes each nation uses, shape (nations, classes).
        titles: Names in words.
        currency: Currency of the case.
    """

    counts: Counts
    random: np.random.Generator
    nations: list[str]
    ends: list[str]
    parts: list[str]
    classes: list[str]
    sites: list[str]
    lines: list[str]
    end_class: Ints
    line_item: Ints
    line_site: Ints
    site_nation: Ints
    capacity: Floats
    good: Floats
    price: Floats
    needs: tuple[Ints, Ints, Floats]
    share: Floats
    fields: Flags
    titles: Titles
    currency: str = "EUR"

    @property
    def items(self) -> list[str]:
        """End items and then parts."""
        return self.ends + self.parts

    @property
    def storing(self) -> Floats:
        """Cost of storing one of each end item for a month, about 0.7 % of its price, shape (ends,)."""
        return np.round(self.price * _STORING_SHARE, 4)

    @property
    def recipient(self) -> str:
        """The nation that the others give to."""
        return self.nations[-1]

    @property
    def end_output(self) -> Floats:
        """Good units of each end item that all its lines make in a month, shape (ends,)."""
        return summed(self.line_item, self.capacity * self.good, len(self.items))[: len(self.ends)]

    @property
    def class_output(self) -> Floats:
        """The same by class, shape (classes,)."""
        return summed(self.end_class, self.end_output, len(self.classes))


def draw_world(counts: Counts, random: np.random.Generator) -> World:
    """Draw names, ties and quantities.

    Args:
        counts: The shape.
        random: Source of draws.
    """
    classes = max(1, round(counts.ends * 0.6))
    lines = max(round(counts.plants * _LINES_A_PLANT), counts.ends + counts.components)
    titles = draw_titles((counts.nations, classes, counts.ends, counts.plants), _tiers(counts).tolist())
    line_item = _line_items(counts, lines, random)
    needs = _needs(counts, random)
    end_rate = 10 ** random.uniform(2.0, 4.0, counts.ends)
    share = random.lognormal(0.0, _UNEQUAL, counts.nations)
    return World(
        counts=counts,
        random=random,
        nations=[code(name) for name in titles.nations],
        ends=[key(name) for name in titles.ends],
        parts=[key(name) for name in titles.parts],
        classes=[key(name) for name in titles.classes],
        sites=[key(name) for name in titles.sites],
        lines=names("line", lines),
        end_class=np.arange(counts.ends, dtype=np.int64) % classes,
        line_item=line_item,
        line_site=(np.arange(lines) % counts.plants).astype(np.int64),
        site_nation=random.integers(0, counts.nations - 1, counts.plants),
        capacity=_capacities(counts, line_item, needs, end_rate, random),
        good=np.round(random.uniform(0.92, 1.0, lines), 3),
        price=np.round(10 ** random.uniform(2.5, 5.0, counts.ends), -1),
        needs=needs,
        share=share / share.sum(),
        fields=_fields(share, classes, random),
        titles=titles,
    )


def names(stem: str, count: int) -> list[str]:
    """Names such as ``end-07``, in their order."""
    return [f"{stem}-{number:03d}" for number in range(1, count + 1)]


def month(offset: int) -> str:
    """Month of the horizon, YYYY-MM; 0 is the first."""
    return month_text(month_number(FIRST_MONTH) + offset)


def pick(values: list[str], places: Ints) -> list[str]:
    """Values at places, shape (places,)."""
    return [values[place] for place in places.tolist()]


def summed(place: Ints, amount: Floats, count: int) -> Floats:
    """Sum of amounts at each place, shape (count,)."""
    total = np.zeros(count)
    np.add.at(total, place, amount)
    return total


def marked(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows marked as made by a rule."""
    return frame.with_columns(source=pl.lit(SOURCE), basis=pl.lit("synthetic"), known_on=pl.lit(KNOWN_ON))


def _fields(share: Floats, classes: int, random: np.random.Generator) -> Flags:
    """Larger nations use more classes, the recipient all of them, and each class is used by two Allies."""
    nations = len(share)
    rank = share.argsort().argsort() / max(1, nations - 1)
    size = np.clip(np.round((3 + 0.5 * classes) * (0.75 + 0.5 * rank)), 1, classes)
    order = random.random((nations, classes)).argsort(axis=1).argsort(axis=1)
    fields: Flags = order < size[:, None]
    every = np.arange(classes)
    fields[every % (nations - 1), every] = fields[(every + 1) % (nations - 1), every] = True
    fields[-1] = True
    return fields


def _tiers(counts: Counts) -> Ints:
    """Tier of each part, 1 below the end items, shape (parts,)."""
    return 1 + np.arange(counts.components, dtype=np.int64) * counts.tiers // counts.components


def _line_items(counts: Counts, lines: int, random: np.random.Generator) -> Ints:
    """One line for every item, the others for any, end items twice as likely."""
    every = np.arange(counts.ends + counts.components)
    weight = np.where(every < counts.ends, 2.0, 1.0)
    further = random.choice(every, lines - len(every), p=weight / weight.sum())
    return np.concatenate([every, further]).astype(np.int64)


def _needs(counts: Counts, random: np.random.Generator) -> tuple[Ints, Ints, Floats]:
    """Bill of materials over the tiers; each part is shared by several makers."""
    tier = np.concatenate([np.zeros(counts.ends, np.int64), _tiers(counts)])
    made, used = [], []
    for item, level in enumerate(tier):
        below = np.flatnonzero(tier == level + 1)
        if len(below):
            most = min(_MOST_PARTS if level == 0 else 3, len(below))
            least = min(_FEWEST_PARTS if level == 0 else 1, most)
            chosen = np.sort(random.choice(below, random.integers(least, most + 1), replace=False))
            made += [item] * len(chosen)
            used += chosen.tolist()
    quantity = np.round(10 ** random.uniform(-0.3, 0.5, len(made)), 2)
    return np.array(made, np.int64), np.array(used, np.int64), quantity


def _capacities(
    counts: Counts,
    line_item: Ints,
    needs: tuple[Ints, Ints, Floats],
    end_rate: Floats,
    random: np.random.Generator,
) -> Floats:
    """Starts a month of each line; parts are sized to what is made of them, some too small."""
    made, used, quantity = needs
    rate = np.concatenate([end_rate, np.zeros(counts.components)])
    # Makers stand before what they use, so that one pass down the tiers is enough.
    for item in range(len(rate)):
        below = made == item
        np.add.at(rate, used[below], rate[item] * quantity[below])
    rate[counts.ends :] = np.maximum(rate[counts.ends :], 1.0) * random.uniform(0.8, 1.6, counts.components)
    weight = random.uniform(0.5, 1.5, len(line_item))
    total = summed(line_item, weight, len(rate))
    return np.maximum(1.0, np.round(rate[line_item] * weight / total[line_item]))
