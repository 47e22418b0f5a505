"""Commands that answer a question on a case or a plan."""

from typing import Annotated

from cyclopts import Parameter

from jointstock.analyses.gaps import gaps
from jointstock.cli.console import say, show_document, show_table
from jointstock.cli.options import AsJson
from jointstock.cli.outcomes import DONE
from jointstock.cli.subject import open_subject


def show_gaps(
    case: Annotated[str, Parameter(help="A case folder, the name of a bundled case, or a plan folder.")],
    /,
    *,
    nation: Annotated[str | None, Parameter(metavar="NATION", help="Only this nation, such as EE.")] = None,
    class_: Annotated[str | None, Parameter(name="--class", metavar="CLASS", help="Only this class.")] = None,
    json: AsJson = False,
) -> int:
    """Show who is short of what, month by month.

    Of a case: from the opening stock, the open orders and the planned use
    alone, before any plan. Of a plan: what the plan leaves short. `closes` is
    the first month from which the target stays covered, or never. A table
    of the largest shortfalls is shown; with both a nation and a class, every
    month.

    Example: jointstock gaps nordic-mini --nation XN
    """
    found = gaps(open_subject(case), nation=nation, class_=class_)
    if json:
        show_document(found.document())
        return DONE
    table = found.closing() if nation is None or class_ is None else found.rows.drop("nation", "class")
    show_table(f"Short of target, as of {found.as_of}", table.columns, table.rows())
    say(found.summary())
    return DONE
