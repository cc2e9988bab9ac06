"""`reportedly serve`: the pages over a case, for whoever sits at this machine."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from pathlib import Path

import click

from reportedly.cli.add import CannotUseCase
from reportedly.cli.decide import user_name
from reportedly.interfaces import CaseError

TOKEN = "REPORTEDLY_TOKEN"  # noqa: S105 (the name of a variable)
HOW_TO_INSTALL = "the page needs a few libraries more; install them with: pip install 'reportedly[web]'"

EPILOG = f"""\b
The page reads the case while `reportedly add` fills it, and keeps what you
decide in it: who is who, what was read wrongly, how far a source is trusted.
Stop it with Ctrl-C.

\b
Examples:
  reportedly serve unrest.case
  reportedly serve unrest.case --port 9000 --who "Anna Berg"
  reportedly serve unrest.case --read-only
  {TOKEN}=$(openssl rand -hex 16) reportedly serve unrest.case --host 0.0.0.0

\b
Exit codes:
  0    stopped by you
  2    wrong usage
  3    the case cannot be opened
"""


@click.command(epilog=EPILOG, short_help="Open a page on a case: read, follow, decide.")
@click.argument("path", metavar="CASE", type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(0, 65535), default=8022, metavar="N", help="8022 by default.")
@click.option(
    "--host",
    default="127.0.0.1",
    metavar="ADDRESS",
    help=f"Where to listen: 127.0.0.1 by default, this machine only. Any other needs a token in {TOKEN}.",
)
@click.option("--who", metavar="NAME", help="Who decides; your user name by default. A browser can say another.")
@click.option("--read-only", is_flag=True, help="Take no decisions. Needs no right to write.")
def serve(path: Path, port: int, host: str, who: str | None, read_only: bool) -> None:
    """Serves pages over CASE: figures over time, sources, reports, conflicts, and a place to decide."""
    try:
        import uvicorn

        from reportedly.web import Settings, make_app
        from reportedly.web.desk import may_be_written
    except ImportError as error:
        raise click.ClickException(HOW_TO_INSTALL) from error
    token = os.environ.get(TOKEN) or None
    try:
        settings = Settings(
            case=path, host=host, port=port, who=who or user_name() or "somebody", read_only=read_only, token=token
        )
    except ValueError as error:
        raise click.UsageError(f"{error} in {TOKEN}") from error
    try:
        app = make_app(settings)
    except CaseError as error:
        hint = "" if read_only or may_be_written(path) else "; to look at it all the same, give --read-only"
        raise CannotUseCase(f"{error}{hint}") from error
    with listening(host, port) as door:
        here = address(host, door.getsockname()[1], token)
        click.echo(f"{path} is open at {here}  (Ctrl-C stops it)")
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False))
        with suppress(KeyboardInterrupt):
            server.run(sockets=[door])


def listening(host: str, port: int) -> socket.socket:
    """A socket that is open already, so that a port that is taken is told before anything else."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise click.UsageError(f"cannot listen at {host}:{port}: {why}; another --port may be free") from error


def address(host: str, port: int, token: str | None) -> str:
    """What to open: on this machine, where it listens to every machine."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}/" + (f"?token={token}" if token else "")
