"""Answers to the reliability cases: random streams, exact sums, intervals on proportions."""

import math
from typing import Any

import numpy as np
from scipy.stats import binomtest, norm

from openiads.draws import philox_4x32
from tests.cases.registry import Case, answers


def _philox(counter: list[Any], key: list[Any]) -> list[str]:
    if len(str(counter[0])) == 8:
        words = [int(str(word), 16) for word in [*counter, *key]]
        return [f"{int(word):08x}" for word in philox_4x32(*words)]
    counter_number = sum(int(str(word), 16) << (64 * place) for place, word in enumerate(counter))
    key_number = sum(int(str(word), 16) << (64 * place) for place, word in enumerate(key))
    generator = np.random.Philox(counter=(counter_number - 1) % 2**256, key=key_number)
    return [f"{int(word):016x}" for word in generator.random_raw(4)]


@answers("reliability", inputs={"counter", "key"}, expected={"output"}, title="Philox")
def philox_words(case: Case) -> dict[str, Any]:
    if case.columns:
        return {"output": [_philox(*pair) for pair in zip(case.columns["counter"], case.columns["key"], strict=True)]}
    return {"output": _philox(case.inputs["counter"], case.inputs["key"])}


@answers("reliability", inputs={"key"}, expected={"raw_uint64_hex", "uniform"}, title="numpy")
def numpy_stream(case: Case) -> dict[str, Any]:
    words = {item.name: len(item.value) for item in case.expected}
    key = case.inputs["key"]
    raw = np.random.Philox(key=key).random_raw(words["raw_uint64_hex"])
    return {
        "raw_uint64_hex": [f"{int(word):016x}" for word in raw],
        "uniform": np.random.Generator(np.random.Philox(key=key)).random(words["uniform"]),
    }


@answers("reliability", inputs={"sequences"}, expected={"exact_sum", "left_to_right_sum"})
def sums(case: Case) -> dict[str, Any]:
    sequences = case.inputs["sequences"]
    return {
        "exact_sum": [math.fsum(sequence) for sequence in sequences],
        "left_to_right_sum": [float(np.add.accumulate(sequence)[-1]) for sequence in sequences],
    }


@answers("reliability", inputs={"successes", "runs", "confidence"}, expected={"wilson", "clopper_pearson"})
def binomial_intervals(case: Case) -> dict[str, Any]:
    tests = [binomtest(int(k), int(n)) for k, n in zip(case.array("successes"), case.array("runs"), strict=True)]
    confidence = case.inputs["confidence"]
    return {
        name: [list(test.proportion_ci(confidence, method=method)) for test in tests]
        for name, method in [("wilson", "wilson"), ("clopper_pearson", "exact")]
    }


@answers("reliability", inputs={"half_width", "confidence", "p"}, expected={"runs"})
def sample_size(case: Case) -> dict[str, Any]:
    quantile = norm.ppf(0.5 + np.asarray(case.inputs["confidence"]) / 2)
    p = np.asarray(case.inputs["p"])
    runs = np.ceil(p * (1 - p) * (quantile / np.asarray(case.inputs["half_width"])) ** 2)
    return {"runs": runs.astype(int)}
