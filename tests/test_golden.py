"""Every block of the model has its golden file."""

import ast
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests" / "model" / "golden"
ADDERS = {"add_rows", "add_sums"}


def contracted():
    """Blocks named by the import contract."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    modules = next(contract["modules"] for contract in contracts if contract["id"] == "blocks")
    return {module.rsplit(".", 1)[1] for module in modules}


def stating_rows():
    """Modules of the model that state rows themselves."""
    found = set()
    for path in (ROOT / "src" / "jointstock" / "model").glob("*.py"):
        calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
        if any(isinstance(call.func, ast.Attribute) and call.func.attr in ADDERS for call in calls):
            found.add(path.stem)
    return found


def test_every_module_that_states_rows_is_a_block_under_contract():
    """No rows are stated outside the blocks, and the import contract knows every block."""
    assert stating_rows() == contracted()


def test_every_block_has_a_golden_file_and_no_other_is_there():
    """A block without its golden file, or a golden file without its block, is found."""
    assert {path.stem for path in GOLDEN.iterdir()} == contracted()


def test_golden_files_can_be_read_by_eye():
    """A golden file has at most forty lines and works its optimum out in its head."""
    for path in GOLDEN.iterdir():
        lines = path.read_text("utf-8").splitlines()
        head = [line for line in lines if line.startswith("\\")]
        assert len(lines) <= 40, path
        assert len(head) >= 3, path
        assert head[-1].startswith("\\ Optimum: "), path
