"""A web server on this machine, with pages as a test wants them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.load.making import page

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """What is at a path."""

    body: bytes = b""
    kind: str = HTML
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    pause: float = 0.0  # seconds before each piece of ten bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A running server: its address, what it has, and what it was asked for and when."""

    address: str
    pages: dict[str, Served]
    asked: list[tuple[str, float]]
    agents: set[str]

    def at(self, path: str) -> str:
        return self.address + path

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@contextmanager
def site(pages: Mapping[str, Served] | None = None) -> Iterator[Site]:
    """Serves `pages`, and a page at "/1"; everything else is not there."""
    served = {"/1": Served(body=page(1)), **(pages or {})}
    asked: list[tuple[str, float]] = []
    agents: set[str] = set()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append((self.path, time.monotonic()))
            agents.add(self.headers.get("User-Agent", ""))
            assert "Cookie" not in self.headers
            found = served.get(self.path, Served(status=404, body=b"not here"))
            self.send_response(found.status)
            self.send_header("Content-Type", found.kind)
            self.send_header("Set-Cookie", "a=b")
            for name, value in {"Content-Length": str(len(found.body)), **found.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                if not found.pause:
                    self.wfile.write(found.body)
                for start in range(0, len(found.body) if found.pause else 0, 10):
                    time.sleep(found.pause)
                    self.wfile.write(found.body[start : start + 10])
            except OSError:
                self.close_connection = True  # whoever asked has gone

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield Site(address=f"http://127.0.0.1:{server.server_port}", pages=served, asked=asked, agents=agents)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
