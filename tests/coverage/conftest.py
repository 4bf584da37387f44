"""Floors and fly-outs of the tests are kept in a folder of their own, so that no stale one is read."""

import os
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A fresh cache for computed results; compiled kernels stay where they are."""
    before = os.environ.get("OPENIADS_CACHE_DIR")
    os.environ["OPENIADS_CACHE_DIR"] = str(tmp_path_factory.mktemp("cache"))
    yield
    if before is None:
        del os.environ["OPENIADS_CACHE_DIR"]
    else:
        os.environ["OPENIADS_CACHE_DIR"] = before
