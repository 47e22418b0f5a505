"""Raw rows by the day they were known, and what each of them rests on."""

from __future__ import annotations

import calendar
import csv
import dataclasses
import re
from collections.abc import Mapping
from pathlib import Path

from converter.sources import Register

Row = dict[str, str]

RAW = Path(__file__).resolve().parent.parent / "raw"
CURATED_ON = "2023-06-14"  # the raw rows were chosen for this day
BEFORE = "2022-12-31"  # end of the last full year before it
SPREAD = (0.7, 1.3)  # plausible range of an assumed figure for which the raw row states none

_CLAUSE = re.compile(r"\s*;\s*|(?<=\w{3})(?<!incl)\.\s+")
_LATE = re.compile(
    r"later|published|outcome|printed|recalled, not looked up|after the day|20(2[4-9])"
    r"|3[01]\b 20|hindsight|late 2023|usual duration"
    r"|(jul|july|aug|sep|sept|oct|nov|dec)\w* 2023|2023-(0[7-9]|1[0-2])|\b(15|19|20) june|[PD]\d{4}",
    re.IGNORECASE,
)


def last_day(day: str) -> str:
    """Last day that a day, month or year can mean; nothing counts as known too early."""
    if len(day) == 4:
        return f"{day}-12-31"
    if len(day) == 7:
        year, month = int(day[:4]), int(day[5:])
        return f"{day}-{calendar.monthrange(year, month)[1]:02d}"
    return day


def known_on(text: str) -> str:
    """Day on which a raw row counts as known.

    A month or a year counts at its end, but not later than the day for which the raw rows were chosen, unless
    the whole month or year lies behind it.

    Args:
        text: ``known_on`` of a raw row: a day, a month, a year, or nothing.

    Returns:
        YYYY-MM-DD; the day of choice where nothing is stated.
    """
    digits = re.match(r"[\d-]*", text)[0]  # type: ignore[index]
    if not digits:
        return CURATED_ON
    return min(last_day(digits), CURATED_ON) if digits <= CURATED_ON else last_day(digits)


def clean(note: str) -> str:
    """Keep what a note says about the day itself.

    Args:
        note: Free words of a raw row.

    Returns:
        The clauses that speak of nothing behind the day, joined by '; '.
    """
    clauses = []
    for clause in _CLAUSE.split(re.sub(r"\(later vintage[^)]*\)", "", note)):
        text = re.sub(r"\([^()]*\)", lambda m: "" if _LATE.search(m[0]) else m[0], clause).strip(" .,;")
        text = text.replace("(", "").replace(")", "") if text.count("(") != text.count(")") else text
        if text and not _LATE.search(text):
            clauses.append(re.sub(r"\s+", " ", text))
    return "; ".join(clauses)


@dataclasses.dataclass(frozen=True)
class Raw:
    """Raw rows as they could be known on a day.

    Args:
        day: The as-of day, YYYY-MM-DD.
        sources: Register of the sources that rows name.
    """

    day: str
    sources: Register

    @property
    def latest(self) -> str:
        """Last day that a source of the day may be dated; a month of the day itself counts as over."""
        return last_day(self.day[:7]) if self.day == CURATED_ON else self.day

    def rows(self, name: str, *, structural: bool = False) -> list[Row]:
        """Rows of a raw file that could be known.

        A cited or derived row stays if it was known by the day; a row that was set by hand stays, because it
        can be set by hand on any day from what was known then.

        Args:
            name: Name of the file without suffix.
            structural: Whether the rows speak of structure, which may be printed later.

        Returns:
            The rows, in the order of the file.
        """
        with (RAW / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            found = list(csv.DictReader(file))
        return [row for row in found if structural or self._known(row)]

    def _known(self, row: Row) -> bool:
        day = known_on(row.get("known_on", ""))
        return day <= self.day or row["basis"] in ("assumed", "synthetic")

    def stamp(self, row: Row, figure: float | None = None, *, structural: bool = False) -> dict[str, object]:
        """What a row of the case rests on: the columns that every table carries.

        Args:
            row: The raw row.
            figure: Value of the table's figure; it gives low and high where the basis is assumed.
            structural: Whether the row speaks of structure. Its sources may be printed later; it then carries
                the end of the last full year and ``vintage`` later.

        Returns:
            source, basis, known_on, vintage, low, high, reason and note.
        """
        keys = self.sources.keys(row.get("source", ""))
        late = [key for key in keys if self.sources.printed(key) > self.day]
        kept = keys if structural else [key for key in keys if key not in late]
        for key in kept:
            self.sources.use(key)
        basis = row["basis"]
        words = clean(row.get("note", ""))
        if basis in ("cited", "derived") and not kept:
            basis = "assumed"
            words = words or "the page was not at hand when the rows were collected"
        day = known_on(row.get("known_on", ""))
        behind = day > self.day
        stamp: dict[str, object] = {
            "source": ";".join(kept),
            "basis": basis,
            "known_on": (BEFORE if structural else self.day) if behind else day,
            "vintage": "later" if structural and (late or behind) else None,
        }
        if structural and late and not behind:
            stamp["known_on"] = min(f"{day[:4]}-12-31", BEFORE)
        if basis == "assumed":
            return stamp | judged(figure, words or "nothing public on the day; set by hand", row)
        return stamp | {"note": words}

    def rule(self, key: str, basis: str = "synthetic", **more: object) -> dict[str, object]:
        """What a row made by one of the case's own rules rests on.

        Args:
            key: Key of the rule or of another source.
            basis: Basis of the row.
            **more: Further common columns, such as ``note``.

        Returns:
            The common columns.
        """
        return {"source": self.sources.use(key), "basis": basis, "known_on": self.day} | more

    def by_hand(self, figure: float | None, reason: str, *keys: str, **more: object) -> dict[str, object]:
        """What a row that was set by hand for the case rests on.

        Args:
            figure: Value of the table's figure, or None where it has none.
            reason: Why it was set so.
            *keys: Sources that it leans on.
            **more: Further common columns, which win.

        Returns:
            The common columns.
        """
        source = ";".join(
            self.sources.use(key) for key in keys if last_day(self.sources.printed(key)) <= self.latest
        )
        return {"source": source, "basis": "assumed", "known_on": self.day} | judged(figure, reason) | more


def judged(figure: float | None, reason: str, row: Mapping[str, str] | None = None) -> dict[str, object]:
    """Range and reason of an assumed figure.

    Args:
        figure: The value, or None where the table has no figure.
        reason: Why the value was set so.
        row: Raw row with its own ``low`` and ``high``, if it has them.

    Returns:
        low, high and reason.
    """
    stated = {name: row[name] for name in ("low", "high") if row and row.get(name)}
    if figure is None:
        return {"reason": reason}
    low, high = (figure * share for share in SPREAD)
    return {"low": float(stated.get("low", low)), "high": float(stated.get("high", high)), "reason": reason}


def worded(stamp: dict[str, object], *words: str) -> dict[str, object]:
    """Add words to what a row rests on: to its reason if it is assumed, else to its note.

    Args:
        stamp: The common columns.
        *words: What to add; empty words are left out.

    Returns:
        The common columns with the words.
    """
    where = "reason" if stamp["basis"] == "assumed" else "note"
    before = stamp.get(where)
    return stamp | {where: "; ".join(part for part in (str(before or ""), *words) if part)}


def number(text: str) -> float:
    """A raw cell as a number.

    Args:
        text: Digits with an optional decimal point.

    Returns:
        The number.

    Raises:
        ValueError: If the cell is empty or no number.
    """
    return float(text)
