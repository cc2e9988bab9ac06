"""PDFs are read in a process of their own, which may take so long and so much memory, and may die of one.

PDFium is safe from most harm, but knows no limits: a PDF of a few kilobytes can take it minutes or gigabytes.  The
process stays for the next PDF, so that only the first pays for starting it (about 0.2 s); each process of ours has one.
Not with multiprocessing: workers of a pool may not have processes of that kind.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportedly.load.characters import LONGEST_TEXT
from reportedly.load.pdf_words import packed, piece_from

PROGRAM = str(Path(__file__).with_name("pdf_words.py"))


class Died(Exception):
    """The process is gone; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one PDF may cost.  Reading 2,000 full pages takes about 10 s and 100 MB."""

    cpu_seconds: int = 60
    seconds: float = 600.0  # on a busy machine, or where CPU time cannot be limited
    bytes: int = 1_000_000_000


TOO_LONG_TAKEN = "reading it took longer than {:,.0f} seconds"
DIED = "the program that reads PDFs did not survive it"


class PdfProcess:
    """Reads PDFs one at a time, for all threads of this process."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._lock = threading.Lock()
        self._running: subprocess.Popen[bytes] | None = None
        self._read = 0  # PDFs, by the process that runs
        self._of_others: list[subprocess.Popen[bytes] | None] = []

    def words_in(self, raw: bytes) -> Mapping[str, Any]:
        """The answer of `pdf_words.words_in`; raises `Died` where there is none."""
        with self._lock:
            for _ in range(2):
                used_before = self._is_there() and self._read > 0
                try:
                    return self._asked(raw)
                except Died:
                    if not used_before:
                        raise
            raise AssertionError("unreachable")  # pragma: no cover

    def end(self) -> None:
        running, self._running, self._read = self._running, None, 0
        if running is None:
            return
        running.kill()
        running.wait()
        for pipe in (running.stdin, running.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def after_fork(self) -> None:
        """The process is our parent's, who goes on asking it; we start another, and leave that one in peace."""
        self._lock = threading.Lock()
        self._of_others.append(self._running)
        self._running, self._read = None, 0

    def _is_there(self) -> bool:
        return self._running is not None and self._running.poll() is None

    def _asked(self, raw: bytes) -> Mapping[str, Any]:
        if not self._is_there():
            self.end()
            self._start()
        running = self._running
        assert running is not None
        assert running.stdin is not None
        assert running.stdout is not None
        too_slow = threading.Event()
        timer = threading.Timer(self._limits.seconds, given_up, [running, too_slow])
        timer.daemon = True
        timer.start()
        try:
            running.stdin.write(packed(raw))
            running.stdin.flush()
            answer = piece_from(running.stdout)
        except OSError:
            answer = None
        except BaseException:  # Ctrl-C: its answer would be taken for that to the next question
            self.end()
            raise
        finally:
            timer.cancel()
        if answer is None:
            raise Died(self._why(running, too_slow=too_slow.is_set()))
        self._read += 1
        return json.loads(answer)  # type: ignore[no-any-return]

    def _why(self, running: subprocess.Popen[bytes], *, too_slow: bool) -> str:
        code = running.wait() if too_slow else self._ended(running)
        self.end()
        if too_slow:
            return TOO_LONG_TAKEN.format(self._limits.seconds)
        return TOO_LONG_TAKEN.format(self._limits.cpu_seconds) if code in OUT_OF_TIME else DIED

    def _ended(self, running: subprocess.Popen[bytes]) -> int | None:
        try:
            return running.wait(timeout=10)
        except subprocess.TimeoutExpired:
            return None

    def _start(self) -> None:
        limits = self._limits
        setting = {
            "path": sys.path,
            "bytes": limits.bytes,
            "seconds": limits.cpu_seconds,
            "longest": LONGEST_TEXT,
        }
        try:
            # -I: the folder of the program is none to import from; its modules bear names of the standard library.
            running = subprocess.Popen(  # noqa: S603
                [sys.executable, "-I", PROGRAM],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            raise Died(f"no process could be started to read it: {error.strerror or error}") from None
        self._running, self._read = running, 0
        assert running.stdin is not None
        with suppress(OSError):
            running.stdin.write(packed(json.dumps(setting).encode("ascii")))


def given_up(running: subprocess.Popen[bytes], too_slow: threading.Event) -> None:
    too_slow.set()
    running.kill()


OUT_OF_TIME = frozenset({-24, -30})  # SIGXCPU of Linux and of other systems
OURS = PdfProcess()
atexit.register(OURS.end)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=OURS.after_fork)
