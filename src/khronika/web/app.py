"""The application: every room's ways, the files of its looks, the API, and the guard before all of it."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from khronika.api.app import api_app
from khronika.errors import KhronikaError, NotFound
from khronika.web.frame import Frame
from khronika.web.guard import Guard
from khronika.web.pages import static_file
from khronika.web.rooms import (
    amending,
    care,
    consents,
    contacts,
    entrance,
    erasing,
    filing,
    findings,
    gallery,
    identities,
    inbox,
    incidents,
    log,
    me,
    originals,
    origins,
    parties,
    passkeys,
    people,
    places,
    reading_room,
    records,
    search,
    second,
    sheet,
    sources,
    timeline,
    weighing,
    work_list,
)
from khronika.web.rooms import map as map_room
from khronika.web.routes import Way, looks_of
from khronika.web.server import Server
from khronika.web.troubles import language_of_request, refusal, trouble, typed_in

WAYS: tuple[Way, ...] = (
    *entrance.WAYS,
    *work_list.WAYS,
    *sheet.WAYS,
    *contacts.WAYS,
    *consents.WAYS,
    *identities.WAYS,
    *reading_room.WAYS,
    *sources.WAYS,
    *amending.WAYS,
    *incidents.WAYS,
    *parties.WAYS,
    *places.WAYS,
    *filing.WAYS,
    *timeline.WAYS,
    *weighing.WAYS,
    *findings.WAYS,
    *origins.WAYS,
    *map_room.WAYS,
    *inbox.WAYS,
    *search.WAYS,
    *log.WAYS,
    *originals.WAYS,
    *records.WAYS,
    *people.WAYS,
    *second.WAYS,
    *erasing.WAYS,
    *care.WAYS,
    *me.WAYS,
    *passkeys.WAYS,
    *gallery.WAYS,
)
API = "/api/v1"
_FOR_GOOD = "public, max-age=31536000, immutable"


def make_app(server: Server) -> ASGIApp:
    """Return the application of a running desk."""
    app = Starlette(
        routes=[
            Route("/static/{digest}/{name}", _static, methods=["GET"]),
            Mount(API, app=api_app(server.desk)),
            *(way.route for way in WAYS),
        ],
        exception_handlers={404: _not_there, 405: _not_that_way, Exception: _unforeseen},
    )
    app.router.redirect_slashes = False
    app.state.server = server
    app.state.looks = looks_of(WAYS)
    return Guard(app, server)


async def _static(request: Request) -> Response:
    """Return a file of the desk's own looks; its address holds its digest, so it is kept for good."""
    found = static_file(request.path_params["name"])
    if found is None:
        return refusal(request, "there is no such file", 404)
    return Response(found[0], media_type=found[1], headers={"Cache-Control": _FOR_GOOD})


async def _not_there(request: Request, _: Exception) -> Response:
    fault = NotFound("there is no such page, or it is not for you", "go back, or to the first page")
    return trouble(fault, Frame(language_of_request(request), "/"))


async def _not_that_way(request: Request, _: Exception) -> Response:
    return refusal(request, "not that way", 405, {"Allow": "GET, POST"})


async def _unforeseen(request: Request, fault: Exception) -> Response:
    """Answer what nobody foresaw by the kind of fault, never by its words, which may quote a source."""
    told = KhronikaError(
        f"something went wrong that khronika did not foresee ({type(fault).__name__})",
        "nothing that was recorded is lost; tell whoever runs this desk",
    )
    return trouble(told, Frame(language_of_request(request), "/"), typed_in(request))
