"""The horizon of one octant of a grid, kept exactly as an upper envelope and raised row by row outwards."""

import numpy as np

from openiads.compiled import compiled

START, OFFSET, GRADIENT = 0, 1, 2  # columns of a horizon: line i is offset + gradient t from its start on
SLOPE_TOLERANCE = 1e-9  # terrain this little above a corner touches it: 4 micrometres of floor, 4,000 cells out


@compiled
def write_row(
    heights_m, floor_m, row, step, row_before, last, owned_first, owned_last, k, antenna_m, drop_m, above_ground,
    horizon, lines, event_cell, event_line,
):
    """Write the floor of one row of an octant, and list where its terrain rises above the horizon.

    Parameters
    ----------
    heights_m, floor_m : ndarray
        Whole grid, flat. [m]
    row, step, row_before : int
        Index of the row's first cell, the step to the next cell, and the first cell of the row before.
    last : int
        Last cell in range.
    owned_first, owned_last : int
        Cells that this octant writes; the neighbours own the rest of the shared edges.
    k : int
        Distance of the row from the antenna. [cells]
    antenna_m, drop_m : float
        Antenna height; drop of the earth over one cell. [m]
    above_ground : bool
        Write heights above ground instead of above sea level.
    horizon, lines : ndarray (n, 3), int
        Horizon of the rows before, and how many of its lines are in use. [m per cell]
    event_cell, event_line : ndarray
        Take, for each place where the row rises above the horizon, the cell before it and a line there or after.

    Returns
    -------
    int
        Number of such places.
    """
    base_m = antenna_m + drop_m * k * k
    base_before_m = antenna_m + drop_m * (k - 1.0) * (k - 1.0)
    stretch = k / (k - 1.0)
    touch_m = SLOPE_TOLERANCE * k
    events = 0
    line = 0
    j = 0
    while True:
        line_m = base_m + k * horizon[line, OFFSET]
        slope_m = horizon[line, GRADIENT]
        end = last
        x = 0.0
        if line + 1 < lines:
            x = horizon[line + 1, START] * k
            end = min(last, int(x))
        for cell in range(j, end + 1):
            index = row + cell * step
            height_m = float(heights_m[index])
            value_m = line_m + cell * (slope_m + drop_m * cell)
            if height_m > value_m:
                event_cell[events] = max(cell - 1, 0)
                event_line[events] = line
                events += 1
                value_m = height_m
            if above_ground:
                value_m -= height_m
            if owned_first <= cell <= owned_last:
                floor_m[index] = value_m
        if end >= last:
            return events
        j = end + 1
        if horizon[line + 1, GRADIENT] > slope_m:  # terrain under both cells can still rise above a dip between them
            dip_m = line_m + slope_m * x + touch_m
            sag_m = drop_m * end * end
            before_m = base_m + stretch * (heights_m[row_before + end * step] - base_before_m - sag_m)
            if max(heights_m[row + end * step] - sag_m, heights_m[row + j * step] - sag_m, before_m) > dip_m:
                event_cell[events] = end
                event_line[events] = line
                events += 1
        line += 1


@compiled
def _put(horizon, count, t, offset, gradient):
    """Let a line begin at t; a line that would have no width gives way."""
    if t <= horizon[count - 1, START]:
        count -= 1
    horizon[count, START] = t
    horizon[count, OFFSET] = offset
    horizon[count, GRADIENT] = gradient
    return count + 1


@compiled
def _overlay(old, lines, corner, new, count, on_top, begin, end, offset, gradient):
    """Lay one straight piece of terrain from begin to end over the old horizon, whose next corner is given."""
    above = (offset - old[corner - 1, OFFSET]) + (gradient - old[corner - 1, GRADIENT]) * begin > 0.0
    if above:
        count = _put(new, count, begin, offset, gradient)
    elif on_top:
        count = _put(new, count, begin, old[corner - 1, OFFSET], old[corner - 1, GRADIENT])
    on_top = above
    here = begin
    while True:
        at_corner = corner < lines and old[corner, START] < end
        there = old[corner, START] if at_corner else end
        rise = offset - old[corner - 1, OFFSET]
        fall = old[corner - 1, GRADIENT] - gradient
        above = rise - fall * there > 0.0
        if above != on_top:
            crossing = min(max(rise / fall, here), there)
            if above:
                count = _put(new, count, crossing, offset, gradient)
            else:
                count = _put(new, count, crossing, old[corner - 1, OFFSET], old[corner - 1, GRADIENT])
            on_top = above
        if not at_corner:
            return count, corner, on_top
        if not on_top:
            count = _put(new, count, there, old[corner, OFFSET], old[corner, GRADIENT])
        corner += 1
        here = there


