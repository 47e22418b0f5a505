"""Measure the source against the house's budgets, and print the table.

Usage: python tools/budgets.py [ROOT]

A budget is there to make one look for the cut, not to be met by splitting
lines. Ends with exit code 1 where one is broken. Code lines are those that
hold code: no blank lines, comments or docstrings.
"""

import ast
import io
import math
import re
import statistics
import sys
import tokenize
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

PACKAGE = "jointstock"
REFUSED_NAMES = frozenset(
    ["core", "utils", "common", "helpers", "base", "manager", "handler", "engine", "service", "types", "misc"]
)
# The aim is 1.5; the gate holds what has been reached (docs/decisions/0004-gates.md) and only rises.
TESTS_TO_CODE = 1.0
# Folders of tests that hold no mirror of a module: worked cases, properties, tools.
UNMIRRORED = {"benchmarks", "cases", "data", "docs", "golden", "properties", "tools", "worked"}
SHOWN = 12

Function = ast.FunctionDef | ast.AsyncFunctionDef
NO_CODE = frozenset(
    getattr(tokenize, name) for name in ["COMMENT", "NL", "NEWLINE", "INDENT", "DEDENT", "ENDMARKER"]
)


@dataclass(frozen=True)
class Module:
    """A file of source.

    Attributes:
        name: Dotted name.
        path: Path below the root.
        text: Content.
        tree: Its syntax tree.
    """

    name: str
    path: Path
    text: str
    tree: ast.Module

    @property
    def lines(self) -> int:
        """Lines of the file."""
        return self.text.count("\n")

    @property
    def functions(self) -> list[Function]:
        """All functions and methods, nested ones too."""
        return [node for node in ast.walk(self.tree) if isinstance(node, Function)]

    def at(self, node: ast.stmt | ast.expr | ast.excepthandler) -> str:
        """Return the place of a node, such as `src/a.py:12`."""
        return f"{self.path}:{node.lineno}"


@dataclass(frozen=True)
class Budget:
    """One line of the table.

    Attributes:
        name: What is measured.
        value: What was found.
        limit: What is allowed.
        at_least: Whether the limit is a lower one.
        worst: Where to look, worst first.
    """

    name: str
    value: float
    limit: float
    at_least: bool = False
    worst: tuple[str, ...] = ()

    @property
    def kept(self) -> bool:
        """Whether the budget is kept."""
        return self.value >= self.limit if self.at_least else self.value <= self.limit


def read_modules(root: Path, folder: str) -> list[Module]:
    """Return every Python file below a folder of the root.

    Args:
        root: Folder of the project.
        folder: Such as `src` or `tests`.
    """
    found = []
    for path in sorted((root / folder).rglob("*.py")):
        below = path.relative_to(root / folder).with_suffix("")
        parts = below.parts[:-1] if below.name == "__init__" else below.parts
        text = path.read_text(encoding="utf-8")
        found.append(Module(".".join(parts), path.relative_to(root), text, ast.parse(text)))
    return found


def measure(modules: list[Module], tests: list[Module]) -> list[Budget]:
    """Return every budget with what was found.

    Args:
        modules: Source of the package.
        tests: Its tests.
    """
    code, proof = sum(module.lines for module in modules), sum(module.lines for module in tests)
    return [
        *module_sizes(modules),
        *function_sizes(modules),
        none_of("import cycles", import_cycles(modules)),
        *(none_of(name, everywhere(rule, modules)) for name, rule in RULES.items()),
        Budget("tests : code, lines", round(proof / max(code, 1), 2), TESTS_TO_CODE, at_least=True),
        none_of("modules without a test file, or the reverse", unmirrored(modules, tests)),
        none_of("tests without a docstring", everywhere(tests_without_docstring, tests)),
    ]


def everywhere(rule: "Rule", modules: Iterable[Module]) -> list[str]:
    """Return the places that a rule finds in any of the modules."""
    return [place for module in modules for place in rule(module)]


def none_of(name: str, places: Iterable[str]) -> Budget:
    """Return the budget of something that must not be there."""
    found = tuple(places)
    return Budget(name, len(found), 0, worst=found)


def module_sizes(modules: list[Module]) -> Iterator[Budget]:
    """Yield the budgets on the length of modules."""
    longest = sorted(modules, key=lambda module: -module.lines)
    worst = tuple(f"{module.path} {module.lines}" for module in longest)
    sized = [module.lines for module in modules if module.path.name != "__init__.py"]
    yield Budget("module, median lines", statistics.median(sized or [0]), 200, worst=worst)
    yield Budget("module, most lines", longest[0].lines if longest else 0, 500, worst=worst)


