"""The list of mutants, and how one is put into a copy of the source."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
MODEL = Path("jointstock") / "model"
KINDS = ("sign", "index", "bound")


@dataclass(frozen=True)
class Mutant:
    """One small fault.

    Attributes:
        family: List in which it stands.
        name: Block and what goes wrong, such as `budgets-carry-counted-twice`.
        block: Module of the model.
        kind: `sign`, `index` (period, owner, missing sum or factor) or `bound` (limit, sense, decision).
        says: What the fault means, in a sentence.
        old: Text of the module.
        new: Text in its place.
    """

    family: str
    name: str
    block: str
    kind: str
    says: str
    old: str
    new: str

    def changed(self, text: str) -> str:
        """The text of the module with the fault.

        Raises:
            ValueError: The old text is not there exactly once, or the new one is the same.
        """
        found = text.count(self.old)
        if found != 1 or self.old == self.new:
            raise ValueError(f"{self.name}: the old text stands {found} times in {self.block}.py")
        return text.replace(self.old, self.new)


def read_mutants(folder: Path = HERE) -> list[Mutant]:
    """All mutants, in the order of the lists."""
    return [
        Mutant(path.stem, f"{row['block']}-{row.pop('name')}", **row)
        for path in sorted(folder.glob("*.toml"))
        for row in _table(path).get("mutant", [])
    ]


def read_plans(folder: Path = HERE) -> dict[str, list[str]]:
    """For each module of the model the tests of whole plans that meet it."""
    plans: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.toml")):
        plans |= _table(path).get("plans", {})
    return plans


def source(src: Path, block: str) -> Path:
    """Path of a module of the model below a folder of source, whichever room it is in."""
    (path,) = (src / MODEL).rglob(f"{block}.py")
    return path


def module(block: str) -> str:
    """Dotted name of a module of the model."""
    src = ROOT / "src"
    return ".".join(source(src, block).relative_to(src).with_suffix("").parts)


def unit_test(block: str) -> str:
    """Path of the unit tests of a module of the model."""
    src = ROOT / "src"
    room = source(src, block).parent.relative_to(src / MODEL)
    return (Path("tests/model") / room / f"test_{block}.py").as_posix()


def proofs_of(block: str, plans: dict[str, list[str]]) -> list[str]:
    """Tests that are run for a module: its own, its golden text among them, and those of whole plans."""
    own = unit_test(block)
    return [*([own] if (ROOT / own).exists() else []), *plans.get(block, [])]


def _table(path: Path) -> dict[str, list[dict[str, str]]]:
    return tomllib.loads(path.read_text("utf-8"))
