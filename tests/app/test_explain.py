"""Every error code is explained."""

import re
from pathlib import Path

import openiads as package
from openiads.errors import catalogue

USED = re.compile(r'"(E\d{4})"')


def test_a_code_is_explained_with_an_example(openiads):
    answer = openiads("explain", "e0312")
    assert "altitude has no reference" in answer.out
    assert "300 m AGL" in answer.out


def test_without_a_code_all_are_listed(openiads):
    assert len(openiads("explain").out.splitlines()) == len(catalogue())
    assert len(openiads("explain", "--json").json["results"]) == len(catalogue())


def test_an_unknown_code_is_met_with_the_nearest(openiads):
    answer = openiads("explain", "E0399")
    assert answer.code == 3
    assert "did you mean" in answer.err


def test_every_code_that_the_package_uses_is_in_the_catalogue_and_none_is_left_over():
    used = set()
    for path in Path(package.__file__).parent.rglob("*.py"):
        used |= set(USED.findall(path.read_text(encoding="utf-8")))
    assert used <= set(catalogue())
    assert set(catalogue()) <= used