def function_sizes(modules: list[Module]) -> Iterator[Budget]:
    """Yield the budgets on the length of functions and on their parameters."""
    sizes, wide = [], []
    for module in modules:
        lines = lines_with_code(module.text)
        for function in module.functions:
            sizes.append((code_lines(function, lines), f"{module.at(function)} {function.name}"))
            wide.append((len(parameters(function)), f"{module.at(function)} {function.name}"))
    sizes.sort(reverse=True)
    wide.sort(reverse=True)
    worst = tuple(f"{place} {size}" for size, place in sizes)
    rank = math.floor(len(sizes) * 0.1)  # sorted from the longest: a tenth lies before the 90th percentile
    yield Budget("function, 90th percentile of code lines", sizes[rank][0] if sizes else 0, 30, worst=worst)
    yield Budget("function, most code lines", sizes[0][0] if sizes else 0, 60, worst=worst)
    yield Budget("parameters, most", wide[0][0] if wide else 0, 8, worst=tuple(f"{p} {n}" for n, p in wide))


def lines_with_code(text: str) -> set[int]:
    """Return the numbers of the lines that hold more than comments and blanks."""
    tokens = (
        token for token in tokenize.generate_tokens(io.StringIO(text).readline) if token.type not in NO_CODE
    )
    return {line for token in tokens for line in range(token.start[0], token.end[0] + 1)}


def code_lines(function: Function, lines: set[int]) -> int:
    """Return the code lines of a function's body.

    Args:
        function: The function.
        lines: Numbers of the lines of its module that hold code.
    """
    body = function.body[1:] if ast.get_docstring(function, clean=False) is not None else function.body
    if not body:
        return 0
    return len(lines & set(range(body[0].lineno, (body[-1].end_lineno or body[-1].lineno) + 1)))


def parameters(function: Function) -> list[ast.arg]:
    """Return the parameters of a function without self and cls."""
    given = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return [argument for argument in given if argument.arg not in {"self", "cls"}]


def import_cycles(modules: list[Module]) -> list[str]:
    """Return each cycle of imports as the sorted names in it.

    The package's own `__init__` re-exports lazily and is left out.
    """
    names = {module.name for module in modules} - {PACKAGE}
    graph = {module.name: imported(module, names) for module in modules if module.name in names}
    reach = {name: reachable(name, graph) for name in graph}
    inside = [name for name in graph if name in reach[name]]
    rings = {frozenset(other for other in reach[name] if name in reach[other]) for name in inside}
    return sorted(" <-> ".join(sorted(ring)) for ring in rings)


def imported(module: Module, names: set[str]) -> set[str]:
    """Return the modules of the package that a module imports."""
    found: set[str] = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return (found & names) - {module.name}


def reachable(start: str, graph: Mapping[str, set[str]]) -> set[str]:
    """Return everything that can be reached from a node in one step or more."""
    seen: set[str] = set()
    ahead = [*graph[start]]
    while ahead:
        name = ahead.pop()
        if name not in seen:
            seen.add(name)
            ahead += graph[name]
    return seen


def public_nodes(module: Module) -> Iterator[tuple[str, ast.ClassDef | Function]]:
    """Yield the public classes, functions and methods of a module with their names."""
    for node in module.tree.body:
        if not isinstance(node, ast.ClassDef | Function) or node.name.startswith("_"):
            continue
        yield node.name, node
        if isinstance(node, ast.ClassDef):
            inner = [part for part in node.body if isinstance(part, Function)]
            yield from ((f"{node.name}.{part.name}", part) for part in inner if is_public(part.name))


def is_public(name: str) -> bool:
    """Return whether a method is for use from outside: a plain name, or a magic one."""
    return not name.startswith("_") or name.startswith("__")


def without_docstring(module: Module) -> Iterator[str]:
    """Yield public objects that no docstring explains."""
    if ast.get_docstring(module.tree) is None:
        yield f"{module.path}:1 the module"
    for name, node in public_nodes(module):
        magic = isinstance(node, Function) and node.name.startswith("__")
        if not magic and ast.get_docstring(node) is None:
            yield f"{module.at(node)} {name}"


