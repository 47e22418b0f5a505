"""Sources of generated cases."""

from jointstock.shapes.shape import S, make_case


def test_there_are_dozens_of_sources() -> None:
    """A case has returns of nations, budget plans, statements of firms, surveys and notices."""
    sources = make_case(S).table("sources")
    assert sources.height >= 24
    kinds = {name.split("-")[0] for name in sources["source"]}
    assert kinds == {"budget", "notice", "rule", "statement", "stocks", "survey"}


def test_every_source_is_used() -> None:
    """The sources are those that rows refer to."""
    case = make_case(S)
    named = {
        source
        for name in case.tables
        if name != "sources" and "source" in case.table(name).columns
        for source in case.table(name)["source"]
    }
    assert named == set(case.table("sources")["source"])


def test_holdings_rest_on_the_return_of_their_nation() -> None:
    """A holding of Aldmark is told by its stock return."""
    holdings = make_case(S).table("holdings")
    assert set(holdings.filter(nation="ALM")["source"]) == {"stocks-aldmark"}
