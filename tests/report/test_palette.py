"""Colours of the charts."""

from jointstock.report import palette


def test_colours_side_by_side_are_told_apart() -> None:
    """No two parts of a chart share a colour."""
    for colours in (palette.FILL, palette.YEARS, palette.PARTS, tuple(palette.KINDS.values())):
        assert len(set(colours)) == len(colours)


def test_ink_of_every_chart_is_turned_over_in_the_dark() -> None:
    """Axes, legends and titles use the ink and grid that the style sheet knows."""
    assert palette.STYLE["axis"]["labelColor"] == palette.INK
    assert palette.STYLE["axis"]["gridColor"] == palette.GRID
    assert palette.STYLE["legend"]["titleColor"] == palette.SOFT
