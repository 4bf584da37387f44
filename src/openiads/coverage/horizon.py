"""The horizon of an octant, row by row outwards: the exact upper envelope of everything nearer than the row."""

import numpy as np

from openiads.compiled import compiled

SLOPE_TOLERANCE = 1e-9  # a line this little above the horizon touches it: 4 micrometres of floor, 4,000 cells out


@compiled
def _append(start, offset, gradient, count, t, line_offset, line_gradient):
    if t <= start[count - 1]:
        count -= 1  # the last line would have no width
    start[count] = t
    offset[count] = line_offset
    gradient[count] = line_gradient
    return count + 1


@compiled
def write_row(
    heights_m, floor_m, row, step, last, owned_first, owned_last, start, offset, gradient, lines,
    k, base_m, drop_m, above_ground, risen,
):
    """Write the floor of one row of an octant and list the cells whose own terrain rises above the horizon.

    Parameters
    ----------
    heights_m, floor_m : ndarray
        Whole grid, flat.
    row, step : int
        Index of the row's first cell, and from one cell to the next.
    last : int
        Last cell in range.
    owned_first, owned_last : int
        Cells that this octant writes; its neighbours own the rest of the shared edges.
    start, offset, gradient : ndarray
        Horizon: line i is offset + gradient t from start[i] on. [slope in metres per cell]
    lines : int
        How many lines the horizon has.
    k : int
        Distance of the row from the antenna, in cells.
    base_m : float
        Antenna height plus the earth's drop at the row's first cell.
    drop_m : float
        Drop of the earth over one cell.
    above_ground : bool
        Write heights above ground instead of above sea level.
    risen : ndarray
        Takes the cells above the horizon.

    Returns
    -------
    int
        How many cells rise above the horizon.
    """
    count = 0
    line = 0
    j = 0
    while j <= last:
        line_m = base_m + k * offset[line]
        slope_m = gradient[line]
        end = last
        if line + 1 < lines:
            end = min(last, int(start[line + 1] * k))
        for cell in range(j, end + 1):
            index = row + cell * step
            height_m = float(heights_m[index])
            value_m = line_m + cell * (slope_m + drop_m * cell)
            if height_m > value_m:
                risen[count] = cell
                count += 1
                value_m = height_m
            if above_ground:
                value_m -= height_m
            if owned_first <= cell <= owned_last:
                floor_m[index] = value_m
        j = end + 1
        line += 1
    return count


