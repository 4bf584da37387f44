"""Dimensional analysis of the source from the unit suffixes of its names.

A quantity is its dimensions (length, mass, time, temperature, decibel) and its scale to SI. A literal factor keeps the
dimensions and loses the scale, so that `range_m / 1000` may become `range_km` but never `t_s`; an odd coefficient, such
as the 77.6 of refractivity, may carry units of its own and leaves nothing known. Angles are ratios. Names without a
unit are unknown and poison nothing.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import log2, log10, pi

NO_DIMENSIONS = (Fraction(0),) * 5


@dataclass(frozen=True)
class Unit:
    """Dimensions and scale; a scale of None is not known."""

    dims: tuple[Fraction, ...]
    scale: float | None

    def times(self, other: "Unit", power: int = 1) -> "Unit":
        """Product with a power of another unit."""
        dims = tuple(mine + power * theirs for mine, theirs in zip(self.dims, other.dims, strict=True))
        known = self.scale is not None and other.scale is not None
        return Unit(dims, self.scale * other.scale**power if known else None)  # type: ignore[operator]

    def to_power(self, power: Fraction) -> "Unit":
        """A power of the unit."""
        return Unit(tuple(dim * power for dim in self.dims), None if self.scale is None else self.scale ** float(power))

    def agrees(self, other: "Unit") -> bool:
        """Whether the two may be added, compared or assigned."""
        if self.dims != other.dims:
            return False
        if self.scale is None or other.scale is None:
            return True
        return abs(self.scale - other.scale) <= 1e-9 * abs(self.scale)


def _unit(scale: float, length: int = 0, mass: int = 0, time: int = 0, kelvin: int = 0, decibel: int = 0) -> Unit:
    return Unit(tuple(map(Fraction, (length, mass, time, kelvin, decibel))), scale)


SUFFIXES = {
    "m": _unit(1, 1), "km": _unit(1e3, 1), "ft": _unit(0.3048, 1), "nm": _unit(1852, 1), "mi": _unit(1609.344, 1),
    "mm": _unit(1e-3, 1), "cm": _unit(1e-2, 1), "m2": _unit(1, 2), "km2": _unit(1e6, 2), "m3": _unit(1, 3),
    "m4": _unit(1, 4), "s": _unit(1, time=1), "ms": _unit(1e-3, time=1), "us": _unit(1e-6, time=1),
    "min": _unit(60, time=1), "h": _unit(3600, time=1), "ps": _unit(1, time=-1), "hz": _unit(1, time=-1),
    "khz": _unit(1e3, time=-1), "mhz": _unit(1e6, time=-1), "ghz": _unit(1e9, time=-1), "mps": _unit(1, 1, time=-1),
    "kmps": _unit(1e3, 1, time=-1), "kmh": _unit(1 / 3.6, 1, time=-1), "kt": _unit(1852 / 3600, 1, time=-1),
    "mps2": _unit(1, 1, time=-2), "m3ps2": _unit(1, 3, time=-2), "rad": _unit(1), "mrad": _unit(1e-3),
    "deg": _unit(pi / 180), "radps": _unit(1, time=-1), "degps": _unit(pi / 180, time=-1), "kg": _unit(1, mass=1),
    "kgpm3": _unit(1, -3, 1), "k": _unit(1, kelvin=1), "kpm": _unit(1, -1, kelvin=1), "pa": _unit(1, -1, 1, -2),
    "hpa": _unit(100, -1, 1, -2), "w": _unit(1, 2, 1, -3), "kw": _unit(1e3, 2, 1, -3), "j": _unit(1, 2, 1, -2),
    "jpk": _unit(1, 2, 1, -2, -1), "jpkgk": _unit(1, 2, 0, -2, -1), "db": _unit(1, decibel=1),
    "dbsm": _unit(1, decibel=1), "dbi": _unit(1, decibel=1), "dbw": _unit(1, decibel=1), "dbm": _unit(1, decibel=1),
}
CONVERSIONS = {"NAUTICAL_MILE_M", "FOOT_M", "MILE_M", "KNOT_MPS", "DEG_RAD"}
FORCES = {"thrust", "thrusts", "force", "drag", "lift", "weight"}
NOT_UNITS_AFTER = {"of", "alpha", "k", "in", "g"}  # pd_m_of_n, the rain coefficients k_h, grams in g_m3

# results that carry the unit of their first argument, and those whose arguments must all agree
SAME = {"abs", "float", "asarray", "array", "sort", "mean", "median", "nanmean", "ravel", "copy", "full_like", "floor",
        "ceil", "round", "nanmin", "nanmax", "percentile", "quantile", "cumsum", "nan_to_num", "ascontiguousarray"}
ALIKE = {"min", "max", "minimum", "maximum", "hypot", "fmin", "fmax", "clip", "fmod"}
ANGLES = {"arctan2", "atan2", "arcsin", "asin", "arccos", "acos", "arctan", "atan", "radians", "deg2rad"}
TAKES_RADIANS = {"sin", "cos", "tan"}


def unit_of_name(name: str) -> Unit | None:
    """Unit that a name ends in; None where it ends in none.

    >>> unit_of_name("range_km").scale, unit_of_name("rcs_by_class"), unit_of_name("loss_db_per_km").scale
    (1000.0, None, 0.001)
    """
    parts = name.lower().strip("_").split("_")
    if len(parts) < 2:
        return None
    if "per" in parts[1:-1]:
        at = parts.index("per")
        above, below = SUFFIXES.get(parts[at - 1]), SUFFIXES.get(parts[-1])
        if parts[at - 1] == "n":
            above = _unit(1)  # N-units of refractivity
        return above.times(below, -1) if above and below else None
    if parts[-1] == "n" and FORCES & set(parts):
        return _unit(1, 1, 1, -2)
    if parts[-2] in NOT_UNITS_AFTER:
        return None
    return SUFFIXES.get(parts[-1])


@dataclass(frozen=True)
class Finding:
    """A place where two units meet that do not belong together."""

    line: int
    what: str


class Reader(ast.NodeVisitor):
    """Walks one module; `parameters` tells the parameter names of the package's own functions."""

    def __init__(self, parameters: dict[str, list[str]]) -> None:
        self.parameters = parameters
        self.findings: list[Finding] = []
        self._functions: list[str] = []

    def _meet(self, node: ast.AST, one: Unit | None, other: Unit | None, what: str) -> None:
        if one is not None and other is not None and not one.agrees(other):
            self.findings.append(Finding(getattr(node, "lineno", 0), what))

    def unit(self, node: ast.AST | None) -> Unit | None:
        """Unit of an expression; None where it is not known."""
        if isinstance(node, ast.Name):
            return None if node.id in CONVERSIONS else unit_of_name(node.id)
        if isinstance(node, ast.Attribute):
            return unit_of_name(node.attr)
        if isinstance(node, ast.Subscript):
            return self.unit(node.value)
        if isinstance(node, ast.UnaryOp):
            return self.unit(node.operand)
        if isinstance(node, ast.IfExp):
            return self.unit(node.body) or self.unit(node.orelse)
        if isinstance(node, ast.BinOp):
            return self._binary(node)
        if isinstance(node, ast.Call):
            return self._call(node)
        return None

    def _binary(self, node: ast.BinOp) -> Unit | None:
        left, right = self.unit(node.left), self.unit(node.right)
        if isinstance(node.op, ast.Add | ast.Sub | ast.Mod):
            return left if _is_literal(node.right) else right if _is_literal(node.left) else left and right and left
        if isinstance(node.op, ast.Mult | ast.Div):
            power = 1 if isinstance(node.op, ast.Mult) else -1
            literal = Unit(NO_DIMENSIONS, None)
            left = literal if _is_factor(node.left) else left
            right = literal if _is_factor(node.right) else right
            return left.times(right, power) if left and right else None
        if isinstance(node.op, ast.Pow) and left is not None and _is_literal(node.right):
            return left.to_power(Fraction(ast.literal_eval(node.right)).limit_denominator(12))
        return None

    def _call(self, node: ast.Call) -> Unit | None:
        name = _called(node)
        first = self.unit(node.args[0]) if node.args else None
        if name in SAME:
            return first
        if name in ALIKE:
            units = [self.unit(argument) for argument in node.args]
            return next((unit for unit in units if unit), None)
        if name == "where" and len(node.args) == 3:
            return self.unit(node.args[1]) or self.unit(node.args[2])
        if name == "sqrt":
            return first.to_power(Fraction(1, 2)) if first else None
        if name == "square":
            return first.to_power(Fraction(2)) if first else None
        if name in ANGLES:
            return SUFFIXES["rad"]
        if name in ("degrees", "rad2deg"):
            return SUFFIXES["deg"]
        return unit_of_name(name)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        """Sums and differences of unlike quantities."""
        if isinstance(node.op, ast.Add | ast.Sub):
            self._meet(node, self.unit(node.left), self.unit(node.right), ast.unparse(node))
        self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        """Comparisons of unlike quantities."""
        for left, right in zip([node.left, *node.comparators], node.comparators, strict=False):
            self._meet(node, self.unit(left), self.unit(right), ast.unparse(node))
        self.generic_visit(node)

    def _assign(self, target: ast.AST, value: ast.AST) -> None:
        if isinstance(target, ast.Tuple | ast.List):
            if isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(target.elts):
                for one, other in zip(target.elts, value.elts, strict=True):
                    self._assign(one, other)
        elif not (isinstance(target, ast.Name) and target.id.isupper()):  # constants are defined in any unit
            self._meet(target, self.unit(target), self.unit(value), f"{ast.unparse(target)} = {ast.unparse(value)}")

    def visit_Assign(self, node: ast.Assign) -> None:
        """Names given unlike quantities."""
        for target in node.targets:
            self._assign(target, node.value)
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        """Annotated names given unlike quantities."""
        if node.value is not None:
            self._assign(node.target, node.value)
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        """Unlike quantities added in place."""
        if isinstance(node.op, ast.Add | ast.Sub):
            self._assign(node.target, node.value)
        self.generic_visit(node)

    def visit_For(self, node: ast.For) -> None:
        """Elements named unlike their collection."""
        self._assign(node.target, node.iter)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        """Arguments given to parameters of another unit, degrees given to sines, unlike extremes."""
        name = _called(node)
        for keyword in node.keywords:
            if keyword.arg:
                self._meet(keyword.value, unit_of_name(keyword.arg), self.unit(keyword.value),
                           f"{name}({keyword.arg}={ast.unparse(keyword.value)})")
        for parameter, argument in zip(self.parameters.get(name, []), node.args, strict=False):
            if isinstance(argument, ast.Starred):
                break
            self._meet(argument, unit_of_name(parameter), self.unit(argument),
                       f"{name}({parameter}: {ast.unparse(argument)})")
        if name in TAKES_RADIANS and node.args:
            self._meet(node, SUFFIXES["rad"], self.unit(node.args[0]), ast.unparse(node))
        if name in ALIKE or name == "arctan2":
            units = [self.unit(item) for item in node.args]
            for one, other in pairwise(units):
                self._meet(node, one, other, ast.unparse(node))
        self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Functions named for a unit return it."""
        self._functions.append(node.name)
        self.generic_visit(node)
        self._functions.pop()

    def visit_Return(self, node: ast.Return) -> None:
        """What a function named for a unit returns."""
        if self._functions and node.value is not None:
            name = self._functions[-1]
            self._meet(node, unit_of_name(name), self.unit(node.value), f"{name} returns {ast.unparse(node.value)}")
        self.generic_visit(node)


def _is_literal(node: ast.AST) -> bool:
    if isinstance(node, ast.UnaryOp):
        return _is_literal(node.operand)
    if isinstance(node, ast.BinOp):
        return _is_literal(node.left) and _is_literal(node.right)
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool)


def _is_factor(node: ast.AST) -> bool:
    """Whether a literal only changes the scale: a whole number, a power of two or ten, or a known conversion."""
    if isinstance(node, ast.Name):
        return node.id in CONVERSIONS
    if isinstance(node, ast.BinOp):
        return _is_factor(node.left) and _is_factor(node.right)
    if isinstance(node, ast.UnaryOp):
        return _is_factor(node.operand)
    if not _is_literal(node) or not node.value:  # type: ignore[attr-defined]
        return False
    value = abs(node.value)  # type: ignore[attr-defined]
    return value == int(value) or log10(value) % 1 == 0 or log2(value) % 1 == 0


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def parameters_of(trees: list[ast.Module]) -> dict[str, list[str]]:
    """Parameter names of every function whose name is used once only, and fields of every record class."""
    found: dict[str, list[str]] = {}
    twice: set[str] = set()
    for node in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(node, ast.FunctionDef):
            names = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
            names = names[1:] if names[:1] in (["self"], ["cls"]) else names
        elif isinstance(node, ast.ClassDef):
            names = [item.target.id for item in node.body
                     if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)]
        else:
            continue
        twice |= {node.name} if node.name in found else set()
        found[node.name] = names
    return {name: names for name, names in found.items() if name not in twice}


def check(source: str, parameters: dict[str, list[str]] | None = None) -> Iterator[Finding]:
    """Findings of one module's text."""
    tree = ast.parse(source)
    reader = Reader({**(parameters or {}), **parameters_of([tree])})
    reader.visit(tree)
    yield from reader.findings
