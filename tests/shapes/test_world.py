"""What is drawn once for every table of a generated case."""

import numpy as np

from jointstock.shapes.shape import M, S
from jointstock.shapes.world import draw_world


def test_every_item_has_a_line() -> None:
    """Each end item and each part is made somewhere."""
    world = draw_world(S, np.random.default_rng(1))
    assert set(world.line_item.tolist()) == set(range(S.ends + S.components))


def test_nations_are_unequal() -> None:
    """The largest Ally wants several times what the median one wants."""
    world = draw_world(M, np.random.default_rng(1))
    assert world.share.max() > 2 * np.median(world.share)
    assert world.share.sum() == 1 or abs(world.share.sum() - 1) < 1e-12


def test_each_class_is_used_by_two_allies() -> None:
    """No class stands without Allies that use it, few Allies use all, and the recipient does."""
    world = draw_world(M, np.random.default_rng(1))
    assert world.fields[:-1].sum(axis=0).min() >= 2
    assert world.fields[-1].all()
    assert not world.fields[:-1].all()


def test_parts_stand_below_what_they_go_into() -> None:
    """A bill of materials leads downwards only, so that it has no cycle."""
    made, used, quantity = draw_world(M, np.random.default_rng(1)).needs
    assert (made < used).all()
    assert (quantity > 0).all()
