"""What is replayed."""

from jointstock.simulation.network import Aims, Draws, Holding, Industry, Network, Outcome


def test_every_array_is_explained() -> None:
    """The docstring of each part names every array of it."""
    for part in (Industry, Holding, Aims, Draws, Outcome):
        told = str(part.__doc__).split("Attributes:")[1]
        assert all(name in told for name in part._fields)


def test_a_network_has_three_parts() -> None:
    """Industry, what nations hold, and targets."""
    assert Network._fields == ("industry", "holding", "aims")
