from __future__ import annotations

import csv
import itertools
import re
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from jointstock.facts.case import Case
from jointstock.files.folder import open_case, read_case
from tests.data.steady_month import full_rounds

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "data" / "allies-2023-06" / "convert.py"
BUNDLED = ROOT / "src" / "jointstock" / "cases" / "allies-2023-06"
DAY = "2023-06-14"
SECTION_AFTER = "## The synthetic rule for targets and holdings"
AFTER = re.compile(
    r"\b(July|Aug|August|Sept|September|Oct|October|Nov|November|Dec|December) 2023\b"
    r"|2023-(0[7-9]|1[0-2])-\d\d"
    r"|\b(15|19|20) June\b|later vintage|hindsight|outcome|turned out|printed in 20|published in 20",
    re.IGNORECASE,
)
ALLIANCE = [
    "AL",
    "BE",
    "BG",
    "CA",
    "CZ",
    "DE",
    "DK",
    "EE",
    "ES",
    "FI",
    "FR",
    "GB",
    "GR",
    "HR",
    "HU",
    "IS",
    "IT",
    "LT",
    "LU",
    "LV",
    "ME",
    "MK",
    "NL",
    "NO",
    "PL",
    "PT",
    "RO",
    "SI",
    "SK",
    "TR",
    "US",
    "SE",
    "CH",
    "AU",
    "CN",
]
EUROPE = [nation for nation in ALLIANCE if nation not in ("CA", "TR", "US")]
TIERS = ("nitrocellulose", "powder", "charge_module_set", "155mm_round")


@pytest.fixture(scope="module")
def allies() -> Case:
    return open_case("allies-2023-06")


def _convert(out: Path, day: str = DAY) -> None:
    command = [sys.executable, str(SCRIPT), "--as-of", day, "--out", str(out)]
    subprocess.run(command, check=True, capture_output=True)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _held_by_class(case: Case) -> pl.DataFrame:
    cover = case.compatibility.frame.filter(
        (pl.col("platform") == "") & pl.col("state").is_in(["interchangeable", "common"])
    )
    pairs = cover.select("item", "class", "nation")
    every = pairs.filter(pl.col("nation") == "*").drop("nation")
    held = case.holdings.frame.select("nation", "item", "quantity")
    own = held.join(pairs, on=["nation", "item"])
    general = held.join(every, on="item")
    both = pl.concat(
        [own.select("nation", "class", "quantity"), general.select("nation", "class", "quantity")]
    )
    return both.group_by("nation", "class").agg(pl.col("quantity").sum().alias("held"))


def _short(case: Case) -> pl.DataFrame:
    wanted = case.targets.frame.filter(pl.col("version") == case.settings.target_version)
    pairs = wanted.join(_held_by_class(case), on=["nation", "class"], how="left")
    fill = pl.col("held").fill_null(0.0) / pl.col("quantity")
    return pairs.with_columns(fill.alias("fill"))


def test_the_script_reproduces_the_bundled_case_byte_for_byte(tmp_path: Path) -> None:
    """The script in the repository writes exactly the files that are bundled."""
    _convert(tmp_path)
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    bundled = {path.name: path.read_bytes() for path in BUNDLED.iterdir() if path.is_file()}
    assert written == bundled


def test_the_bundled_case_has_no_fault() -> None:
    """The bundled case is free of faults."""
    _, faults = read_case(BUNDLED)
    assert faults == ()


def test_an_earlier_day_leaves_out_what_was_not_known(tmp_path: Path) -> None:
    """On an earlier day the script uses only rows that were known by then."""
    _convert(tmp_path, "2023-03-31")
    known = [row["known_on"] for path in tmp_path.glob("*.csv") for row in _rows(path) if "known_on" in row]
    assert max(known) <= "2023-03-31"
    assert len(_rows(tmp_path / "expansions.csv")) < len(_rows(BUNDLED / "expansions.csv"))


def test_the_targets_rule_gives_the_raw_targets() -> None:
    """The rule restated in the repository gives the curated targets and holdings number by number."""
    code = (
        "import csv, sys; sys.path.insert(0, sys.argv[1]);"
        "from converter.targets_rule import needs;"
        "made = {(n.version, n.nation, n.name): (float(n.target), float(n.holding)) for n in needs()};"
        "rows = list(csv.DictReader(open(sys.argv[2], encoding='utf-8')));"
        "raw = {(r['version'], r['nation'], r['class']): (float(r['target']), float(r['holding']))"
        " for r in rows};"
        "sys.exit(made != raw)"
    )
    folder = SCRIPT.parent
    found = subprocess.run(
        [sys.executable, "-c", code, str(folder), str(folder / "raw" / "targets.csv")], check=False
    )
    assert found.returncode == 0


