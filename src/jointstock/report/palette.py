"""Colours and look of all charts: told apart by the colour-blind, and turned over in the dark."""

from typing import Any

INK, SOFT, GRID, GAP = "#1f2933", "#52606d", "#d9dee3", "#fefefe"
ON_DARK, ON_LIGHT = "#fffffe", "#10161c"
BLUE, ORANGE = "#2b6cb0", "#d95f0e"
# From far below target (dark) to met (blue): orders by brightness too, so it prints in grey.
FILL = ("#7f2704", "#c8500a", "#f08b3c", "#f9bd84", "#fde5cb", "#8fb8de")
YEARS = ("#08306b", "#1c5c9c", "#3a88bd", "#6badd5", "#a5cde3", "#cfe1f2", "#e6eef7")
PARTS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#b8a800")
KINDS = {
    "orders open before the plan": "#8fb8de",
    "orders": "#2b6cb0",
    "expansions": "#e69f00",
    "transfers": "#009e73",
    "contract fees": "#cc79a7",
    "surge and running of lines": "#d55e00",
    "storage": "#8a94a0",
    "certifications": "#b8a800",
}
NEUTRAL, PALE = "#8a94a0", "#e4e8ec"
_LABELS = {"labelColor": INK, "titleColor": SOFT, "labelFontSize": 11, "titleFontSize": 11}
# One look for all: no frame, quiet grid, readable type. The table beside each chart speaks for it.
STYLE = {
    "font": "Liberation Sans, Arial, Helvetica, sans-serif",
    "background": "transparent",
    "aria": False,
    "view": {"stroke": None},
    "axis": {
        **_LABELS,
        "gridColor": GRID,
        "domainColor": GRID,
        "tickColor": GRID,
        "titleFontWeight": "normal",
        "labelLimit": 330,
    },
    "legend": {**_LABELS, "titleFontWeight": "normal", "labelLimit": 300},
    "title": {"color": INK, "subtitleColor": SOFT},
}

Chart = Any  # altair returns Any from most of its methods; every chart has to_dict
