"""The command `jointstock`: its list of commands, and what an error costs.

The commands are registered by import string, so that `jointstock --help`
imports none of them and answers at once.
"""

import os
import sys
from collections.abc import Sequence
from importlib.metadata import version

from cyclopts import App, CycloptsError, Group

from jointstock.cli.console import document_of, explain, show_document
from jointstock.cli.outcomes import CANCELLED, DONE, FAULTY, NO_PLAN
from jointstock.errors import CaseError, JointstockError, PlanError

ABOUT = (
    "Joint plans for munitions: who is short of what, what to order from whom, what to build, and when "
    "the gap closes.\n\n"
    "A CASE is a folder of CSV or Parquet tables, or the name of a case that comes with jointstock. "
    "A plan is a folder too: tables, a summary in words, and all that is needed to check it."
)

EPILOGUE = """Start here:
  jointstock demo                              a bundled case from end to end
  jointstock new my-case --from nordic-mini    a small case of your own to edit
  jointstock check my-case                     every fault, each with a remedy
  jointstock plan my-case --out my-plan        the plan
  jointstock verify my-case my-plan            checked by independent code
  jointstock plan --help                       what a command takes

Exit: 0 done, 1 findings, 2 faulty input or options, 3 no plan, 130 cancelled.
Results go to stdout, progress to stderr; with --json each prints one document.
"""

BEGIN = Group("Begin", sort_key=1)
ASK = Group("Ask and plan", sort_key=2)
TRUST = Group("Check and show", sort_key=3)

COMMANDS: tuple[tuple[str, str, Group, str], ...] = (
    ("demo", "jointstock.cli.demo:demo", BEGIN, "Plan a bundled case from end to end."),
    ("cases", "jointstock.cli.cases:cases", BEGIN, "List the cases that come with jointstock."),
    ("new", "jointstock.cli.cases:new", BEGIN, "Write a case folder to edit."),
    (
        "generate",
        "jointstock.cli.generated:generate_case",
        BEGIN,
        "Write a synthetic case of a size, the same for the same seed.",
    ),
    ("check", "jointstock.cli.cases:check_case", BEGIN, "Find every fault of a case at once."),
    ("gaps", "jointstock.cli.asking:show_gaps", ASK, "Show who is short of what, month by month."),
    (
        "requirement",
        "jointstock.cli.asking:show_requirement",
        ASK,
        "Show what targets ask for, and what they are computed from.",
    ),
    (
        "diff-targets",
        "jointstock.cli.asking:show_target_changes",
        ASK,
        "Show what changes from one version of the targets to another.",
    ),
    ("plan", "jointstock.cli.planning:plan", ASK, "Make the joint plan of a case."),
    ("fairness", "jointstock.cli.goals:show_fairness", ASK, "Show what fairness between nations costs."),
    (
        "pareto",
        "jointstock.cli.goals:show_pareto",
        ASK,
        "Show what each further sum of money saves of the shortfall.",
    ),
    (
        "time-to-target",
        "jointstock.cli.goals:show_time_to_target",
        ASK,
        "Show how soon targets can be met for good.",
    ),
    (
        "burden",
        "jointstock.cli.goals:show_burden",
        ASK,
        "Show who pays which share of a plan, beside keys of burden-sharing.",
    ),
    (
        "chance",
        "jointstock.cli.chance:show_chance",
        ASK,
        "Show how likely each target is met, where a plan is carried out.",
    ),
    (
        "commitment",
        "jointstock.cli.commitment:show_commitment",
        ASK,
        "Show what makes industry build for orders that may not come.",
    ),
    (
        "why-not",
        "jointstock.cli.reasons:show_reasons",
        ASK,
        "Say why a target is not met in a plan, and the ways out.",
    ),
    (
        "ranges",
        "jointstock.cli.ranges:show_ranges",
        ASK,
        "Show how far the answer depends on assumed figures.",
    ),
    (
        "calendars",
        "jointstock.cli.calendars:show_calendars",
        ASK,
        "Show what a coarse calendar loses against months.",
    ),
    (
        "book",
        "jointstock.cli.book:show_book",
        ASK,
        "Show the order book, the call-offs and the payments of a plan.",
    ),
    ("verify", "jointstock.cli.reading:verify_plan", TRUST, "Check a plan by independent code."),
    ("certify", "jointstock.cli.reading:certify_plan", TRUST, "Prove how far from best a plan is."),
    ("report", "jointstock.cli.reading:report", TRUST, "Write a plan as one page to hand on."),
)


def build_app(words: Sequence[str] = ()) -> App:
    """Return the command line with every command registered by import string.

    Args:
        words: The words behind `jointstock`. The command that they name explains itself by its
            docstring; the others are listed by one line and need no import.
    """
    app = App(
        name="jointstock",
        help=ABOUT,
        help_epilogue=EPILOGUE,
        help_format="plaintext",
        group_parameters=Group("Options", sort_key=0),
        version=lambda: version("jointstock"),
        suppress_keyboard_interrupt=False,
        result_action="return_int_as_exit_code_else_zero",
    )
    app["--help"].group = app["--version"].group = Group("Also", sort_key=9)
    for number, (name, path, group, about) in enumerate(COMMANDS):
        listed = None if name in words else about
        app.command(path, name=name, group=group, help=listed, sort_key=number, help_epilogue="")
    return app


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: The words behind `jointstock`; those of the process if None.

    Returns:
        The exit code, one of those in `cli/outcomes.py`.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return int(build_app(words)(words, exit_on_error=False) or DONE)
    except CycloptsError as error:  # its text has been printed
        if "--json" in words:
            show_document({"error": str(error), "faults": []})
        return FAULTY
    except KeyboardInterrupt:
        explain("Cancelled.")
        return CANCELLED
    except BrokenPipeError:
        # The reader of our output has gone (a pipe into `head`): nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except (JointstockError, OSError, MemoryError) as error:
        return fail(error, as_json="--json" in words)


def fail(error: Exception, *, as_json: bool) -> int:
    """Say what went wrong, and return the exit code for it.

    Args:
        error: What was raised.
        as_json: Whether stdout also gets the error as a document.
    """
    text = "The memory of this machine is not enough." if isinstance(error, MemoryError) else str(error)
    explain(text)
    if as_json:
        faults = [document_of(fault) for fault in error.faults] if isinstance(error, CaseError) else []
        show_document({"error": text, "faults": faults})
    return NO_PLAN if isinstance(error, PlanError | MemoryError) else FAULTY
