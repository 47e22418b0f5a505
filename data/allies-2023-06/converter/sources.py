"""Keys of sources: a row of the fact files keeps its number, a page found later gets a name of its own."""

from __future__ import annotations

import csv
import re
from pathlib import Path

_NUMBER = re.compile(r"\b[PD]\d{4}\b")
_ADDRESS = re.compile(r"https?://\S+")
_OFFICIAL = (
    "nato", "eda", "nspa", "us army", "us department", "ndia", "commission", "bundes", "assemblee",
    "ministry", "mod", "army recognition", "european", "council", "kiel",
)  # fmt: skip

OWN = {
    "rule-targets": ("The rule for national targets and holdings", "rule"),
    "rule-spread": ("The rule that spreads holdings over nations", "rule"),
    "rule-use": ("The rule for use in training", "rule"),
    "rule-floors": ("The rule for floors and for what may be given away", "rule"),
    "rule-order-book": ("The rule for work in hand and order books of the lines", "rule"),
    "rule-in-process": ("The rule for parts in hand at industry", "rule"),
    "rule-scale": ("The rule for the scale of a class", "rule"),
    "members": ("Public lists of members: NATO, EU, EDA arrangement, LBDM", "official"),
}


def _kind(publisher: str) -> str:
    low = publisher.lower()
    if "kiel" in low:
        return "dataset"
    if low == "memory":
        return "own work"
    return "official" if any(low.startswith(word) for word in _OFFICIAL) else "press"


def _slug(text: str) -> str:
    words = re.findall(r"[a-z0-9]+", re.sub(r"\(.*", "", text).lower())
    return "-".join(words[:3])


class Register:
    """Every source that a raw row may name, and which of them the case uses.

    Args:
        raw: Folder of the raw files.
        day: The as-of day.
    """

    def __init__(self, raw: Path, day: str) -> None:
        self._rows: dict[str, dict[str, str]] = {}
        self._by_address: dict[str, str] = {}
        self._used: set[str] = set()
        self._structure = {row["id"] for row in _read(raw / "structure.csv")}
        for name in ("facts-to-2023-06-14", "structure"):
            for row in _read(raw / f"{name}.csv"):
                self._rows[row["id"]] = {
                    "publisher": row["source_publisher"],
                    "title": row["source_title"],
                    "url": row["source_url"],
                    "published_on": row["published_on"],
                    "kind": _kind(row["source_publisher"]),
                }
        for row in _read(raw / "sources_new.csv"):
            self._add_page(row)
        for key, (title, kind) in OWN.items():
            self._rows[key] = {
                "publisher": "jointstock" if kind == "rule" else "NATO, EU and EDA",
                "title": title,
                "url": "",
                "published_on": day,
                "kind": kind,
            }

    def _add_page(self, row: dict[str, str]) -> None:
        digits = re.match(r"[\d-]*", row["date"])[0]  # type: ignore[index]
        key = "-".join(part for part in (_slug(row["publisher"]), digits) if part)
        while key in self._rows:
            key += "b"
        self._rows[key] = {
            "publisher": row["publisher"],
            "title": row["title"],
            "url": row["url"],
            "published_on": digits,
            "kind": _kind(row["publisher"]),
        }
        self._by_address[row["url"]] = key

    def keys(self, text: str) -> list[str]:
        """Keys of the sources that a raw cell names and that the raw files hold.

        Args:
            text: Numbers of facts and written-out pages, in any order.

        Returns:
            The keys, each once, in the order of the text.
        """
        numbers = [key for key in _NUMBER.findall(text) if key in self._rows]
        pages = [self._by_address.get(address.rstrip(";,")) for address in _ADDRESS.findall(text)]
        return list(dict.fromkeys(numbers + [page for page in pages if page is not None]))

    def printed(self, key: str) -> str:
        """Day of publication of a source.

        Args:
            key: Key of the source.

        Returns:
            A day, month or year; "" where it is not known, and a day behind all days for a row of structure
            of which that is not known.
        """
        return self._rows[key]["published_on"] or ("9999" if key in self._structure else "")

    def use(self, key: str) -> str:
        """Note that the case uses a source.

        Args:
            key: Key of the source.

        Returns:
            The same key.

        Raises:
            KeyError: If there is no such source.
        """
        self._rows[key]
        self._used.add(key)
        return key

    def rows(self) -> list[dict[str, object]]:
        """Rows of ``sources.csv``: the sources that the case uses."""
        return [{"source": key, **self._rows[key]} for key in sorted(self._used)]


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
