"""Pages: their templates, and how a page is put in its place."""

from importlib.resources import files
from pathlib import Path

import jinja2

from jointstock.report.exhibits import SHOWN
from jointstock.report.words import mark

_TEMPLATES = files("jointstock.report") / "templates"


def put(page: str, path: str | Path) -> Path:
    """Put a page in its place, whole or not at all; folders on the way are made.

    Args:
        page: The page.
        path: Where it goes.

    Returns:
        Where it is.
    """
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".partial")
    partial.write_text(page, "utf-8")
    partial.replace(target)
    return target


def environment() -> jinja2.Environment:
    """Templates of the pages, and what they may call."""
    texts = {
        name: _TEMPLATES.joinpath(name).read_text("utf-8")
        for name in ("report.html", "exhibit.html", "frontier.html", "report.css")
    }
    environment = jinja2.Environment(
        loader=jinja2.DictLoader(texts),
        autoescape=lambda name: name is not None and name.endswith(".html"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"mark": mark}
    environment.globals |= {"SHOWN": SHOWN, "style": texts["report.css"]}
    return environment
