"""Every block of the model has its golden file."""

import ast
from pathlib import Path

ROOT = Path(__file__).parent.parent
MODEL = ROOT / "src" / "jointstock" / "model"
GOLDEN = ROOT / "tests" / "model" / "blocks" / "golden"
ADDERS = {"add_rows", "add_sums"}


def blocks():
    """Modules of the room of blocks."""
    return {path for path in (MODEL / "blocks").glob("*.py") if path.stem != "__init__"}


def stating_rows():
    """Modules of the model that state rows themselves."""
    found = set()
    for path in MODEL.rglob("*.py"):
        calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
        if any(isinstance(call.func, ast.Attribute) and call.func.attr in ADDERS for call in calls):
            found.add(path)
    return found


def test_rows_are_stated_by_blocks_and_by_nothing_else():
    """No rows are stated outside the room of blocks, and every module there states some."""
    assert stating_rows() == blocks()


def test_every_block_has_a_golden_file_and_no_other_is_there():
    """A block without its golden file, or a golden file without its block, is found."""
    assert {path.stem for path in GOLDEN.iterdir()} == {path.stem for path in blocks()}


def test_golden_files_can_be_read_by_eye():
    """A golden file has at most forty lines and works its optimum out in its head."""
    for path in GOLDEN.iterdir():
        lines = path.read_text("utf-8").splitlines()
        head = [line for line in lines if line.startswith("\\")]
        assert len(lines) <= 40, path
        assert len(head) >= 3, path
        assert head[-1].startswith("\\ Optimum: "), path
