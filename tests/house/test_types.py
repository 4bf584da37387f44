"""The public face is typed: every public function that is not a compiled kernel states its types."""

import ast
from pathlib import Path

import openiads

PACKAGE = Path(openiads.__file__).parent
KERNELS = {"compiled", "compiled_bare", "compiled_inline", "compiled_parallel", "overload"}


def decorators(node: ast.FunctionDef) -> set[str]:
    """Names of the decorators of a function."""
    targets = [item.func if isinstance(item, ast.Call) else item for item in node.decorator_list]
    return {item.id if isinstance(item, ast.Name) else getattr(item, "attr", "") for item in targets}


def untyped(tree: ast.Module) -> list[str]:
    """Public functions and methods without full annotations; functions inside functions are nobody's face."""
    found = []
    for scope in (tree, *(node for node in tree.body if isinstance(node, ast.ClassDef))):
        for node in scope.body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_") or KERNELS & decorators(node):
                continue
            arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            bare = [item.arg for item in arguments if item.annotation is None and item.arg not in ("self", "cls")]
            if bare or node.returns is None:
                found.append(f"{node.name}({', '.join(bare)})")
    return found


def test_public_functions_state_their_types():
    found = {path.relative_to(PACKAGE).as_posix(): untyped(ast.parse(path.read_text(encoding="utf-8")))
             for path in PACKAGE.rglob("*.py")}
    assert not {path: names for path, names in found.items() if names}


def test_a_bare_function_would_be_found_and_a_kernel_not():
    assert untyped(ast.parse("def f(x): ...\nclass A:\n    def g(self): ...")) == ["f(x)", "g()"]
    assert not untyped(ast.parse("@compiled\ndef f(x): ...\ndef _g(x): ...\ndef h(x: int) -> int: ..."))
