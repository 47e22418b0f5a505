"""The report as one page."""

import re
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest

from jointstock import Leximin, OptionError, Plan, make_plan, open_case, pareto
from jointstock.report.document import render, sections, write_report
from tests.report.tiny import tiny_case, tiny_plan
from tests.report.worked import worked

VOID = {"meta", "br", "img", "link", "input", "hr"}


class Outline(HTMLParser):
    """What a page is made of: elements, ids, and attributes that load something."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append(tag)
        values = dict(attrs)
        self.ids += [values["id"] or ""] if "id" in values else []
        self.targets += [values.get("href") or ""] if tag == "a" else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element without content."""
        self.elements.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Check that elements close in their order."""
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def plan() -> Plan:
    """The plan of the fictional case."""
    return make_plan(open_case("nordic-mini"))


@pytest.fixture(scope="module")
def page(plan: Plan) -> str:
    """Its report."""
    return render(plan)


def test_every_section_is_there(plan: Plan, page: str) -> None:
    """The sections stand in this order; those of which the plan has nothing are left out."""
    keys = [section.key for section in sections(plan)]
    kept = ["short", "closing", "parts", "order", "agree", "build", "give", "pay", "burden", "rests", "proof"]
    assert keys == kept
    places = [page.index(f'<section id="{key}"') for key in keys]
    assert places == sorted(places)


def test_every_exhibit_has_its_finding_and_its_table(plan: Plan, page: str) -> None:
    """A chart is followed by its table, folded; a finding is the heading of each."""
    for section in sections(plan):
        for exhibit in section.exhibits:
            figure = re.search(
                rf'<figure class="exhibit" id="{re.escape(exhibit.key)}".*?</figure>', page, re.DOTALL
            )
            assert figure is not None
            assert figure[0].count("<h3>") == 1
            assert ("<table>" in figure[0]) == bool(exhibit.sheet.rows)
            if "<svg" in figure[0]:
                assert "<details>" in figure[0]


def test_nothing_is_loaded_from_elsewhere(page: str) -> None:
    """No script, no frame, no image or style sheet from outside; addresses stand only in links."""
    outline = Outline(page)
    assert not {"script", "iframe", "img", "link", "object", "embed"} & set(outline.elements)
    bare = re.sub(r'<a href="[^"]*"[^>]*>[^<]*</a>', "", page)
    addresses = set(re.findall(r"https?://[^\s\"'<>)]+", bare))
    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert "url(http" not in page
    assert "@import" not in page
    assert "default-src 'none'" in page


def test_the_page_is_well_formed_and_its_ids_are_unique(page: str) -> None:
    """Elements close in order, no id twice, every link inside the page has its place."""
    outline = Outline(page)
    assert outline.open == []
    assert len(outline.ids) == len(set(outline.ids))
    assert {target[1:] for target in outline.targets if target.startswith("#")} <= set(outline.ids)


def test_landmarks_lead_through_the_page(page: str) -> None:
    """A header, a main part, navigation and a footer, one level-one heading and a way to skip."""
    elements = Outline(page).elements
    assert [elements.count(tag) for tag in ("header", "main", "nav", "footer", "h1")] == [1, 1, 1, 1, 1]
    assert 'class="skip" href="#main"' in page
    assert '<html lang="en">' in page


def test_drawings_are_named_for_those_who_do_not_see_them(page: str) -> None:
    """Every drawing has a role, a title and a description."""
    assert page.count("<svg") == page.count('role="img"') > 5
    assert page.count("<desc ") == page.count("<svg")


def test_soft_figures_are_marked_and_explained(page: str) -> None:
    """The marks stand in the tables, and the front page says what they mean."""
    assert '<span class="mark">‡</span>' in page
    assert "How sure is this?" in page
    assert "<strong>assumed</strong>" in page


def test_the_same_plan_gives_the_same_bytes(plan: Plan, page: str) -> None:
    """Rendering again changes nothing, whenever the plan was made."""
    later = {**plan.run, "volatile": {"started": "2031-01-01T00:00:00+00:00", "seconds": {"solve": 99.0}}}
    assert render(Plan(plan.case, later, plan.tables)) == page


def test_hostile_names_are_escaped(plan: Plan) -> None:
    """Markup in names of a case comes out as text; an address that is no web address is no link."""
    evil = "<script>alert(1)</script>"
    nations = plan.case.table("nations").with_columns(name=pl.lit(evil))
    sources = plan.case.table("sources").with_columns(url=pl.lit("javascript:alert(1)"), title=pl.lit(evil))
    case = plan.case.replace(nations=nations, sources=sources)
    page = render(Plan(case, plan.run, plan.tables))
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert 'href="javascript' not in page


def test_an_empty_plan_has_a_report() -> None:
    """A plan of nothing says so in every section."""
    page = render(tiny_plan(tiny_case()))
    assert "No nation of this case has a target." in page
    assert "Nothing is ordered." in page
    assert "<svg" not in page


@pytest.mark.parametrize("name", sorted(path.parent.name for path in Path("tests/cases").glob("*/case.toml")))
def test_every_worked_case_has_a_report(name: str) -> None:
    """Whatever a plan holds, its report is a page whose ids are unique and whose charts have tables."""
    made = worked(name)
    page = render(made)
    outline = Outline(page)
    assert outline.open == []
    assert len(outline.ids) == len(set(outline.ids))
    figures = re.findall(r'<figure class="exhibit".*?</figure>', page, re.DOTALL)
    assert all("<table>" in figure for figure in figures if "<svg" in figure)


def test_sections_of_agreements_industry_stock_fleets_and_instruments_come_where_the_plan_has_them() -> None:
    """Each worked case of a kind has the section of its kind."""
    kinds = {"A16": "agree", "A04": "run", "S02": "age", "T01": "fleets", "T03": "support"}
    for name, key in kinds.items():
        assert key in [section.key for section in sections(worked(name))]


def test_a_fair_plan_and_a_frontier_have_sections_of_their_own() -> None:
    """What fairness cost stands behind the bill, and the curve with the point of the plan behind that."""
    case = open_case("tests/cases/A10")
    plan, curve = make_plan(case, fairness=Leximin("shortfall")), pareto(case)
    keys = [section.key for section in sections(plan, curve)]
    assert keys[-4:] == ["fair", "money", "rests", "proof"]
    page = render(plan, curve)
    assert Outline(page).open == []
    assert 'id="price-of-fairness"' in page
    assert 'id="frontier"' in page


def test_a_frontier_of_another_case_is_refused(plan: Plan, tmp_path: Path) -> None:
    """Nothing is written where the frontier is not of the plan's case."""
    with pytest.raises(OptionError, match="another case"):
        write_report(plan, tmp_path / "plan.html", pareto(open_case("tests/cases/A10")))
    assert list(tmp_path.iterdir()) == []


def test_a_report_is_written_whole_or_not_at_all(plan: Plan, page: str, tmp_path: Path) -> None:
    """The page takes its name when it is complete; folders on the way are made; nothing else is left."""
    target = write_report(plan, tmp_path / "new" / "plan.html")
    assert target.read_text("utf-8") == page
    assert [path.name for path in target.parent.iterdir()] == ["plan.html"]
