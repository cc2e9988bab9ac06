"""What is settled before pages are served: which case, from where it is seen, whether decisions are kept."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

LOOPBACK = "127.0.0.1"
PORT = 8022
SHORTEST_TOKEN = 16  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Settings of one server; `token` is what everybody must show who looks at it, None where nobody needs one."""

    case: Path
    host: str = LOOPBACK
    port: int = PORT
    who: str = ""  # who decides, where a browser has not said otherwise
    read_only: bool = False
    token: str | None = None

    def __post_init__(self) -> None:
        if not is_loopback(self.host) and not self.token:
            raise ValueError(f"{self.host} can be reached from other machines: give a token")
        if self.token is not None and len(self.token) < SHORTEST_TOKEN:
            raise ValueError(f"the token is too easy to guess: give at least {SHORTEST_TOKEN} characters")


def is_loopback(host: str) -> bool:
    """Whether an address is reached from this machine only; a name other than localhost is not taken for one."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
