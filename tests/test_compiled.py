"""Kernels are compiled once for each set of types, whatever numbers their callers write out."""

from pathlib import Path

import numba
import pytest

from openiads.compiled import compiled, compiled_bare


@pytest.mark.parametrize("decorator", [compiled, compiled_bare])
def test_numbers_that_callers_write_out_compile_nothing_again(decorator, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path))  # so that nothing is read that was compiled before

    @decorator
    def summed(first, second, negated):
        return -(first + second) if negated else first + second

    @decorator
    def each(number):
        return (summed(number, 1, negated=False) + summed(2, number, negated=True) + summed(3, 4, negated=False)
                + summed(number, 0.5, negated=False))

    assert each(10) == 11 - 12 + 7 + 10.5
    whole, real, truth = numba.int64, numba.float64, numba.boolean
    assert {tuple(types) for types in summed.signatures} == {(whole, whole, truth), (whole, real, truth)}


def test_numba_itself_would_compile_for_each_number() -> None:
    @numba.njit
    def summed(first, second):
        return first + second

    @numba.njit
    def each(number):
        return summed(number, 1) + summed(number, 2)

    assert each(10) == 23
    assert len(summed.signatures) == 2
