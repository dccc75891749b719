"""The web application: each address, what may be sent to it, and how its answer goes out."""

from __future__ import annotations

import asyncio
import html
from collections.abc import Awaitable, Mapping
from importlib.resources import files
from typing import Final, TypeVar

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kgraph.errors import KgraphError
from kgraph.graph.named import named_queries
from kgraph.ontology import PREFIXES
from kgraph.serve import guard
from kgraph.serve.answers import Answer, as_json, problem
from kgraph.serve.describing import service_description
from kgraph.serve.negotiation import prefers_html
from kgraph.serve.protocol import FORM_TYPE, QUERY_TYPE, UPDATE_TYPE, Kind, RefusedError, operation_in
from kgraph.serve.service import STATIC, Service, static_file

_T = TypeVar("_T")
_BODY_SECONDS: Final = 30.0
"""How long a body may take to come."""
_ALLOWED: Final = "GET, HEAD, POST, OPTIONS"


def application(service: Service) -> ASGIApp:
    """The application that answers for a service."""
    pages = _Pages(service)
    handlers = {RefusedError: _refused, KgraphError: _failed, HTTPException: _no_such}
    routes = [
        Route("/", pages.explorer, methods=["GET"]),
        Route("/sparql", pages.sparql, methods=["GET", "POST", "OPTIONS"]),
        Route("/api/dyad/{first}/{second}", pages.dyad, methods=["GET"]),
        Route("/export.{suffix}", pages.export, methods=["GET"]),
        Route("/health", pages.health, methods=["GET"]),
        Route("/queries.json", pages.queries, methods=["GET"]),
        Route("/prefixes.json", pages.prefixes, methods=["GET"]),
        Route("/static/{name}", pages.static, methods=["GET"]),
        Route("/favicon.ico", pages.no_icon, methods=["GET"]),
    ]
    inside = Starlette(routes=routes, exception_handlers=handlers)  # type: ignore[arg-type]
    inside.router.redirect_slashes = False  # an address is there or not
    return _Guarded(inside, service)


class _Pages:
    """The addresses; each answers one kind of request."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def explorer(self, request: Request) -> Response:
        answer = await _unless_gone(request, self._service.explorer())
        return _response(answer, {"content-security-policy": guard.EXPLORER_POLICY})

    async def sparql(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            types = ", ".join((FORM_TYPE, QUERY_TYPE, UPDATE_TYPE))
            return Response(status_code=204, headers={"allow": _ALLOWED, "accept-post": types})
        body = await _body(request, self._service.settings.limits.body_bytes)
        content_type = request.headers.get("content-type")
        operation = operation_in(request.method, request.scope["query_string"], content_type, body)
        accept = ", ".join(request.headers.getlist("accept")) or None
        if operation.kind is Kind.UPDATE:
            guard.check_token(request.headers, self._service.settings.token)
            return _response(await self._service.update(operation))
        if operation.kind is Kind.QUERY:
            answer = await _unless_gone(request, self._service.query(operation, accept))
            return _response(answer, {"vary": "accept"})
        if request.method == "POST":
            raise RefusedError(400, "neither a query nor an update")
        if prefers_html(accept):
            return self._query_page()
        return _response(service_description(self._service.settings, str(request.url_for("sparql")), accept))

    async def dyad(self, request: Request) -> Response:
        ends = request.path_params
        return _response(await _unless_gone(request, self._service.dyad(ends["first"], ends["second"])))

    async def export(self, request: Request) -> Response:
        return _response(await _unless_gone(request, self._service.export(request.path_params["suffix"])))

    async def health(self, _: Request) -> Response:
        return _response(self._service.health())

    async def queries(self, _: Request) -> Response:
        found = named_queries().values()
        return _response(as_json([{"name": q.name, "title": q.title, "sparql": q.sparql} for q in found]))

    async def prefixes(self, _: Request) -> Response:
        return _response(as_json(dict(PREFIXES)))

    async def static(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in STATIC:
            raise HTTPException(404)
        return Response(static_file(name), headers={"content-type": STATIC[name], "cache-control": "no-cache"})

    async def no_icon(self, _: Request) -> Response:
        return Response(status_code=204)

    def _query_page(self) -> Response:
        text = files("kgraph.serve").joinpath("page", "query.html").read_text("utf-8")
        text = text.replace("{{title}}", html.escape(self._service.settings.title))
        headers = {
            "content-type": "text/html; charset=utf-8",
            "content-security-policy": guard.QUERY_POLICY,
            "vary": "accept",
        }
        return Response(text.encode(), headers=headers)


class _Guarded:
    """The application behind its door: who may come in, and the headers that go out with everything."""

    def __init__(self, inside: ASGIApp, service: Service) -> None:
        self._inside, self._names = inside, service.settings.names()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                held = {name for name, _ in message["headers"]}
                always = {"content-security-policy": guard.DATA_POLICY, "cache-control": "no-store", **guard.ALWAYS}
                more = ((name.encode(), value.encode()) for name, value in always.items())
                message["headers"] = [*message["headers"], *(pair for pair in more if pair[0] not in held)]
            await send(message)

        try:
            guard.check_host(request.headers, self._names)
            guard.check_origin(request.headers)
        except RefusedError as refused:
            await _response(_said(refused))(scope, receive, send_with_headers)
            return
        await self._inside(scope, receive, send_with_headers)


async def _body(request: Request, most: int) -> bytes:
    """The body of a request, as long as it may be.

    Raises:
        RefusedError: 413 where it is longer, 415 where it is compressed, 408 where it does not come.
    """
    if request.headers.get("content-encoding", "identity") != "identity":
        raise RefusedError(415, "a compressed body", Accept_Encoding="identity")
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > most:
        raise RefusedError(413, f"a body of {length} bytes; {most} at most")
    found = bytearray()
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            async for chunk in request.stream():
                found += chunk
                if len(found) > most:
                    raise RefusedError(413, f"a body of more than {most} bytes")
    except TimeoutError:
        raise RefusedError(408, "the body did not come") from None
    except ClientDisconnect:
        raise RefusedError(400, "the body broke off") from None
    return bytes(found)


async def _unless_gone(request: Request, work: Awaitable[_T]) -> _T:
    """What the work gives; if the client goes away meanwhile, the work is cancelled and its worker ended."""
    working = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait((working, leaving), return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise RefusedError(499, "the client went away")
        return working.result()
    finally:
        for task in (working, leaving):
            task.cancel()
        await asyncio.wait((working, leaving))


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _response(answer: Answer, more: Mapping[str, str] | None = None) -> Response:
    headers = dict(answer.headers)
    if answer.status < 400:
        headers |= more or {}
    return Response(answer.body, status_code=answer.status, headers=headers)


def _said(refused: RefusedError) -> Answer:
    answer = problem(refused.status, refused.problem)
    return Answer(status=answer.status, headers={**answer.headers, **refused.headers}, body=answer.body)


async def _refused(_: Request, error: RefusedError) -> Response:
    return _response(_said(error))


async def _failed(_: Request, error: KgraphError) -> Response:
    return _response(problem(500, str(error)))


async def _no_such(request: Request, error: HTTPException) -> Response:
    words = {404: "no such address", 405: f"{request.method} is not answered here"}
    answer = problem(error.status_code, words.get(error.status_code, error.detail))
    return _response(
        Answer(status=answer.status, headers={**answer.headers, **(error.headers or {})}, body=answer.body)
    )
