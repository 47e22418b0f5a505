"""The page on a framework's year: its commands, one after the other, in an empty folder."""

import re
import shlex
from pathlib import Path

import polars as pl
import pytest

from jointstock.cli.main import run

TEXT = Path("docs/explanation/framework-year.md").read_text(encoding="utf-8")


def commands() -> list[list[str]]:
    """The words of every command in a shell block of the page."""
    blocks = re.findall(r"```sh\n(.*?)```", TEXT, flags=re.DOTALL)
    return [shlex.split(line)[1:] for block in blocks for line in block.splitlines()]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which every command of the page was run."""
    folder = tmp_path_factory.mktemp("year")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert [words[0] for words in commands() if run(words) != 0] == []
    return folder


def test_every_command_of_the_page_works(place: Path) -> None:
    """The commands leave two books and a page of ranges."""
    books = [{path.name for path in (place / name).iterdir()} for name in ("my-book", "next-book")]
    assert books == [{"order-book.csv", "call-offs.csv", "payment-calendar.csv"}] * 2
    assert "<svg" in (place / "ranges.html").read_text("utf-8")


def test_call_offs_keep_the_terms_of_the_page(place: Path) -> None:
    """No call-off of rounds is above 1,500 units, and all of them keep below the ceiling of 20,000."""
    rounds = pl.read_csv(place / "my-book" / "call-offs.csv").filter(contract="ROUNDS")
    assert rounds["units"].max() <= 1500 + 1e-6  # type: ignore[operator]
    assert rounds["units"].sum() <= 20_000 + 1e-6


def test_signed_orders_stand_in_the_next_book(place: Path) -> None:
    """What was ordered up to March is ordered in the next plan too, edge by edge."""
    key = ["contract", "buyer", "recipient", "payer", "line", "item", "period"]
    first, following = (
        pl.read_csv(place / name / "order-book.csv")
        .filter(pl.col("period") <= "2025-03")
        .group_by(key)
        .agg(pl.col("quantity").sum())
        .sort(key)
        for name in ("my-book", "next-book")
    )
    joined = first.join(following, on=key, how="left")
    assert (joined["quantity_right"] >= joined["quantity"] - 1e-6).all()
