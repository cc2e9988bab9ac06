"""Where in its bytes a report states its title, byline, outlet, address and dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from reportedly.model import Loaded

What = Literal["title", "byline", "outlet", "url", "published", "modified"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Something that the bytes of a report state of it, and where: "meta og:title", "header Subject"."""

    what: What
    value: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Located(Loaded):
    """A loaded report with the places in which its bytes state what is known of it."""

    found: tuple[Found, ...] = ()


def stated(place: str, values: Iterable[tuple[What, str | None]]) -> Iterator[Found]:
    """What is stated in one kind of place; what is not there is left out."""
    return (Found(what=what, value=value, place=place) for what, value in values if value)