def test_nothing_speaks_of_what_came_after_the_day() -> None:
    """No text of the bundled case speaks of anything after the day, but for the section on the rule."""
    readme = (BUNDLED / "README.md").read_text(encoding="utf-8")
    before, _, rest = readme.partition(SECTION_AFTER)
    texts = [before, rest[rest.index("\n## ") :], (BUNDLED / "case.toml").read_text(encoding="utf-8")]
    for path in sorted(BUNDLED.glob("*.csv")):
        words = [
            cell
            for row in _rows(path)
            for column, cell in row.items()
            if column
            in ("name", "reason", "note", "title", "publisher", "earmark", "basket", "forum", "firm", "owner")
        ]
        texts.extend(words)
    assert [text for text in texts if AFTER.search(text)] == []


def test_later_print_is_marked_and_speaks_of_structure(allies: Case) -> None:
    """A source printed after the day stands only in rows marked as later, never behind a deal or a stock."""
    late = set(allies.sources.frame.filter(pl.col("published_on").str.slice(0, 10) > DAY)["source"])
    assert late
    for name, frame in allies.tables.items():
        if name == "sources":
            continue
        resting = frame.filter(
            pl.col("source").str.split(";").list.eval(pl.element().is_in(list(late))).list.any()
        )
        assert resting.filter(pl.col("vintage").fill_null("") != "later").height == 0, name
        if name in ("holdings", "orders", "contracts", "pledges", "lines", "budgets", "targets"):
            assert resting.height == 0, name


def test_europe_and_north_america_make_what_was_told(allies: Case) -> None:
    """Full rounds a month lie inside the public sums: 20-30 thousand in Europe, 14-20 thousand in the US."""
    imports = ("tnt", "black_powder")
    for column in ("rate_now", "capacity"):
        assert 20_000 <= full_rounds(allies, nations=EUROPE, column=column) <= 30_001
        america = full_rounds(allies, nations=("CA", "US"), column=column, imports=imports)
        canada = allies.lines.frame.filter(pl.col("line") == "lap-ca-repentigny")[column].item()
        assert 14_000 <= america - canada <= 20_000


def test_the_steady_month_of_all_allies(allies: Case) -> None:
    """All Allies and Switzerland together make 54,200 full rounds a month, limited by charge sets."""
    assert full_rounds(allies, nations=ALLIANCE, column="capacity") == pytest.approx(54_200, rel=0.002)
    more = allies.lines.frame.with_columns(
        capacity=pl.when(pl.col("item") == "charge_module_set")
        .then(pl.col("capacity") * 1.01)
        .otherwise("capacity")
    )
    assert full_rounds(allies.replace(lines=more), nations=ALLIANCE, column="capacity") > 54_300


def test_every_ally_but_iceland_takes_part(allies: Case) -> None:
    """Every Ally but Iceland has a target, a holding, use and a budget; Iceland has none of them."""
    nations = allies.nations.frame.filter(pl.col("role") == "ally")["nation"].to_list()
    assert len(nations) == 31
    for name, column in (
        ("targets", "nation"),
        ("holdings", "nation"),
        ("usage", "nation"),
        ("budgets", "payer"),
    ):
        have = set(allies.table(name)[column])
        assert [nation for nation in nations if nation not in have] == ["IS"], name


def test_shortage_is_wide_and_uneven(allies: Case) -> None:
    """At the start at least 60 pairs of nation and class are short, and fill differs widely."""
    short = _short(allies).filter(pl.col("fill") < 1.0)
    assert short.height >= 60
    assert short["fill"].n_unique() >= 25
    assert short["fill"].quantile(0.9) - short["fill"].quantile(0.1) > 0.3
    by_class = short.group_by("class").agg(pl.col("fill").mean())
    assert by_class["fill"].max() - by_class["fill"].min() > 0.3


