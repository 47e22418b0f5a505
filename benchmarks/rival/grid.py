"""What the linopy statement of the model is written with: labelled arrays, lags, groups.

Everything is linopy's own: variables over coordinates with masks, label-free vectorised selection for what
lands later, ``groupby(...).sum()`` for what belongs together, and ``add_constraints`` for arrays of rows. No
loop runs over members of a set. Linopy's v1 semantics are used, under which a masked variable makes every
sum that it enters absent; :meth:`Grid.flow` therefore counts it as nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import linopy
import numpy as np
import pandas as pd  # type: ignore[import-untyped]
import xarray as xr
from linopy import LinearExpression, Variable

from jointstock.measure.arrays import Flags, Floats, Ints

PERIOD, _TO, _SOURCE = "period", "to", "source"
INFINITY = np.inf


@dataclass(frozen=True)
class Lags:
    """Shares that land later, as the few periods that each period receives from.

    Attributes:
        source: Period of each source, shape (profiles, periods, sources).
        share: What of it lands here, 0 for no source, shape (profiles, periods, sources).
    """

    source: Ints
    share: Floats

    @staticmethod
    def of(landing: Floats) -> "Lags":
        """Sources inside the horizon of landing shares of shape (profiles, periods, periods + 1)."""
        inside = landing[:, :, :-1]
        most = max(1, int((inside > 0).sum(axis=1).max(initial=0)))
        source = np.argsort(-inside, axis=1, kind="stable")[:, :most, :]
        share = np.take_along_axis(inside, source, axis=1)
        return Lags(source.transpose(0, 2, 1), share.transpose(0, 2, 1))


@dataclass(frozen=True)
class Grid:
    """A linopy model over named axes.

    Attributes:
        model: The linopy model.
        axes: Labels of each axis by name.
    """

    model: linopy.Model
    axes: dict[str, pd.Index] = field(default_factory=dict)

    def add_axis(self, name: str, labels: Sequence[str]) -> None:
        """Name the members of an axis."""
        self.axes[name] = pd.Index(labels, name=name, dtype="str")

    def array(self, values: Floats | Ints | Flags, *dims: str) -> xr.DataArray:
        """Values with the labels of their axes."""
        return xr.DataArray(values, dims=dims, coords={dim: self.axes[dim] for dim in dims})

    def columns(
        self,
        name: str,
        *dims: str,
        where: Flags | None = None,
        lower: Floats | float = 0.0,
        upper: Floats | float = INFINITY,
        binary: bool = False,
    ) -> Variable:
        """Add an array of variables.

        Args:
            name: Name of the array.
            *dims: Its axes.
            where: Which members exist, of the shape of the axes. None: all.
            lower: Lower bounds, a number or of that shape.
            upper: Upper bounds, a number or of that shape.
            binary: Whether they are yes-no decisions.
        """
        mask = None if where is None else self.array(where, *dims)
        coords = [self.axes[dim] for dim in dims]
        if binary:
            return self.model.add_variables(coords=coords, name=name, mask=mask, binary=True)
        low, high = self._bound(lower, dims), self._bound(upper, dims)
        return self.model.add_variables(low, high, coords=coords, name=name, mask=mask)

    def flow(self, variable: Variable, factor: Floats | None = None, *dims: str) -> LinearExpression:
        """Factor times variable; a member that does not exist counts as nothing.

        Args:
            variable: The variable.
            factor: Factors over ``dims``. None: 1.
            *dims: Axes of the factors.
        """
        expression = 1 * variable if factor is None else self.array(factor, *dims) * variable
        return expression.fillna(0)

    def landed(self, flow: LinearExpression, owner: str, lags: Lags, profile: Ints) -> LinearExpression:
        """What each period receives of a flow over (owner, period) by the lags of each owner's profile.

        Args:
            flow: The flow.
            owner: Its axis of owners.
            lags: Lags of every profile.
            profile: Profile of each owner, shape (owners,).
        """
        dims = (owner, _TO, _SOURCE)
        who = xr.DataArray(np.arange(len(profile)), dims=[owner])
        when = xr.DataArray(lags.source[profile], dims=dims)
        picked = flow.isel({owner: who, PERIOD: when}).drop_vars(PERIOD)
        parts = picked * xr.DataArray(lags.share[profile], dims=dims, coords={owner: self.axes[owner]})
        total = parts.sum(_SOURCE).rename({_TO: PERIOD})
        labelled: LinearExpression = total.assign_coords({PERIOD: self.axes[PERIOD]})
        return labelled

    def grouped(self, flow: LinearExpression, owner: str, group: str, of: Ints) -> LinearExpression:
        """Sum of a flow over the owners of each group, for every group.

        Args:
            flow: The flow.
            owner: Its axis of owners.
            group: Axis of the groups.
            of: Group of each owner, -1 for none, shape (owners,).
        """
        kept = np.flatnonzero(of >= 0)
        if not len(kept):
            return self.nothing(group, *(str(dim) for dim in flow.coord_dims if dim != owner))
        chosen = flow if len(kept) == len(of) else flow.isel({owner: kept})
        labels = self.axes[group][of[kept]]
        key = pd.Series(labels, index=self.axes[owner][kept], name=group)
        return chosen.groupby(key).sum().reindex({group: self.axes[group]}).fillna(0)

    def nothing(self, *dims: str) -> LinearExpression:
        """The expression 0 over some axes."""
        shape = tuple(len(self.axes[dim]) for dim in dims)
        return LinearExpression(self.array(np.zeros(shape), *dims), self.model)

    def before(self, flow: LinearExpression) -> LinearExpression:
        """The flow a period earlier; nothing before the first."""
        return flow.shift({PERIOD: 1}).fillna(0)

    def only(self, flow: LinearExpression, kept: Flags, *dims: str) -> LinearExpression:
        """The flow where a condition over ``dims`` holds, nothing elsewhere."""
        return flow.where(self.array(kept, *dims)).fillna(0)

    def picked(self, flow: LinearExpression, axis: str, onto: str, place: Ints) -> LinearExpression:
        """Members of one axis, chosen by place, as an array over another."""
        chosen = flow.isel({axis: place}).drop_vars(axis).rename({axis: onto})
        placed: LinearExpression = chosen.assign_coords({onto: self.axes[onto]})
        return placed

    def rows(
        self,
        name: str,
        left: LinearExpression,
        sign: str,
        right: Floats | float,
        *dims: str,
        where: Flags | None = None,
    ) -> None:
        """Add an array of constraints.

        Args:
            name: Name of the array.
            left: Left-hand side.
            sign: "=", "<=" or ">=".
            right: Right-hand side, a number or an array over ``dims``.
            *dims: Axes of the rows.
            where: Which rows exist, of the shape of the axes. None: all.
        """
        side = right if isinstance(right, float) else self.array(right, *dims)
        mask = None if where is None else self.array(where, *dims)
        self.model.add_constraints(left, sign, side, name=name, mask=mask)

    def _bound(self, bound: Floats | float, dims: tuple[str, ...]) -> xr.DataArray | float:
        return bound if isinstance(bound, float) else self.array(bound, *dims)
