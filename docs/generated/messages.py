"""What the program says where it cannot read or tell: every message, taken from its source."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType

import reportedly
from generated.markdown import code, plain, table

PACKAGE = Path(reportedly.__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A message as the source has it, what is only known at run time in braces."""

    where: str  # module
    stage: str  # of a problem; "" of a report that cannot be read
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Where a message is made: the names of its module and of the function around it."""

    module: ModuleType
    tree: ast.Module
    function: ast.FunctionDef | None

    def values_of(self, name: str) -> list[ast.expr]:
        """What a name may stand for: what it is set to, and what callers hand in for it."""
        around = self.function
        if around is None:
            return set_to(name, self.tree.body)
        return set_to(name, ast.walk(around)) + handed_in(name, around, self.tree) or set_to(name, self.tree.body)


def problems() -> str:
    """Every problem that a ledger may hold."""
    rows = sorted({(one.stage, one.message, one.where) for one in said_by("Problem")})
    return table(("stage", "message", "said in"), ((code(stage), plain(what), code(at)) for stage, what, at in rows))


def unreadable() -> str:
    """Every reason for which there is no report."""
    rows = sorted({(one.where, one.message) for one in said_by("Unreadable")})
    return table(("message", "said in"), ((plain(what), code(at)) for at, what in rows))


def said_by(value: str) -> Iterator[Said]:
    """The messages of all calls of `value` in the package, but for those that pass on one that was made elsewhere."""
    for path in sorted(PACKAGE.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        if f"{value}(" not in source:
            continue
        where = path.relative_to(PACKAGE)
        module = import_module(".".join(("reportedly", *where.with_suffix("").parts)).removesuffix(".__init__"))
        for scope, call in calls_in(ast.parse(source), module, value):
            stage, message = arguments(call, value)
            for text in texts_of(message, scope):
                yield Said(where=where.as_posix(), stage="".join(texts_of(stage, scope)), message=text)


def calls_in(tree: ast.Module, module: ModuleType, value: str) -> Iterator[tuple[Scope, ast.Call]]:
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == value:
            around = [one for one in functions if any(node is call for node in ast.walk(one))]
            yield Scope(module=module, tree=tree, function=around[-1] if around else None), call


def arguments(call: ast.Call, value: str) -> tuple[ast.expr | None, ast.expr | None]:
    """Stage and message: of a problem by keyword, of what cannot be read the second argument."""
    if value == "Problem":
        by_name = {keyword.arg: keyword.value for keyword in call.keywords}
        return by_name.get("stage"), by_name.get("message")
    return None, call.args[1] if len(call.args) > 1 else None


def set_to(name: str, nodes: Iterable[ast.AST]) -> list[ast.expr]:
    return [
        node.value
        for node in nodes
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == name
    ]


def handed_in(name: str, function: ast.FunctionDef, tree: ast.Module) -> list[ast.expr]:
    """What calls of a function in the same module give for one of its parameters."""
    parameters = [one.arg for one in function.args.args if one.arg != "self"]
    if name not in parameters:
        return []
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and last_name(node.func) == function.name]
    return [call.args[place] for call in calls if len(call.args) > (place := parameters.index(name))]


def texts_of(node: ast.expr | None, scope: Scope, depth: int = 3) -> Iterator[str]:
    """The texts that an expression may come to."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=values):
            yield "".join(part_of(part, scope) for part in values)
        case ast.Name(id=name) if isinstance(found := getattr(scope.module, name, None), str):
            yield found
        case ast.Name(id=name) if depth:
            for value in scope.values_of(name):
                yield from texts_of(value, scope, depth - 1)
        case ast.IfExp(body=body, orelse=other):
            yield from texts_of(body, scope, depth)
            yield from texts_of(other, scope, depth)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            for start in texts_of(left, scope, depth):
                yield start + next(texts_of(right, scope, depth), shown(right))
        case ast.Call(func=ast.Attribute(value=text, attr="format")):
            yield from texts_of(text, scope, depth)


def part_of(part: ast.expr, scope: Scope) -> str:
    match part:
        case ast.Constant(value=text):
            return str(text)
        case ast.FormattedValue(value=value):
            number = number_of(value, scope.module)
            texts = list(texts_of(value, scope))
            return f"{number:,}" if number is not None else texts[0] if len(texts) == 1 else shown(value)
    return ""


def number_of(node: ast.expr, module: ModuleType) -> int | None:
    """A constant of the module, or a part of one: `LARGEST // 1_000_000`."""
    match node:
        case ast.Constant(value=int(number)):
            return number
        case ast.Name(id=name) if isinstance(found := getattr(module, name, None), int):
            return found
        case ast.BinOp(left=left, op=ast.FloorDiv(), right=right):
            whole, part = number_of(left, module), number_of(right, module)
            return whole // part if whole is not None and part else None
    return None


def shown(node: ast.expr) -> str:
    """What is put in at run time, by a name: {where} for `self.place.where`, {attached} for `", ".join(attached)`."""
    match node:
        case ast.Call(args=[first, *_]):
            return shown(first)
        case ast.Subscript(value=value):
            return shown(value)
        case ast.Call(func=ast.Attribute(value=ast.Call() as inner)):
            return shown(inner)
        case ast.Call(func=function):
            return shown(function)
        case ast.BoolOp(values=[*_, last]) | ast.BinOp(left=last):
            return shown(last)
        case ast.IfExp(body=body):
            return shown(body)
    return "{" + (last_name(node) or "…") + "}"


def last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