def test_every_end_item_can_be_made_bought_and_is_wanted(allies: Case) -> None:
    """Every end item has a line, a contract and a target in at least five nations."""
    wanted = allies.targets.frame.filter(pl.col("version") == "v2")
    cover = allies.compatibility.frame.filter(pl.col("platform") == "")
    for item in allies.items.frame.filter(pl.col("kind") == "end")["item"]:
        assert allies.lines.frame.filter(pl.col("item") == item).height > 0, item
        assert allies.contract_prices.frame.filter(pl.col("item") == item).height > 0, item
        rows = cover.filter(pl.col("item") == item)
        nations = set(rows["nation"])
        targets = wanted.filter(pl.col("class").is_in(rows["class"].to_list()))
        takers = set(targets["nation"]) if "*" in nations else set(targets["nation"]) & nations
        assert len(takers) >= 5, item


def test_a_round_has_four_tiers(allies: Case) -> None:
    """Between nitrocellulose and the round stand powder and the charge, each made from the one before."""
    recipes = allies.recipes.frame
    for part, made in itertools.pairwise(TIERS):
        assert recipes.filter((pl.col("item") == made) & (pl.col("component") == part)).height > 0


def test_a_round_takes_ten_to_thirteen_months(allies: Case) -> None:
    """From steel to round with administration it takes 10 to 13 months, as was told of 2022."""
    leads = allies.line_leads.frame.join(allies.lines.frame.select("line", "item"), on="line")
    chain = ("shell_steel", "155mm_body", "155mm_lap", "155mm_round")
    months = sum(leads.filter(pl.col("item") == item)["months"].mode().min() for item in chain)
    rounds = allies.contract_prices.frame.filter(pl.col("item") == "155mm_round")["contract"]
    plain = allies.contracts.frame.filter(pl.col("contract").is_in(rounds.to_list()))["admin_months"]
    extra = allies.obstacles.frame.filter(pl.col("obstacle") == "nspa-admin")["months"].max()
    assert months + 3 == 10
    assert plain.min() == 3
    assert months + 3 + extra == 13


def test_classes_weigh_alike(allies: Case) -> None:
    """The weight of a unit of every class lies between 1e-4 and 100."""
    weights = 1.0 / allies.classes.frame["scale"]
    assert weights.min() >= 1e-4
    assert weights.max() <= 1e2


def test_what_is_owed_fits_the_budgets(allies: Case) -> None:
    """What falls due for open orders from outside stays below half of each payer's money in each year."""
    rates = dict(allies.rates.frame.select("rate", "value").iter_rows()) | {"EUR": 1.0}
    in_euro = pl.col("currency").fill_null("EUR").replace_strict(rates, return_dtype=pl.Float64)
    due = (
        allies.orders.frame.filter(pl.col("line").is_null())
        .with_columns(
            payer=pl.coalesce("payer", "buyer"),
            year=pl.col("due").str.slice(0, 4).cast(pl.Int64),
            bill=pl.col("quantity") * pl.col("price") * (1 - pl.col("paid_share")) * in_euro,
        )
        .group_by("payer", "year")
        .agg(pl.col("bill").sum())
    )
    inside = pl.when(pl.col("year") == 2023).then(0.5).otherwise(1.0)
    money = allies.budgets.frame.select("payer", "year", amount=pl.col("amount") * in_euro * inside)
    both = due.join(money, on=["payer", "year"], how="left")
    tight = both.filter(pl.col("bill") > 0.5 * pl.col("amount").fill_null(0.0))
    assert set(tight["payer"]) <= {"de-ua", "us-usai"}, tight  # may carry over all they have


def test_every_raw_obstacle_is_used_or_named(allies: Case) -> None:
    """A raw obstacle stands in the case or is named with its reason in the README."""
    raw = {row["obstacle"] for row in _rows(SCRIPT.parent / "raw" / "obstacles.csv")}
    readme = (BUNDLED / "README.md").read_text(encoding="utf-8")
    left = raw - set(allies.obstacles.frame["obstacle"])
    assert [name for name in sorted(left) if f"- `{name}`: " not in readme] == []


def test_ukraine_receives_by_gift_and_by_purchase(allies: Case) -> None:
    """Every item can be bought for Ukraine, and what may be given can be given to Ukraine."""
    to_ukraine = allies.contract_parties.frame.filter(
        (pl.col("role") == "recipient") & (pl.col("party") == "UA")
    )
    bought = set(allies.contract_prices.frame.join(to_ukraine, on="contract", how="semi")["item"])
    end_items = set(allies.items.frame.filter(pl.col("kind") == "end")["item"])
    assert bought == end_items | {"zuzana_2"}
    assert set(allies.lanes.frame["item"]) == end_items | {"archer", "120_mm_smoothbore_tanks"}
    givers = allies.holdings.frame.filter(pl.col("releasable") > 0)["nation"].n_unique()
    assert givers >= 25
