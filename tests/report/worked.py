"""Plans of worked cases, made once."""

from functools import cache

from jointstock import Plan, make_plan, open_case


@cache
def worked(name: str) -> Plan:
    """The plan of a worked case.

    Args:
        name: Name of its folder.
    """
    return make_plan(open_case(f"tests/cases/{name}"))
