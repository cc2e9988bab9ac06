"""Pages over a case, for the people on this machine: read, follow, decide."""

from __future__ import annotations

from reportedly.web.app import make_app
from reportedly.web.settings import Settings

__all__ = ["Settings", "make_app"]
