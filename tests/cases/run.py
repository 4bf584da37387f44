"""Run every reference case of a folder through the package: `python -m tests.cases.run FOLDER`."""

import importlib
import pkgutil
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests import cases
from tests.cases.compare import passes, plain
from tests.cases.registry import Case, Expected, answer_for

SHIPPED = Path(__file__).parent / "files"
WIDTH = 72  # characters of a value in a line


@dataclass(frozen=True)
class Verdict:
    """What became of one expected value."""

    word: str
    case_id: str
    name: str
    detail: str

    def __str__(self) -> str:
        return f"{self.word:<8} {self.case_id}  {self.name}  {self.detail}"


def load_answers() -> None:
    """Import every `answers_*.py` beside this file; each registers itself."""
    for module in pkgutil.iter_modules(cases.__path__):
        if module.name.startswith("answers_"):
            importlib.import_module(f"{cases.__name__}.{module.name}")


def _raw_cases(folder: Path) -> list[dict[str, Any]]:
    paths = sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")])
    return [raw for path in paths for raw in yaml.safe_load(path.read_text(encoding="utf-8")).get("cases", [])]


def _numbers(value: Any) -> Any:
    """Read `4e14`, which YAML 1.1 takes for text, as the number that it is."""
    if isinstance(value, dict):
        return {key: _numbers(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_numbers(item) for item in value]
    number = isinstance(value, str) and re.fullmatch(r"[-+]?\d+(\.\d*)?[eE][-+]?\d{1,3}", value)
    return float(value) if number else value


def _inputs(raw: dict[str, Any], others: dict[str, dict[str, Any]]) -> dict[str, Any]:
    own = raw.get("inputs") or {}
    named = [key for key in others if "see" in own and key in str(own["see"]) and key != raw["id"]]
    given = {**(others[max(named, key=len)].get("inputs") or {}), **own} if named else own
    return given if raw["area"] == "reliability" else _numbers(given)  # there such words are hexadecimal


def _expected(raw: dict[str, Any]) -> Expected:
    tolerance = raw.get("tol") or {}
    return Expected(raw["name"], raw["value"], raw.get("compare", ""),
                    float(tolerance.get("abs", 0.0)), float(tolerance.get("rel", 0.0)))


def load_cases(folder: Path) -> list[Case]:
    """Read the cases of every file in the folder; a case that says `see` takes over the inputs of the case it names."""
    raws = _raw_cases(folder)
    others = {raw["id"]: raw for raw in [*_raw_cases(SHIPPED), *raws]}
    return [
        Case(raw["id"], raw["area"], raw.get("title", ""), _inputs(raw, others),
             tuple(_expected(item) for item in raw["expected"]), folder, raw.get("kind", ""))
        for raw in raws
    ]


def _short(value: Any) -> str:
    text = str(plain(value))
    return text if len(text) <= WIDTH else text[: WIDTH - 3] + "..."


def judge(case: Case) -> Iterator[Verdict]:
    """One verdict for each expected value of a case."""
    results: dict[int, Any] = {}
    for item in case.expected:
        answer = answer_for(case, item.name)
        if answer is None:
            yield Verdict("NOT RUN", case.id, item.name, f"no answer in the package, want {_short(item.value)}")
            continue
        try:
            if id(answer) not in results:
                results[id(answer)] = answer.function(case)
            got = results[id(answer)][item.name]
            word = "PASS" if passes(got, item.value, item.compare, item.tol_abs, item.tol_rel) else "FAIL"
            rule = f" ({item.compare})" if item.compare else ""
            yield Verdict(word, case.id, item.name, f"got {_short(got)} want {_short(item.value)}{rule}")
        except Exception as error:
            yield Verdict("FAIL", case.id, item.name, f"{type(error).__name__}: {error}")


def run(folder: Path, *, protocols: bool = True) -> Iterator[Verdict]:
    """Judge every case of a folder, or all but the whole procedures, which take minutes."""
    load_answers()
    for case in load_cases(folder):
        if protocols or case.kind != "protocol":
            yield from judge(case)


def main(arguments: list[str]) -> int:
    """Print a line for each expected value and the count; 1 if any failed, 2 if there is nothing to run."""
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        print("usage: python -m tests.cases.run FOLDER, a folder of case files (*.yaml)", file=sys.stderr)
        return 2
    count: Counter[str] = Counter()
    for verdict in run(Path(arguments[0])):
        print(verdict, flush=True)
        count[verdict.word] += 1
    print(f"{count['PASS']} passed, {count['FAIL']} failed, {count['NOT RUN']} not run")
    return 1 if count["FAIL"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
