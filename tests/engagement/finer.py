"""The same fly-out at other step lengths: its own code, with the step as the only thing that is different."""

from collections.abc import Callable
from functools import cache
from types import FunctionType
from typing import Any

from openiads.compiled import numba
from openiads.physics import flyout, steps


def again(kernel: Any, **other: Any) -> Any:
    """A kernel's code once more, with some of the names that it reads standing for something else."""
    plain = kernel.py_func
    return numba.njit(error_model="numpy")(
        FunctionType(plain.__code__, {**plain.__globals__, **other}, plain.__name__, plain.__defaults__))


@cache
def flown_at(step_s: float) -> Callable[..., tuple[int, float, float, float, float]]:
    """`fly_out` with no step longer than this, from launch to meeting. [s]"""
    free = again(steps.fly_free, STEP_S=step_s)
    return again(flyout.fly_out, STEP_S=step_s, fly_free=free)