@compiled
def raise_horizon(
    heights_m, row, step, row_before, last, k, antenna_m, drop_m, start, offset, gradient, lines,
    new_start, new_offset, new_gradient, risen, risen_count,
):
    """Raise the horizon by one row of cells and by the grid lines that join it to the row before.

    Parameters
    ----------
    heights_m : ndarray
        Whole grid, flat.
    row, step, row_before : int
        Index of the row's first cell, from one cell to the next, and the first cell of the row before.
    last : int
        Last cell in range.
    k : int
        Distance of the row from the antenna, in cells; at least 2.
    antenna_m, drop_m : float
        Antenna height; drop of the earth over one cell.
    start, offset, gradient, lines
        Horizon before.
    new_start, new_offset, new_gradient : ndarray
        Take the horizon after.
    risen, risen_count
        Cells above the horizon before.

    Returns
    -------
    int
        Lines of the new horizon.
    """
    nearer = 1.0 / k
    nearer_before = 1.0 / (k - 1)
    base_m = antenna_m + drop_m * k * k
    base_before_m = antenna_m + drop_m * (k - 1.0) * (k - 1.0)
    tolerance_m = SLOPE_TOLERANCE * k
    new_start[0] = 0.0
    new_offset[0] = offset[0]
    new_gradient[0] = gradient[0]
    count = 1
    line = 1  # the next corner of the old horizon
    seen = 0
    while True:
        at_risen = last
        if seen < risen_count:
            at_risen = max(risen[seen] - 1, 0)
        at_corner = last
        x = 0.0
        if line < lines:
            x = start[line] * k
            at_corner = int(x)
        if at_corner >= last and at_risen >= last:
            break
        corner = -1
        if at_risen <= at_corner:
            j = at_risen
        else:
            j = at_corner
            corner = line
            along = x - j
            sag_m = drop_m * j * j
            left_m = heights_m[row + j * step] - base_m - sag_m
            right_m = heights_m[row + (j + 1) * step] - base_m - drop_m * (j + 1.0) * (j + 1.0)
            horizon_m = k * offset[line] + gradient[line] * x + tolerance_m
            above = left_m + (right_m - left_m) * along > horizon_m
            if along * (k - 1) < j:
                before_m = (heights_m[row_before + j * step] - base_before_m - sag_m) * k * nearer_before
                above |= left_m + (before_m - left_m) * along * (k - 1) / j > horizon_m
            if not above:
                new_start[count] = start[line]
                new_offset[count] = offset[line]
                new_gradient[count] = gradient[line]
                count += 1
                line += 1
                continue
        # from here to where the old horizon is on top again, cell by cell
        t = j * nearer
        while line < lines and start[line] <= t:
            count = _append(new_start, new_offset, new_gradient, count, start[line], offset[line], gradient[line])
            line += 1
        old_offset = offset[line - 1]
        old_gradient = gradient[line - 1]
        on_top = False
        left = (heights_m[row + j * step] - base_m - drop_m * j * j) * nearer
        while True:
            t_next = (j + 1) * nearer
            right = (heights_m[row + (j + 1) * step] - base_m - drop_m * (j + 1.0) * (j + 1.0)) * nearer
            chain_gradient = (right - left) * k
            chain_offset = left - chain_gradient * t
            row_gradient, row_offset, row_end = chain_gradient, chain_offset, t_next
            joined = False
            if j > 0:
                before = (heights_m[row_before + j * step] - base_before_m - drop_m * j * j) * nearer_before
                join_gradient = (before - left) * k * (k - 1) / j
                if join_gradient > chain_gradient:
                    joined = True
                    row_gradient = join_gradient
                    row_offset = left - join_gradient * t
                    row_end = min(j * nearer_before, t_next)
            here = t
            while True:
                above = (row_offset - old_offset) + (row_gradient - old_gradient) * here
                if above > 0.0:
                    on_top = True
                    count = _append(new_start, new_offset, new_gradient, count, here, row_offset, row_gradient)
                elif on_top:
                    on_top = False
                    count = _append(new_start, new_offset, new_gradient, count, here, old_offset, old_gradient)
                while True:
                    there = row_end
                    old_corner = line < lines and start[line] < row_end
                    if old_corner:
                        there = start[line]
                    above = (row_offset - old_offset) + (row_gradient - old_gradient) * there
                    if (above > 0.0) != on_top:
                        crossing = (row_offset - old_offset) / (old_gradient - row_gradient)
                        crossing = min(max(crossing, here), there)
                        on_top = not on_top
                        if on_top:
                            count = _append(new_start, new_offset, new_gradient, count, crossing, row_offset,
                                            row_gradient)
                        else:
                            count = _append(new_start, new_offset, new_gradient, count, crossing, old_offset,
                                            old_gradient)
                    here = there
                    if not old_corner:
                        break
                    old_offset = offset[line]
                    old_gradient = gradient[line]
                    if not on_top:
                        count = _append(new_start, new_offset, new_gradient, count, here, old_offset, old_gradient)
                    line += 1
                if not joined:
                    break
                joined = False
                row_gradient, row_offset, row_end = chain_gradient, chain_offset, t_next
            j += 1
            t = t_next
            left = right
            if j >= last or not on_top:
                break
        while seen < risen_count and risen[seen] <= j:
            seen += 1
        if line == corner:  # rounding put the corner just past the cell
            count = _append(new_start, new_offset, new_gradient, count, start[line], offset[line], gradient[line])
            line += 1
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
        Whole grid, flat.
    origin : int
        Index of the antenna's cell.
    row_step, cell_step : int
        Index steps outwards and sideways.
    rows, cells : int
        How far the grid reaches outwards and sideways.
    antenna_m, drop_m, range_cells : float
        Antenna height; drop of the earth over one cell; range in cells.
    owned_first : int
        0 where the octant writes the cells on its axis, else 1.
    owns_diagonal, above_ground : bool
        Whether it writes the cells on its diagonal; whether heights are above ground.

    Returns
    -------
    int
        Lines of the last horizon.
    """
    room = 4 * (rows + 16)
    start, offset, gradient = np.empty(room), np.empty(room), np.empty(room)
    new_start, new_offset, new_gradient = np.empty(room), np.empty(room), np.empty(room)
    risen = np.empty(rows + 4, np.int64)
    lines = 1
    start[0] = 0.0
    offset[0] = -1e30  # nothing hides the first row
    gradient[0] = 0.0
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
        base_m = antenna_m + drop_m * k * k
        count = write_row(heights_m, floor_m, row, cell_step, last, owned_first, owned_last, start, offset, gradient,
                          lines, k, base_m, drop_m, above_ground, risen)
        if k == 1 or last == 0:
            if k == 1 or count > 0:
                offset[0] = (heights_m[row] - base_m) / k
                gradient[0] = 0.0
                if last > 0:
                    gradient[0] = (heights_m[row + cell_step] - base_m - drop_m) / k - offset[0]
            lines = 1
            continue
        if 2 * lines + 4 * last + 16 > room:
            room = 2 * (2 * lines + 4 * last + 16)
            start, offset, gradient = (np.append(start, np.empty(room)), np.append(offset, np.empty(room)),
                                       np.append(gradient, np.empty(room)))
            new_start, new_offset, new_gradient = np.empty(room), np.empty(room), np.empty(room)
        lines = raise_horizon(heights_m, row, cell_step, row - row_step, last, k, antenna_m, drop_m, start, offset,
                              gradient, lines, new_start, new_offset, new_gradient, risen, count)
        start, new_start = new_start, start
        offset, new_offset = new_offset, offset
        gradient, new_gradient = new_gradient, gradient
    return lines
