"""Where things stand: geodesy, grids, terrain and lines of sight."""
