"""Pages and their templates."""

from pathlib import Path

import jinja2
import pytest

from jointstock.report.pages import environment, put


def test_a_page_is_put_whole(tmp_path: Path) -> None:
    """Folders on the way are made, an older page is replaced, and nothing else is left."""
    target = tmp_path / "new" / "page.html"
    put("old", target)
    assert put("new ×", target) == target
    assert target.read_text("utf-8") == "new ×"
    assert [path.name for path in target.parent.iterdir()] == ["page.html"]


def test_templates_escape_what_they_are_given() -> None:
    """Markup comes out as text in a page."""
    page = environment().get_template("exhibit.html")
    assert page.environment.autoescape("exhibit.html")  # type: ignore[operator]


def test_what_a_template_does_not_get_is_an_error() -> None:
    """A name that is missing does not come out as nothing."""
    with pytest.raises(jinja2.UndefinedError):
        environment().from_string("{{ missing }}").render()


def test_the_style_is_known_to_every_page() -> None:
    """Charts keep labels that are wider than expected, and scroll on a narrow screen."""
    style = str(environment().globals["style"])
    assert "overflow: visible" in style
    assert "max-width: 48rem" in style
