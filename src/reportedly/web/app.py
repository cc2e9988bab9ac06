"""The application: pages and the JSON interface over one case, behind the guards."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from types import ModuleType
from typing import Any

from fastapi import FastAPI
from starlette.responses import FileResponse
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from reportedly import __version__
from reportedly.web import trouble
from reportedly.web.desk import Desk
from reportedly.web.guards import Guarded
from reportedly.web.settings import Settings
from reportedly.web.trouble import Trouble
from reportedly.web.views import (
    adding,
    beside,
    case,
    claims,
    conflicts,
    copies,
    corrections,
    decisions,
    doubts,
    figures,
    hypotheses,
    names,
    outlets,
    reader,
    reports,
    search,
    sources,
)

# Each view is a module with `pages`, the routes people open, and `api`, the same as JSON.
VIEWS: tuple[ModuleType, ...] = (
    case,
    figures,
    sources,
    reports,
    names,
    outlets,
    conflicts,
    doubts,
    search,
    decisions,
    reader,
    claims,
    beside,
    copies,
    adding,  # before corrections: its address would be one of a claim there
    corrections,
    hypotheses,
)

ABOUT = (
    "What the pages show, as JSON: reports, claims, figures, names, copies, conflicts and decisions of one case. "
    "Offsets are code points of the text of a report. Nothing here says what is true; it says who says what."
)

# What every question may be answered with while the case is compared for the first time.
NOT_YET: dict[int | str, dict[str, Any]] = {503: {"model": Trouble, "description": "There is no comparison yet"}}


def make_app(settings: Settings) -> ASGIApp:
    """An ASGI application over the case of `settings`; raises `CaseError` where that cannot be opened."""
    desk = Desk(settings)

    @asynccontextmanager
    async def open_desk(_: FastAPI) -> AsyncIterator[None]:
        yield
        desk.close()

    app = FastAPI(
        title="Reportedly",
        summary="Who said what, on whose word, how sure",
        description=ABOUT,
        version=__version__,
        openapi_url="/api/openapi.json",
        docs_url=None,  # these would fetch scripts from elsewhere
        redoc_url=None,
        lifespan=open_desk,
    )
    app.state.desk = desk
    app.mount("/static", StaticFiles(directory=str(files("reportedly.web") / "static")), name="static")
    app.add_api_route("/favicon.ico", icon, include_in_schema=False)  # asked for where a page names no icon
    for view in VIEWS:
        app.include_router(view.api, prefix="/api", responses=NOT_YET)
        app.include_router(view.pages, include_in_schema=False)
    trouble.handle(app)
    return Guarded(app, settings)


def icon() -> FileResponse:
    return FileResponse(str(files("reportedly.web") / "static" / "icon.svg"))