@compiled
def raise_horizon(
    heights_m, row, step, row_before, last, k, antenna_m, drop_m, old, lines, new, event_cell, event_line, events
):
    """Raise the horizon by one row of cells and by the grid lines that join it to the row before.

    Parameters
    ----------
    heights_m, row, step, row_before, last, k, antenna_m, drop_m, event_cell, event_line
        As in `write_row`; k is at least 2.
    old, lines : ndarray (n, 3), int
        Horizon before, and how many of its lines are in use.
    new : ndarray (n, 3)
        Takes the horizon after.
    events : int
        Number of places where the row rises above the horizon.

    Returns
    -------
    int
        Lines of the new horizon.

    Notes
    -----
    Over cell j the horizon is read at t = j / k. A grid line from (k, j) to (k - 1, j) spans t from j / k to
    j / (k - 1), and both ends of it start or lie on rows of cells, so the new horizon is continuous.
    """
    base_m = antenna_m + drop_m * k * k
    base_before_m = antenna_m + drop_m * (k - 1.0) * (k - 1.0)
    nearer = 1.0 / k
    nearer_before = 1.0 / (k - 1)
    count = 0
    copied = 0
    done = 0
    for event in range(events):
        j = event_cell[event]
        if j < done or j >= last:
            continue
        t = j * nearer
        line = event_line[event]
        while line > 0 and old[line, START] > t:
            line -= 1
        for i in range(copied, line + 1):
            new[count, START], new[count, OFFSET], new[count, GRADIENT] = old[i, START], old[i, OFFSET], old[i, GRADIENT]
            count += 1
        corner = line + 1
        on_top = False
        left = (heights_m[row + j * step] - base_m - drop_m * j * j) * nearer
        while True:
            sag_m = drop_m * (j + 1.0) * (j + 1.0)
            right = (heights_m[row + (j + 1) * step] - base_m - sag_m) * nearer
            t_next = (j + 1) * nearer
            gradient = (right - left) * k
            offset = left - gradient * t
            if j > 0:
                before = (heights_m[row_before + j * step] - base_before_m - drop_m * j * j) * nearer_before
                join_gradient = (before - left) * (k * (k - 1.0)) / j
                if join_gradient > gradient:
                    t_join = min(j * nearer_before, t_next)
                    count, corner, on_top = _overlay(old, lines, corner, new, count, on_top, t, t_join,
                                                     left - join_gradient * t, join_gradient)
                    t = t_join
            count, corner, on_top = _overlay(old, lines, corner, new, count, on_top, t, t_next, offset, gradient)
            j += 1
            t = t_next
            left = right
            if j >= last or not on_top:
                break
        copied = corner
        done = j
    while copied < lines and old[copied, START] * k <= last:
        new[count, START], new[count, OFFSET], new[count, GRADIENT] = (
            old[copied, START], old[copied, OFFSET], old[copied, GRADIENT])
        count += 1
        copied += 1
    return count


@compiled
def sweep_octant(
    heights_m, floor_m, origin, row_step, cell_step, rows, cells, antenna_m, drop_m, range_cells, owned_first,
    owns_diagonal, above_ground,
):
    """Write the floor of one octant of a grid.

    Parameters
    ----------
    heights_m, floor_m : ndarray
        Whole grid, flat. [m]
    origin : int
        Index of the antenna's cell.
    row_step, cell_step : int
        Index steps outwards and sideways.
    rows, cells : int
        How far the grid reaches outwards and sideways.
    antenna_m, drop_m, range_cells : float
        Antenna height; drop of the earth over one cell [m]; range [cells].
    owned_first : int
        0 where the octant writes the cells on its axis, else 1.
    owns_diagonal, above_ground : bool
        Whether it writes the cells on its diagonal; whether heights are above ground.

    Returns
    -------
    int
        Lines of the last horizon.
    """
    horizon = np.empty((8 * (rows + 16), 3))
    other = np.empty_like(horizon)
    event_cell = np.empty(len(horizon), np.int64)
    event_line = np.empty(len(horizon), np.int64)
    horizon[0, START], horizon[0, OFFSET], horizon[0, GRADIENT] = 0.0, -1e30, 0.0  # nothing hides the first row
    lines = 1
    for k in range(1, rows + 1):
        row = origin + k * row_step
        owned_last = min(k if owns_diagonal else k - 1, cells)
        last = -1
        if range_cells >= k:
            last = min(min(k, cells), int(np.sqrt(range_cells * range_cells - float(k) * k)))
        for cell in range(max(last + 1, owned_first), owned_last + 1):
            floor_m[row + cell * cell_step] = np.nan
        if last < 0:
            continue
        if 2 * lines + 4 * last + 16 > len(horizon):
            horizon = np.concatenate((horizon, np.empty_like(horizon)))
            other = np.empty_like(horizon)
            event_cell = np.empty(len(horizon), np.int64)
            event_line = np.empty(len(horizon), np.int64)
        events = write_row(heights_m, floor_m, row, cell_step, row - row_step, last, owned_first, owned_last, k,
                           antenna_m, drop_m, above_ground, horizon, lines, event_cell, event_line)
        if events == 0:
            continue
        if k == 1 or last == 0:
            base_m = antenna_m + drop_m * k * k
            horizon[0, OFFSET] = (heights_m[row] - base_m) / k
            horizon[0, GRADIENT] = 0.0
            if last > 0:
                horizon[0, GRADIENT] = (heights_m[row + cell_step] - base_m - drop_m) / k - horizon[0, OFFSET]
            lines = 1
            continue
        lines = raise_horizon(heights_m, row, cell_step, row - row_step, last, k, antenna_m, drop_m, horizon, lines,
                              other, event_cell, event_line, events)
        horizon, other = other, horizon
    return lines
