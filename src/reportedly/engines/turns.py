"""What waits for its turn: work under way, no more of it than is wanted, and inputs until their answers come."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from itertools import islice
from typing import Any, Protocol, TypeVar

from reportedly.interfaces import Engine, Lost

In = TypeVar("In")
Out = TypeVar("Out")
Here = TypeVar("Here")


class Future(Protocol):
    def cancel(self) -> Any: ...


Under = TypeVar("Under", bound=Future)


def under_way(
    inputs: Iterable[In], submit: Callable[[In], Under], *, wanted: Callable[[], int]
) -> Generator[tuple[In, Under], None, None]:
    """Each input with its future, in order; as many as are `wanted` then are submitted before the first is given.

    Whoever stops asking should close it: what is under way is then cancelled.
    """
    arriving = iter(inputs)
    waiting: deque[tuple[In, Under]] = deque()

    def take_in() -> None:
        for one in islice(arriving, max(0, wanted() - len(waiting))):
            waiting.append((one, submit(one)))

    try:
        take_in()
        while waiting:
            yield waiting.popleft()
            take_in()
    finally:
        for _, future in waiting:
            future.cancel()


def with_answers(
    engine: Engine, work: Callable[[In], Out], inputs: Iterable[tuple[Here, In]]
) -> Iterator[tuple[Here, Out | Lost]]:
    """The answers of an engine, each beside what stays here of its input while the rest is worked on elsewhere."""
    waiting: deque[Here] = deque()

    def sent() -> Iterator[In]:
        for here, there in inputs:
            waiting.append(here)
            yield there

    for answer in engine(work, sent()):
        yield waiting.popleft(), answer
