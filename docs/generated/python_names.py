"""The Python names of a module, each with what its docstring and the comments on its fields say."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from importlib import import_module
from types import ModuleType

import reportedly
from generated.markdown import block


def api(module: str, *names: str) -> str:
    """Names of a module, or all that it has; those that `import reportedly` promises are told by that name."""
    home = import_module(module)
    told = names or public(home)
    return "\n".join([index_of(home, told), *(of_name(home, name) for name in told)])


def index_of(module: ModuleType, names: Sequence[str]) -> str:
    """Links to all that follows, where that is much."""
    return (
        " · ".join(f"{{py:obj}}`{name} <{full_name(module, name)}>`" for name in names) + "\n" if len(names) > 3 else ""
    )


def full_name(module: ModuleType, name: str) -> str:
    return f"{'reportedly' if name in reportedly.__all__ else module.__name__}.{name}"


def public(module: ModuleType) -> Sequence[str]:
    """What a module promises: its `__all__`, else its own classes and functions in their order."""
    return list(getattr(module, "__all__", ())) or [
        name
        for name, thing in vars(module).items()
        if not name.startswith("_") and getattr(thing, "__module__", None) == module.__name__ and is_told(thing)
    ]


def is_told(thing: object) -> bool:
    return inspect.isclass(thing) or inspect.isfunction(thing)


def of_name(module: ModuleType, name: str) -> str:
    return block("\n".join(directive(module, name)), "{eval-rst}")


def directive(module: ModuleType, name: str) -> Iterator[str]:
    thing = inspect.unwrap(getattr(module, name))
    kind = "autoclass" if inspect.isclass(thing) else "autofunction" if callable(thing) else "autodata"
    yield f".. {kind}:: {full_name(module, name)}"
    if kind == "autodata":
        yield "   :no-value:"
