import pytest

from jointstock.plans.findings import Finding, Findings


def finding(rule: str = "V1", severity: float = 1.0) -> Finding:
    return Finding(rule, "EE/shell", "2024-01", 2.0, 1.0, -1.0, f"{rule} is broken.", severity)


def test_findings_are_false_when_there_are_none() -> None:
    """No findings are false, one finding is true."""
    assert not Findings()
    assert Findings([finding()])


def test_the_worst_finding_stands_first() -> None:
    """Findings are sorted by their severity, then by the number of their rule."""
    found = Findings([finding("V10", 0.5), finding("V9", 0.5), finding("V12", 3.0)])
    assert [row.rule for row in found] == ["V12", "V9", "V10"]
    assert found[0].rule == "V12"
    assert len(found[1:]) == 2


def test_rules_are_counted_in_the_order_of_their_numbers() -> None:
    """Checked rows are listed by the number of the rule, not by its letters."""
    assert list(Findings(checked={"V10": 1, "V2": 3}).checked) == ["V2", "V10"]


def test_the_document_has_count_checked_and_findings() -> None:
    """The JSON object has the parts that are pinned, and no severity."""
    document = Findings([finding()], {"V1": 7}).document()
    assert document == {
        "count": 1,
        "checked": {"V1": 7},
        "findings": [
            {
                "rule": "V1",
                "object": "EE/shell",
                "period": "2024-01",
                "lhs": 2.0,
                "rhs": 1.0,
                "slack": -1.0,
                "text": "V1 is broken.",
            }
        ],
    }


@pytest.mark.parametrize(("count", "words"), [(0, "0 findings"), (1, "1 finding"), (12, "12 findings")])
def test_the_last_line_of_the_summary_says_how_many(count: int, words: str) -> None:
    """The summary ends with the number of findings."""
    assert Findings([finding()] * count, {"V1": 20}).summary().splitlines()[-1] == words


def test_the_table_has_a_row_for_each_finding() -> None:
    """The frame has a row for each finding and the columns of the document."""
    table = Findings([finding(), finding("V3")]).table()
    assert table.shape == (2, 7)
    assert Findings().table().shape == (0, 7)
