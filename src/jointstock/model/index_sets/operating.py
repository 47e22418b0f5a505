"""Index sets of how lines are run: shift modes, minimum rates, start-ups, surges, own investment."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from jointstock.facts.case import Case
from jointstock.measure.arrays import Flags, Floats, Ints
from jointstock.measure.months import Calendar
from jointstock.model.index_sets.industry import Lines, Options
from jointstock.model.index_sets.lookup import floats, joined_labels, locate, month_numbers, rate

_SHARES = ("conversion_of_options", "conversion_of_targets")


@dataclass(frozen=True)
class Modes:
    """Shift modes of lines, ordered by line and mode.

    Attributes:
        frame: line, mode, payer; shape (modes,).
        line: Line of each, shape (modes,).
        hours: Line-hours of each in each period, shape (modes, periods).
        cost: Money of the case in each period, shape (modes, periods + 1).
    """

    frame: pl.DataFrame
    line: Ints
    hours: Floats
    cost: Floats

    @cached_property
    def labels(self) -> list[str]:
        """Names such as ``line/mode``."""
        return joined_labels(self.frame, ["line", "mode"])


@dataclass(frozen=True)
class Running:
    """Minimum rates and start-ups of lines.

    Attributes:
        decides: Lines of which it is decided whether they run, shape (lines,).
        least: Least starts of a period in which a line runs, shape (lines, periods).
        most: Most starts of a period, from data, shape (lines, periods).
        ran: Lines that run before the first period, shape (lines,).
        cost: Money of the case for starting up, shape (lines, periods + 1).
        payer: Who pays for it, null where it is the producer; shape (lines,).
    """

    decides: Flags
    least: Floats
    most: Floats
    ran: Flags
    cost: Floats
    payer: pl.Series


@dataclass(frozen=True)
class Surges:
    """Surge agreements, ordered by name.

    Attributes:
        frame: surge, line, payer; shape (surges,).
        line: Line of each, shape (surges,).
        most: Starts that a whole agreement gives in each period, shape (surges, periods).
        retention: Money of the case for holding all of it ready, shape (surges, periods + 1).
        call_cost: Money of the case per start, shape (surges, periods + 1).
    """

    frame: pl.DataFrame
    line: Ints
    most: Floats
    retention: Floats
    call_cost: Floats

    @cached_property
    def labels(self) -> list[str]:
        """Names of the agreements."""
        return self.frame.get_column("surge").to_list()


@dataclass(frozen=True)
class Reading:
    """How industry reads announcements.

    Attributes:
        options: Share of what ceilings leave uncalled that counts as ordered.
        targets: Share of targets not yet held that counts as ordered.
        held: Opening stock of whole items; nation, item, opening.
        cover: What counts towards what; nation, class, item, ratio.
    """

    options: float
    targets: float
    held: pl.DataFrame
    cover: pl.DataFrame


@dataclass(frozen=True)
class Operating:
    """How lines are run."""

    modes: Modes
    running: Running
    surges: Surges
    reading: Reading


def read_operating(
    case: Case, lines: Lines, options: Options, cover: pl.DataFrame, calendar: Calendar
) -> Operating:
    """Read how the lines of a case are run.

    Args:
        case: A case without faults.
        lines: Its lines.
        options: Its expansion options.
        cover: What counts towards what; nation, class, item, ratio.
        calendar: The periods.
    """
    modes = _modes(case, lines, calendar)
    surges = _surges(case, lines, calendar)
    running = _running(case, lines, most_starts(lines, options, modes, surges, calendar), calendar)
    return Operating(modes, running, surges, _reading(case, cover))


def most_starts(lines: Lines, options: Options, modes: Modes, surges: Surges, calendar: Calendar) -> Floats:
    """Most starts of each line and period with all that may add to them, shape (lines, periods).

    Args:
        lines: Lines.
        options: Expansion options.
        modes: Shift modes.
        surges: Surge agreements.
        calendar: The periods.
    """
    capacity = lines.capacity[:, None] * calendar.total(lines.open_months.astype(np.float64))
    grown = np.where(options.may_buy[:, :, None], options.months, 0.0).max(axis=1, initial=0.0)
    added = np.zeros_like(capacity)
    np.add.at(added, options.line, grown * options.capacity[:, None])
    called = np.zeros_like(capacity)
    np.add.at(called, surges.line, surges.most)
    hours = np.zeros_like(capacity)
    np.maximum.at(hours, modes.line, modes.hours)
    moded = np.zeros(len(capacity), dtype=np.bool_)
    moded[modes.line] = True
    per_start = np.where(moded, floats(lines.frame, "hours_per_start"), 1.0)[:, None]
    in_hours = np.where(moded[:, None], hours / per_start + added, np.inf)
    return np.minimum(capacity + added + called, in_hours)


def _modes(case: Case, lines: Lines, calendar: Calendar) -> Modes:
    frame = case.table("line_modes").sort("line", "mode")
    line = locate(frame, lines.frame, ["line"])
    open_months = calendar.total(lines.open_months.astype(np.float64))
    hours = floats(frame, "hours")[:, None] * open_months[line]
    monthly = floats(frame, "cost")[:, None] * _exchanged(case, frame, calendar)
    cost = monthly * np.append(calendar.length, 0.0)
    return Modes(frame.select("line", "mode", "payer"), line, hours, cost)


def _running(case: Case, lines: Lines, most: Floats, calendar: Calendar) -> Running:
    frame = lines.frame
    minimum, start_up = floats(frame, "minimum_rate"), floats(frame, "start_up_cost")
    open_months = calendar.total(lines.open_months.astype(np.float64))
    decides = ~(np.isnan(minimum) & np.isnan(start_up))
    least = np.nan_to_num(minimum)[:, None] * open_months
    cost = np.nan_to_num(start_up)[:, None] * _exchanged(case, frame, calendar)
    return Running(decides, least, most, lines.rate_now > 0, cost, frame.get_column("start_up_payer"))


def _surges(case: Case, lines: Lines, calendar: Calendar) -> Surges:
    frame = case.table("surges").sort("surge")
    line = locate(frame, lines.frame, ["line"])
    months = np.arange(calendar.months)
    held = months >= _first_months(frame.get_column("valid_from"), calendar, 0)[:, None]
    notice = np.nan_to_num(floats(frame, "notice_months"))[:, None]
    trigger = _first_months(frame.get_column("trigger"), calendar, calendar.months)[:, None]
    usable = held & (months >= trigger + notice) & lines.open_months[line]
    most = floats(frame, "capacity")[:, None] * calendar.total(usable.astype(np.float64))
    exchange = _exchanged(case, frame, calendar)
    retained = np.pad(calendar.total(held.astype(np.float64)), ((0, 0), (0, 1)))
    retention = floats(frame, "retention")[:, None] * exchange * retained
    call_cost = floats(frame, "call_cost")[:, None] * exchange
    return Surges(frame.select("surge", "line", "payer"), line, most, retention, call_cost)


def _reading(case: Case, cover: pl.DataFrame) -> Reading:
    shares = dict(case.table("assumptions").select("assumption", "value").iter_rows())
    options, targets = (float(shares.get(name) or 0.0) for name in _SHARES)
    held = case.table("holdings").group_by("nation", "item").agg(pl.col("quantity").sum().alias("opening"))
    return Reading(options, targets, held.sort("nation", "item"), cover)


def _first_months(column: pl.Series, calendar: Calendar, otherwise: int) -> Ints:
    """Months counted from the first of the plan, shape (rows,); ``otherwise`` where a cell is empty."""
    first = np.full(len(column), otherwise, dtype=np.int64)
    given = column.is_not_null().to_numpy()
    first[given] = month_numbers(column.drop_nulls()) - calendar.first
    return first


def _exchanged(case: Case, frame: pl.DataFrame, calendar: Calendar) -> Floats:
    """Money of the case for one of each row's currency in each period, shape (rows, periods + 1)."""
    known = {name: rate(case, name).in_periods(calendar) for name in frame.get_column("currency").unique()}
    rows = [known[name] for name in frame.get_column("currency")]
    return np.array(rows).reshape(len(frame), calendar.periods + 1)
