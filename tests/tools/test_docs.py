"""Reference pages: what docstrings become, and links that lead nowhere."""

from pathlib import Path

from jointstock.facts.dictionary import DICTIONARY
from tools.docs import (
    SOURCE,
    broken_links,
    column_row,
    dictionary_page,
    formulation_page,
    grid,
    help_text,
    plan_page,
    stale_pages,
    to_markdown,
)

DOCSTRING = """For every n::

    a[n] = b[n]
      + c[n]

The ``a`` is free.

======  =========
symbol  meaning
======  =========
a       the first
b       the second
======  =========

Rows: ``rule[n]``."""


def test_a_literal_block_becomes_code() -> None:
    """What follows a double colon is fenced, with its inner indentation kept."""
    assert "For every n:\n\n```text\na[n] = b[n]\n  + c[n]\n```" in to_markdown(DOCSTRING)


def test_a_simple_table_becomes_a_grid() -> None:
    """A table ruled by equals signs becomes a Markdown table."""
    assert "| symbol | meaning |\n| --- | --- |\n| a | the first |\n| b | the second |" in to_markdown(
        DOCSTRING
    )


def test_double_ticks_become_single() -> None:
    """Names in double ticks are names in single ticks."""
    assert "The `a` is free." in to_markdown(DOCSTRING)


def test_bars_in_cells_are_escaped() -> None:
    """A bar inside a cell does not end it."""
    assert grid(["a"], [["x|y"]]).splitlines()[-1] == "| x\\|y |"


def test_a_block_has_a_section_and_the_room_has_none(tmp_path: Path) -> None:
    """Each block is a section; what describes the room of blocks is not."""
    (tmp_path / "rule.py").write_text(f'"""Rule: what it says.\n\n{DOCSTRING}\n"""\n')
    (tmp_path / "__init__.py").write_text('"""The room."""\n')
    page = formulation_page(tmp_path)
    assert "## Rule: what it says\n" in page
    assert "The room" not in page


def test_every_block_of_the_model_names_its_rows_on_the_page() -> None:
    """The formulation has a section for each block, with an equation, a table of symbols and its rows."""
    blocks = {path.name for path in (SOURCE / "model" / "blocks").glob("*.py")} - {"__init__.py"}
    sections = formulation_page(SOURCE / "model" / "blocks").split("\n## ")[1:]
    assert {section.split("`")[1].removeprefix("model/blocks/") for section in sections} == blocks
    for section in sections:
        assert "```text" in section, section
        assert "| symbol |" in section, section
        assert "Rows:" in section, section


def test_every_column_of_the_dictionary_is_on_the_page() -> None:
    """Each table has a section, and each of its columns a row."""
    page = dictionary_page(DICTIONARY.tables.values())
    for name, table in DICTIONARY.tables.items():
        section = page.split(f"\n## {name}\n")[1].split("\n## ")[0]
        for column in table.columns:
            assert f"| `{column.name}` |" in section


def test_a_column_tells_choices_bounds_and_references() -> None:
    """The words on a column end with what it refers to, allows and is bounded by."""
    columns = DICTIONARY.tables["compatibility"].by_name
    assert column_row(columns["nation"])[3].endswith("Refers to `nations.nation`, or `*`.")
    assert column_row(columns["state"])[3].endswith(
        "One of `none`, `data_needed`, `interchangeable`, `common`."
    )
    assert column_row(columns["ratio"])[3].endswith("Above 0.")


def test_plan_tables_have_sections() -> None:
    """A table of a plan is a section with its columns."""
    page = plan_page({"t": {"about": "What it is.", "columns": [{"name": "c", "type": "id"}]}})
    assert "## t\n\nWhat it is.\n\n| column | type | unit |" in page


def test_help_is_as_printed() -> None:
    """The page on commands shows what --help prints, without colours."""
    text = help_text(["check"])
    assert text.startswith("Usage: jointstock check")
    assert "\x1b" not in text


def test_a_link_to_nothing_is_found(tmp_path: Path) -> None:
    """A relative link to a file that is not there is named; addresses and code are left alone."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "page.md").write_text(
        "[there](page.md#part) [gone](gone.md) [out](https://example.org)\n```\n[no](link.md)\n```\n"
    )
    assert broken_links(tmp_path) == ["docs/page.md: gone.md is not there"]


def test_a_stale_page_is_found(tmp_path: Path) -> None:
    """A page that differs from what would be written, and one that nothing writes, are named."""
    folder = tmp_path / "docs" / "reference"
    folder.mkdir(parents=True)
    (folder / "a.md").write_text("old")
    (folder / "left.md").write_text("left")
    found = stale_pages(tmp_path, {Path("docs/reference/a.md"): "new"})
    assert [text.split(" is ")[0] for text in found] == ["docs/reference/a.md", "docs/reference/left.md"]
