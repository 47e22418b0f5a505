"""The command on what makes industry build."""

import json

import pytest

from jointstock.cli.main import run

FIGURES = {"--cost": "30", "--margin": "50", "--firm": "40", "--uncertain": "60", "--probability": "0.5"}


def words(**changes: str) -> list[str]:
    """The command with its figures."""
    figures = FIGURES | {f"--{name}": figure for name, figure in changes.items()}
    return ["commitment", *(word for pair in figures.items() for word in pair)]


def test_commitment_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    """A row a promise, with what it builds, pays and costs, and the summary behind it."""
    assert run(words()) == 0
    text = capsys.readouterr().out
    row = next(line for line in text.splitlines() if line.startswith("│ take-or-pay"))
    assert [cell.strip() for cell in row.strip("│").split("│")][1:] == ["100", "0", "10", "300", "600", "30"]
    assert "if the producer reckons as assumed" in text


def test_commitment_as_a_document(capsys: pytest.CaptureFixture[str]) -> None:
    """The document has the figures of the worked case G02."""
    assert run([*words(), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["without"], document["built"]) == (40, 100)
    assert (document["take_or_pay"], document["grant"]) == (10, 5)
    assert (document["expected_cost"], document["expected_units"]) == (300, 30)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"probability": "1.5"}, "probability 1.5 is not between 0 and 1"),
        ({"cost": "-1"}, "cost -1.0 is no number from 0"),
        ({"firm": "nan"}, "firm nan is no number from 0"),
        ({"margin": "much"}, "--margin"),
    ],
)
def test_a_faulty_figure_is_refused(
    change: dict[str, str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A figure out of its range, or none at all, ends with 2 and is named."""
    assert run(words(**change)) == 2
    found = capsys.readouterr()
    assert found.out == ""
    assert told in found.err
