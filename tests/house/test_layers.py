"""Imports run downwards only, and the contract would notice one that does not."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the package that stands under a folder."""
    command = "import sys; sys.path.insert(0, 'src'); from importlinter.cli import lint_imports as run; sys.exit(run())"
    return subprocess.run([sys.executable, "-c", command], cwd=folder, capture_output=True, text=True, check=False)


def test_imports_run_downwards_only(tmp_path):
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout


def test_an_upward_import_is_found(tmp_path):
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("data", "page", "__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / "src/openiads/units.py").open("a", encoding="utf-8") as units:
        units.write("\nfrom openiads.scenario import model\n")
    assert lint_imports(tmp_path).returncode != 0
