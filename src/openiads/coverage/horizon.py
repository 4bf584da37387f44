"""The horizon of one octant of a grid, kept exactly as an upper envelope and raised row by row outwards."""

import numpy as np

from openiads.compiled import compiled

START, OFFSET, GRADIENT = 0, 1, 2  # columns of a horizon: line i is offset + gradient t from its start on
SLOPE_TOLERANCE = 1e-9  # terrain this little above a corner touches it: 4 micrometres of floor, 4,000 cells out
STAGED_ROWS = 32  # rows across the grain of memory are copied to and fro together, in whole cache lines
CHUNK_CELLS = 256  # cells fetched together, more than the memory's latency hides


@compiled
def _turn(source_m, target_m, first_source, first_target, rows, cells):
    """Copy rows that lie across the grain of memory, a chunk at a time so that its cache lines are fetched together."""
    for chunk in range(0, cells, CHUNK_CELLS):
        for i in range(rows):
            stop = min(chunk + CHUNK_CELLS, cells)
            source, target = source_m[first_source + i], target_m[first_target + i]
            for cell in range(chunk, stop):
                target[cell] = source[cell]


@compiled
def _turn_back(floor_m, staged_m, first, rows, owned_first, cells, owns_diagonal):
    """Copy the staged floors that the octant owns into the grid."""
    for chunk in range(owned_first, cells, CHUNK_CELLS):
        for i in range(rows):
            stop = min(min(chunk + CHUNK_CELLS, cells), first + i + (1 if owns_diagonal else 0))
            source, target = staged_m[1 + i], floor_m[first + i]
            for cell in range(chunk, stop):
                target[cell] = source[cell]


@compiled
def _row_floor(
    heights_m, before_m, last, k, antenna_m, drop_m, above_ground, horizon, lines, floor_m, owned_first, owned_last,
    event_cell, event_line,
):
    """Floor over one row of cells, and the places where its terrain rises above the horizon.

    Parameters
    ----------
    heights_m, before_m : ndarray
        Terrain of this row and of the row before. [m]
    last, k : int
        Last cell in range; distance of the row from the antenna. [cells]
    antenna_m, drop_m : float
        Antenna height; drop of the earth over one cell. [m]
    above_ground : bool
        Whether the floor is wanted above the ground instead of above sea level.
    horizon, lines : ndarray (n, 3), int
        Horizon of the rows before, and how many of its lines are in use. [m per cell]
    floor_m, owned_first, owned_last : ndarray, int, int
        Takes the floor; the cells that are written, NaN beyond the last in range.
    event_cell, event_line : ndarray
        Take, for each such place, the cell before it and a line there or after.

    Returns
    -------
    int
        Number of such places.
    """
    base_m = antenna_m + drop_m * float(k) * k
    touch_m = SLOPE_TOLERANCE * k
    stretch = k / max(k - 1.0, 1.0)  # not used in the first row
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
            over_m = line_m + cell * (slope_m + drop_m * cell)
            height_m = float(heights_m[cell])
            if height_m > over_m:
                event_cell[events] = max(cell - 1, 0)
                event_line[events] = line
                events += 1
                over_m = height_m
            if above_ground:
                over_m -= height_m
            if owned_first <= cell <= owned_last:
                floor_m[cell] = over_m
        if end >= last:
            break
        j = end + 1
        if horizon[line + 1, GRADIENT] > slope_m:  # between the cells terrain can still rise above a dip
            dip_m = line_m + slope_m * x + touch_m
            sag_m = drop_m * end * end
            before = base_m + stretch * (float(before_m[end]) - (antenna_m + drop_m * (k - 1.0) * (k - 1.0)) - sag_m)
            if max(float(heights_m[end]) - sag_m, float(heights_m[j]) - sag_m, before) > dip_m:
                event_cell[events] = end
                event_line[events] = line
                events += 1
        line += 1
    for cell in range(max(last + 1, owned_first), owned_last + 1):
        floor_m[cell] = np.nan
    return events


