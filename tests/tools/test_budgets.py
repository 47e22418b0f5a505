"""Budgets: each rule on a few lines of source that keep it and a few that break it."""

import textwrap
from pathlib import Path

import pytest

from tools import budgets
from tools.budgets import Budget, Module, measure, read_modules, render


def module_of(source: str, name: str = "jointstock.room.thing") -> Module:
    """Make a module from its source."""
    path = Path("src", *name.split(".")).with_suffix(".py")
    text = textwrap.dedent(source).lstrip("\n")
    return Module(name, path, text, budgets.ast.parse(text))


CLEAN = '''
    """A module."""

    def double(value: int, *, twice: bool = False) -> int:
        """Return twice the value."""
        return value * 4 if twice else value * 2
    '''


@pytest.mark.parametrize("rule", budgets.RULES.values(), ids=budgets.RULES)
def test_clean_source_breaks_no_rule(rule: budgets.Rule) -> None:
    """A module with docstrings, annotations and a keyword-only flag keeps every rule."""
    assert list(rule(module_of(CLEAN))) == []


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        ("public objects without a docstring", '"""M."""\ndef f() -> None:\n    pass\n'),
        ("public objects without a docstring", "A = 1\n"),
        (
            "public objects without a docstring",
            '"""M."""\nclass A:\n    """A."""\n    def f(self) -> int:\n        return 1\n',
        ),
        ("public functions without annotations", '"""M."""\ndef f(a) -> None:\n    """F."""\n'),
        ("public functions without annotations", '"""M."""\ndef f(a: int):\n    """F."""\n'),
        ("positional booleans", '"""M."""\ndef _f(a: int, deep: bool = False) -> None:\n    pass\n'),
        ("handlers that catch everything", "try:\n    pass\nexcept:\n    pass\n"),
        ("handlers that catch everything", "try:\n    pass\nexcept Exception:\n    pass\n"),
        ("print outside the command line", "print(1)\n"),
        ("comments that promise work", "a = 1  # TODO: more\n"),
        ("imports inside functions", "def f():\n    import os\n"),
    ],
)
def test_each_rule_finds_its_breach(rule: str, source: str) -> None:
    """A line that breaks a rule is found by it, with its place."""
    (found,) = budgets.RULES[rule](module_of(source))
    assert found.startswith("src/jointstock/room/thing.py:")


def test_a_promise_that_names_an_issue_is_allowed() -> None:
    """A comment that names the issue it waits for is no breach."""
    assert list(budgets.unfinished(module_of("a = 1  # TODO(#12): more\n"))) == []


def test_print_is_allowed_in_the_command_line() -> None:
    """The command line may print."""
    assert list(budgets.prints(module_of("print(1)\n", "jointstock.cli.console"))) == []


def test_a_vague_name_is_refused() -> None:
    """A module named utils confesses that the cut was not found."""
    assert list(budgets.refused_names(module_of(CLEAN, "jointstock.room.utils"))) == [
        "src/jointstock/room/utils.py"
    ]


def test_code_lines_leave_out_words_and_blanks() -> None:
    """A function of two code lines stays so with a docstring, a comment and a blank line."""
    source = module_of('''
        def f() -> int:
            """Words.

            More words.
            """
            # a reason

            a = 1
            return a
        ''')
    (function,) = source.functions
    assert budgets.code_lines(function, budgets.lines_with_code(source.text)) == 2


def test_parameters_leave_out_self() -> None:
    """A method with two parameters beside self has two."""
    source = module_of("class A:\n    def f(self, a: int, *, b: int) -> None:\n        pass\n")
    assert len(budgets.parameters(source.functions[0])) == 2


def test_a_cycle_of_imports_is_named() -> None:
    """Three modules that import each other in a ring are one cycle; one that only leads into it is none."""
    ring = [
        module_of("from jointstock.b import x\n", "jointstock.a"),
        module_of("import jointstock.c\n", "jointstock.b"),
        module_of("from jointstock import a\n", "jointstock.c"),
        module_of("from jointstock import a\n", "jointstock.d"),
    ]
    assert budgets.import_cycles(ring) == ["jointstock.a <-> jointstock.b <-> jointstock.c"]


def test_long_function_breaks_its_budget() -> None:
    """A function of 61 code lines is over the limit of 60, and is named."""
    body = "".join(f"    a{number} = {number}\n" for number in range(61))
    found = {
        budget.name: budget for budget in budgets.function_sizes([module_of(f"def f() -> None:\n{body}")])
    }
    longest = found["function, most code lines"]
    assert longest.value == 61
    assert not longest.kept
    assert longest.worst[0].endswith("f 61")


def test_the_90th_percentile_spares_a_tenth() -> None:
    """Of ten functions one may be long: the percentile is that of the second longest."""
    long = "def long() -> None:\n" + "".join(f"    a{number} = 1\n" for number in range(40))
    short = "".join(f"def f{number}() -> None:\n    return None\n" for number in range(9))
    ninetieth = next(budgets.function_sizes([module_of(long + short)]))
    assert ninetieth.value == 1


def test_every_module_needs_a_test_file(tmp_path: Path) -> None:
    """A module without a test file and a test file without a module are both named."""
    for path, text in {
        "src/jointstock/__init__.py": "",
        "src/jointstock/room/thing.py": "",
        "src/jointstock/room/other.py": "",
        "tests/room/test_thing.py": "",
        "tests/room/test_gone.py": "",
        "tests/golden/test_rows.py": "",
        "tests/test_whole.py": "",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    found = budgets.unmirrored(read_modules(tmp_path, "src"), read_modules(tmp_path, "tests"))
    assert found == ["tests/room/test_other.py is missing", "tests/room/test_gone.py tests no module"]


def test_a_test_needs_a_sentence() -> None:
    """A test without a docstring is named; a function that is no test needs none."""
    source = module_of("def test_a() -> None:\n    pass\ndef make() -> None:\n    pass\n", "room.test_thing")
    assert [place.rsplit(" ", 1)[-1] for place in budgets.tests_without_docstring(source)] == ["test_a"]


def test_the_table_names_what_is_broken() -> None:
    """A broken budget is marked and followed by the places to look at."""
    text = render([Budget("kept", 1, 2), Budget("share", 1, 1.5, at_least=True, worst=("here",))])
    assert text.splitlines()[1].endswith("<= 2")
    assert text.splitlines()[2].endswith("BROKEN")
    assert text.splitlines()[3].strip() == "here"


def test_a_table_is_measured_for_an_empty_house() -> None:
    """Without modules and tests every size is zero and only the share of tests is broken."""
    assert [budget.name for budget in measure([], []) if not budget.kept] == ["tests : code, lines"]


def test_main_returns_one_where_a_budget_is_broken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The exit code is 1 for a house without tests, and the table is printed."""
    (tmp_path / "src" / "jointstock").mkdir(parents=True)
    (tmp_path / "src" / "jointstock" / "thing.py").write_text(textwrap.dedent(CLEAN).lstrip("\n"))
    assert budgets.main(tmp_path) == 1
    assert "BROKEN" in capsys.readouterr().out
