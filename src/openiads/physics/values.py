"""The type of what a formula without branches takes and returns: one number or an array of them."""

import numpy as np

Values = float | int | np.ndarray