@compiled
def _copy_lines(source, target, first, last, count):
    """Append lines first to last - 1 of one horizon to another that has count lines; the new count."""
    for line in range(first, last):
        for part in range(3):
            target[count, part] = source[line, part]
        count += 1
    return count


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
            crossing = here if fall == 0.0 else min(max(rise / fall, here), there)
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
def _raise_horizon(
    heights_m, before_m, last, k, antenna_m, drop_m, old, lines, new, event_cell, event_line, events
):
    """Raise the horizon by one row of cells and by the grid lines that join it to the row before.

    Parameters
    ----------
    heights_m, before_m, last, k, antenna_m, drop_m, event_cell, event_line
        As in `_row_floor`; k is at least 2.
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
    Over cell j of row k the horizon is read at t = j / k. A grid line from (k, j) to (k - 1, j) spans t from j / k to
    j / (k - 1) and ends on the row before, so the horizon stays continuous.
    """
    base_m = antenna_m + drop_m * float(k) * k
    base_before_m = antenna_m + drop_m * (k - 1.0) * (k - 1.0)
    nearer = 1.0 / k
    nearer_before = 1.0 / (k - 1)
    count = np.int64(0)
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
        count = _copy_lines(old, new, copied, line + 1, count)
        corner = line + 1
        on_top = np.bool_(False)
        while True:
            rise_m = float(heights_m[j]) - base_m - drop_m * j * j
            left = rise_m * nearer
            t_next = (j + 1) * nearer
            gradient = float(heights_m[j + 1]) - base_m - drop_m * (j + 1.0) * (j + 1.0) - rise_m
            offset = left - gradient * t
            if j > 0:
                before = (float(before_m[j]) - base_before_m - drop_m * j * j) * nearer_before
                join_gradient = (before - left) * (k * (k - 1.0)) / j
                if join_gradient > gradient:
                    t_join = min(j * nearer_before, t_next)
                    count, corner, on_top = _overlay(old, lines, corner, new, count, on_top, t, t_join,
                                                     left - join_gradient * t, join_gradient)
                    t = t_join
            count, corner, on_top = _overlay(old, lines, corner, new, count, on_top, t, t_next, offset, gradient)
            j += 1
            t = t_next
            if j >= last or not on_top:
                break
        copied = corner
        done = j
    while lines > copied and old[lines - 1, START] * k > last:
        lines -= 1  # out of range, now and in every farther row
    return _copy_lines(old, new, copied, lines, count)


@compiled
def sweep_octant(
    heights_m, floor_m, staged_heights_m, staged_floor_m, staged, antenna_m, drop_m, range_cells, above_ground,
    owns_axis, owns_diagonal,
):
    """Write the floor of one octant of a grid.

    Parameters
    ----------
    heights_m, floor_m : ndarray, (rows, cells)
        The grid from the antenna's cell on, turned so that the octant lies between its first column and its
        diagonal. [m]
    staged_heights_m, staged_floor_m : ndarray, (1 + STAGED_ROWS, cells)
        Room for a block of rows.
    staged : bool
        Whether rows lie across the grain of memory and go through that room.
    antenna_m, drop_m, range_cells : float
        Antenna height; drop of the earth over one cell [m]; range [cells].
    above_ground : bool
        Whether the floor is wanted above the ground instead of above sea level.
    owns_axis, owns_diagonal : bool
        Whether the octant writes the cells on its first column and on its diagonal, or leaves them to its neighbours.

    Returns
    -------
    int
        Lines of the last horizon.
    """
    rows, cells = heights_m.shape
    width = min(rows, cells)
    horizon = np.empty((8 * (width + 16), 3))
    other = np.empty_like(horizon)
    event_cell = np.empty(len(horizon), np.int64)
    event_line = np.empty(len(horizon), np.int64)
    horizon[0, START], horizon[0, OFFSET], horizon[0, GRADIENT] = 0.0, -1e30, 0.0  # nothing hides the first row
    lines = np.int64(1)  # not the literal 1, for which the callees would be compiled twice
    owned_first = 0 if owns_axis else 1
    for first in range(1, rows, STAGED_ROWS):
        block = min(STAGED_ROWS, rows - first)
        block_cells = min(first + block, width)
        inputs_m, outputs_m, at = heights_m, floor_m, first
        if staged:
            inputs_m, outputs_m, at = staged_heights_m, staged_floor_m, 1
            if range_cells >= first:
                _turn(heights_m, inputs_m, first - 1, 0, block + 1, block_cells)
        for i in range(block):
            k = first + i
            owned_last = min(k if owns_diagonal else k - 1, width - 1)
            last = -1
            if range_cells >= k:
                last = min(min(k, width - 1), int(np.sqrt(range_cells * range_cells - float(k) * k)))
            if last < 0:
                for cell in range(owned_first, owned_last + 1):
                    outputs_m[at + i, cell] = np.nan
                continue
            if 2 * lines + 4 * last + 16 > len(horizon):
                other = np.empty((2 * (2 * lines + 4 * last + 16), 3))
                _copy_lines(horizon, other, 0, lines, 0)
                horizon, other = other, np.empty_like(other)
                event_cell = np.empty(len(horizon), np.int64)
                event_line = np.empty(len(horizon), np.int64)
            row_m, before_m = inputs_m[at + i], inputs_m[at + i - 1]
            events = _row_floor(row_m, before_m, last, k, antenna_m, drop_m, above_ground, horizon, lines,
                                outputs_m[at + i], owned_first, owned_last, event_cell, event_line)
            if events > 0 and (k == 1 or last == 0):
                horizon[0, OFFSET] = (float(row_m[0]) - antenna_m - drop_m * float(k) * k) / k
                horizon[0, GRADIENT] = float(row_m[1]) - drop_m - float(row_m[0]) if last > 0 else 0.0
                lines = 1
            elif events > 0:
                lines = _raise_horizon(row_m, before_m, last, k, antenna_m, drop_m, horizon, lines, other, event_cell,
                                       event_line, events)
                horizon, other = other, horizon
        if staged:
            _turn_back(floor_m, outputs_m, first, block, owned_first, block_cells, owns_diagonal)
    return lines
