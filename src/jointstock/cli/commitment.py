"""The command on what makes industry build for orders that may not come."""

from typing import Annotated

from cyclopts import Parameter

from jointstock.analyses.commitment import commitment
from jointstock.cli.console import say, show_document, show_table
from jointstock.cli.options import AsJson
from jointstock.cli.outcomes import DONE


def show_commitment(
    *,
    cost: Annotated[float, Parameter(metavar="MONEY", help="Cost of a unit of capacity.")],
    margin: Annotated[
        float, Parameter(metavar="MONEY", help="What a unit of capacity earns over its life when it is used.")
    ],
    firm: Annotated[float, Parameter(metavar="UNITS", help="Units of capacity that firm orders fill.")],
    uncertain: Annotated[float, Parameter(metavar="UNITS", help="Units that further orders would fill.")],
    probability: Annotated[float, Parameter(metavar="SHARE", help="Probability that these come, 0 to 1.")],
    json: AsJson = False,
) -> int:
    """Show what makes industry build for orders that may not come.

    Two promises do the same: a payment for each unit left idle (take-or-pay),
    or a grant for each unit. Both cost the same in expectation; the payment
    falls due in full or not at all, the grant in any case. The answer holds
    for a producer that reckons as assumed; it is not a forecast. Money is in
    whatever unit it is given in.

    Example: jointstock commitment --cost 30 --margin 50 --firm 40 --uncertain 60 --probability 0.5
    """
    found = commitment(cost=cost, margin=margin, firm=firm, uncertain=uncertain, probability=probability)
    if json:
        show_document(found.document())
        return DONE
    table = found.table()
    show_table("What each promise builds and costs", table.columns, table.rows())
    say(found.summary())
    return DONE