def without_annotation(module: Module) -> Iterator[str]:
    """Yield public functions with a parameter or a result that has no type."""
    for name, node in public_nodes(module):
        if not isinstance(node, Function):
            continue
        bare = [argument.arg for argument in parameters(node) if argument.annotation is None]
        if bare or node.returns is None:
            yield f"{module.at(node)} {name}: {', '.join(bare) or 'the result'}"


def positional_booleans(module: Module) -> Iterator[str]:
    """Yield parameters that take a yes or no by position."""
    for function in module.functions:
        for argument in [*function.args.posonlyargs, *function.args.args]:
            if isinstance(argument.annotation, ast.Name) and argument.annotation.id == "bool":
                yield f"{module.at(function)} {function.name}: {argument.arg}"


def bare_excepts(module: Module) -> Iterator[str]:
    """Yield handlers that catch everything."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ExceptHandler):
            caught = node.type
            if caught is None or (
                isinstance(caught, ast.Name) and caught.id in {"Exception", "BaseException"}
            ):
                yield module.at(node)


def prints(module: Module) -> Iterator[str]:
    """Yield calls of print outside the command line."""
    if f"{PACKAGE}.cli" in module.name:
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
            yield module.at(node)


def unfinished(module: Module) -> Iterator[str]:
    """Yield comments that promise work without naming an issue."""
    for token in tokenize.generate_tokens(io.StringIO(module.text).readline):
        if token.type == tokenize.COMMENT and re.search(r"\b(TODO|FIXME|XXX)\b(?!.*#\d)", token.string):
            yield f"{module.path}:{token.start[0]}"


def imports_inside(module: Module) -> Iterator[str]:
    """Yield imports inside functions."""
    for function in module.functions:
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield module.at(node)


def refused_names(module: Module) -> Iterator[str]:
    """Yield modules whose name confesses that the cut was not found."""
    if module.name.rsplit(".", 1)[-1] in REFUSED_NAMES:
        yield str(module.path)


def tests_without_docstring(module: Module) -> Iterator[str]:
    """Yield tests that do not say in a sentence which behaviour they state."""
    for function in module.functions:
        if function.name.startswith("test_") and ast.get_docstring(function) is None:
            yield f"{module.at(function)} {function.name}"


def unmirrored(modules: list[Module], tests: list[Module]) -> list[str]:
    """Return modules without a test file of their own, and test files of no module."""
    inside = {module.path.relative_to(f"src/{PACKAGE}") for module in modules}
    wanted = {path.with_name(f"test_{path.name}") for path in inside if not path.name.startswith("__")}
    proofs = {module.path.relative_to("tests") for module in tests if module.path.name.startswith("test_")}
    strays = {path for path in proofs - wanted if len(path.parts) > 1 and path.parts[0] not in UNMIRRORED}
    missing = [f"tests/{path} is missing" for path in sorted(wanted - proofs)]
    return missing + [f"tests/{path} tests no module" for path in sorted(strays)]


Rule = Callable[[Module], Iterator[str]]
RULES: dict[str, Rule] = {
    "public objects without a docstring": without_docstring,
    "public functions without annotations": without_annotation,
    "positional booleans": positional_booleans,
    "handlers that catch everything": bare_excepts,
    "print outside the command line": prints,
    "comments that promise work": unfinished,
    "imports inside functions": imports_inside,
    "refused module names": refused_names,
}


def render(budgets: Iterable[Budget]) -> str:
    """Return the table as text, with the places to look at under a broken budget."""
    lines = [f"{'budget':<46}{'found':>8}  {'allowed':<8}"]
    for budget in budgets:
        allowed = f"{'>=' if budget.at_least else '<='} {budget.limit:g}"
        lines.append(f"{budget.name:<46}{budget.value:>8g}  {allowed:<8}{'' if budget.kept else '  BROKEN'}")
        if not budget.kept:
            lines += [f"    {place}" for place in budget.worst[:SHOWN]]
            hidden = len(budget.worst) - SHOWN
            lines += [f"    and {hidden} more"] if hidden > 0 and budget.limit == 0 else []
    return "\n".join(line.rstrip() for line in lines)


def main(root: Path) -> int:
    """Print the table, and return 1 where a budget is broken.

    Args:
        root: Folder of the project.
    """
    budgets = measure(read_modules(root, "src"), read_modules(root, "tests"))
    print(render(budgets))
    return 0 if all(budget.kept for budget in budgets) else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else ".")))
