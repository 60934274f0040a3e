"""A service over HTTP: texts in, reports with their reasons out.

    pip install 'weishang-risk[serve]'
    python examples/serve.py --port 8000
    curl -s 127.0.0.1:8000/score -H 'content-type: application/json' -d '{"text": "..."}'

`GET /` is a form, `GET /openapi.json` tells everything else. It answers to this machine alone unless `--host` says otherwise, and
asks nobody for a password: put it behind what does. Each process scores on one core; `--workers 4` starts four of them.
"""

import argparse
import asyncio
import json
import os
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field, fields
from functools import partial
from importlib import resources
from typing import Annotated, Any, Literal, TypeVar

try:
    import uvicorn
    from fastapi import FastAPI, Form, HTTPException, Request, Response
    from fastapi.exceptions import RequestValidationError
    from fastapi.openapi.utils import get_openapi
    from fastapi.responses import HTMLResponse, JSONResponse
    from pydantic import BaseModel, ConfigDict, Field
    from starlette.exceptions import HTTPException as AnyHTTPException
    from starlette.types import ASGIApp, Message, Receive, Scope, Send
except ImportError as error:
    raise SystemExit(f"serve.py: {error.name} is not installed; pip install 'weishang-risk[serve]'") from None

import weishang_risk as wr
from weishang_risk.cli import console
from weishang_risk.report import legal
from weishang_risk.report.report import SCHEMA_VERSION

Result = TypeVar("Result")
#: Where the limits travel from the command line to the processes that uvicorn starts.
VARIABLE = "WEISHANG_RISK_SERVE"


@dataclass(frozen=True)
class Limits:
    """How much may be asked for."""

    body: int = field(default=1_000_000, metadata={"help": "bytes of a request"})
    characters: int = field(default=20_000, metadata={"help": "characters of a text"})
    texts: int = field(default=100, metadata={"help": "texts of a request"})
    seconds: float = field(default=20.0, metadata={"help": "for a request to arrive, and again for it to be answered"})
    waiting: int = field(default=32, metadata={"help": "requests that may wait for the scorer of a process"})


class Refused(Exception):
    """An answer other than a report: a status and one line."""

    def __init__(self, status: int, line: str) -> None:
        super().__init__(line)
        self.status = status


def refusal(status: int, line: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """The one shape of every error."""
    more = {"retry-after": "1"} if status == 503 else {}
    return JSONResponse({"error": line}, status, headers={**(headers or {}), **more})


class Guard:
    """Reads a request whole, within the limits of size and time, before anything else sees it."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self.app, self.limits = app, limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            body = await asyncio.wait_for(self._read(scope, receive), self.limits.seconds)
        except Refused as refused:
            await refusal(refused.status, str(refused), {"connection": "close"})(scope, receive, send)
            return
        except asyncio.TimeoutError:
            line = f"the request did not arrive whole within {self.limits.seconds:g} seconds"
            await refusal(408, line, {"connection": "close"})(scope, receive, send)
            return
        if body is None:
            return
        given = [{"type": "http.request", "body": body, "more_body": False}]

        async def replay() -> Message:
            return given.pop() if given else await receive()

        async def plain(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"no-referrer")]
            await send(message)

        await self.app(scope, replay, plain)

    async def _read(self, scope: Scope, receive: Receive) -> bytes | None:
        """The body, or None where the client has gone."""
        too_large = f"the request is larger than {self.limits.body:,} bytes; send fewer or shorter texts"
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if length.isdigit() and int(length) > self.limits.body:
            raise Refused(413, too_large)
        parts, size, more = [], 0, True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > self.limits.body:
                raise Refused(413, too_large)
            more = message.get("more_body", False)
        return b"".join(parts)


class Scorer:
    """One thread that scores: a second would only share the core with it."""

    def __init__(self, limits: Limits) -> None:
        self.limits, self.waiting = limits, 0
        self.thread = ThreadPoolExecutor(1, "scorer")

    async def __call__(self, work: Callable[[float], Result]) -> Result:
        """What `work` gives, called with the time at which it must be done; or a refusal where that is too late."""
        if self.waiting >= self.limits.waiting:
            raise Refused(503, f"{self.waiting} requests are waiting already; try again")
        self.waiting += 1
        running = self.thread.submit(work, time.monotonic() + self.limits.seconds)
        loop = asyncio.get_running_loop()
        running.add_done_callback(lambda _: loop.call_soon_threadsafe(self._done))
        try:
            return await asyncio.wait_for(asyncio.wrap_future(running), self.limits.seconds)
        except (TimeoutError, asyncio.TimeoutError):
            raise Refused(503, f"not done within {self.limits.seconds:g} seconds; send fewer texts, or try again") from None

    def _done(self) -> None:
        self.waiting -= 1


def in_time(until: float) -> None:
    """Stop work that nobody waits for any more."""
    if time.monotonic() > until:
        raise TimeoutError


CODES = tuple(legal.jurisdictions())


class Options(BaseModel):
    """What any request for a score may say."""

    model_config = ConfigDict(extra="forbid", strict=True)

    prior: Annotated[float | None, Field(gt=0, lt=1, allow_inf_nan=False)] = None
    """Share of such texts that describe a pyramid, where they come from."""
    jurisdictions: Annotated[list[Literal[CODES]] | None, Field(max_length=len(CODES))] = None  # type: ignore[valid-type]
    """Those whose legal tests are wanted; all by default."""


class Health(BaseModel):
    """That the service scores, with what, and how many requests wait."""

    status: Literal["ok"]
    version: str
    model_version: str
    schema_version: str
    waiting: int
    limits: dict[str, int | float]


FAILURES = {400: "The body cannot be read", 408: "The request did not arrive in time", 413: "The request is too large",
            415: "The request is of another content type", 422: "The request is no such request",
            503: "Too many requests, or too much to do in the time"}  # fmt: skip
POLICY = {"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"}
FORM = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>weishang_risk</title><style>body{font:1rem/1.5 sans-serif;max-width:45rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}
textarea{width:100%;box-sizing:border-box;font:inherit}button{font:inherit;padding:.3rem 1rem}</style>
<h1>weishang_risk</h1><form method="post" action="/page"><p><label for="text">A business description, Chinese or English</label></p>
<textarea id="text" name="text" rows="12" required autofocus></textarea><p><button>Read it</button></p></form></html>"""


def create_app(limits: Limits | None = None, model: wr.RiskModel | None = None) -> FastAPI:
    """The service.

    Parameters
    ----------
    limits : Limits, optional
        Those of the command line by default.
    model : RiskModel, optional
        The shipped model by default.

    Returns
    -------
    FastAPI
    """
    given = json.loads(os.environ.get(VARIABLE, "{}"))
    model = model or wr.RiskModel.load(given.pop("model", None))
    bound = limits or Limits(**given)
    scorer = Scorer(bound)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        wr.score("先交2980元,推荐一人奖500元", model=model).to_json()  # what a first text loads is loaded before it comes
        yield
        scorer.thread.shutdown(cancel_futures=True)

    # The usual pages of documentation fetch scripts from elsewhere; this service points nobody's browser anywhere.
    app = FastAPI(title="weishang_risk", version=wr.__version__, lifespan=lifespan, docs_url=None, redoc_url=None,
                  description=__doc__.split("\n\n")[0] + f" A request may have {bound.body:,} bytes, a text {bound.characters:,} "
                  f"characters, and an answer takes at most {bound.seconds:g} seconds. Places in a text count its Unicode code points.")  # fmt: skip
    app.add_middleware(Guard, limits=bound)
    answers: dict[int | str, dict[str, Any]] = {status: contract("Failure", said) for status, said in FAILURES.items()}

    # Made here, for their limits are the service's.
    Text = Annotated[str, Field(max_length=bound.characters, description="a business description, Chinese or English")]

    class One(Options):
        text: Text

    class Many(Options):
        texts: Annotated[list[Text], Field(max_length=bound.texts)]

    One.__doc__, Many.__doc__ = "One text.", "Texts, whose reports come back in their order."

    @app.get("/health", response_model=Health)
    async def health() -> Any:
        """Whether the service scores; it scores a sentence to find out."""
        await scorer(lambda until: wr.score("推荐一人奖500元", model=model))
        return {"status": "ok", "version": wr.__version__, "model_version": model.version, "schema_version": SCHEMA_VERSION,
                "waiting": scorer.waiting, "limits": asdict(bound)}  # fmt: skip

    @app.post("/score", responses={200: contract("Report"), **answers})
    async def score(asked: One) -> Response:
        """One text's report: score, level and every reason."""

        def work(until: float) -> str:
            in_time(until)
            return wr.score(asked.text, model, asked.prior, asked.jurisdictions).to_json()

        return Response(await scorer(work), media_type="application/json")

    @app.post("/score/many", responses={200: contract("Reports"), **answers})
    async def score_many(asked: Many) -> Response:
        """Many texts' reports, in their order; a text on which scoring fails costs that text."""

        def work(until: float) -> str:
            parts = []
            for report in wr.score_many(asked.texts, model, prior=asked.prior, errors="report", jurisdictions=asked.jurisdictions):
                in_time(until)
                parts.append(report.to_json() if isinstance(report, wr.RiskReport) else json.dumps(report.to_dict()))
            return f'{{"reports": [{", ".join(parts)}]}}'

        return Response(await scorer(work), media_type="application/json")

    @app.post("/page", response_class=HTMLResponse, responses=answers)
    async def page(text: Annotated[Text, Form(min_length=1)], language: Annotated[Literal["", "en", "zh"], Form()] = "") -> HTMLResponse:
        """One text's page, of a form's fields."""

        def work(until: float) -> str:
            in_time(until)
            return wr.score(text, model).to_html(language or None)

        return HTMLResponse(await scorer(work), headers=POLICY)

    @app.get("/", response_class=HTMLResponse)
    async def form() -> HTMLResponse:
        """A form for one text."""
        return HTMLResponse(FORM, headers=POLICY)

    _errors(app)
    app.openapi = partial(_openapi, app)  # type: ignore[method-assign]
    return app


def contract(name: str, description: str = "OK") -> dict[str, Any]:
    """An answer that keeps to a schema of the description."""
    return {"description": description, "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}}


def _openapi(app: FastAPI) -> dict[str, Any]:
    """FastAPI's description with the contract's own schema in it."""
    if app.openapi_schema is None:
        said = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        shipped = (resources.files("weishang_risk.report") / "contract.schema.json").read_text(encoding="utf-8")
        report = json.loads(shipped.replace('"#/$defs/', '"#/components/schemas/Report.'))
        report.pop("$schema")
        parts = {f"Report.{name}": part for name, part in report.pop("$defs").items()}
        failed = {"type": "object", "properties": {"index": {"type": "integer"}, "error": {"type": "string"}}, "required": ["index", "error"],
                  "additionalProperties": False}  # fmt: skip
        reports = {"type": "object", "properties": {"reports": {"type": "array", "items": {"anyOf": [
            {"$ref": "#/components/schemas/Report"}, {"$ref": "#/components/schemas/FailedText"}]}}},
            "required": ["reports"], "additionalProperties": False}  # fmt: skip
        failure = {"type": "object", "properties": {"error": {"type": "string"}}, "required": ["error"], "additionalProperties": False}
        said["components"]["schemas"] |= {"Report": report, "Reports": reports, "FailedText": failed, "Failure": failure, **parts}
        for unused in ("HTTPValidationError", "ValidationError"):
            said["components"]["schemas"].pop(unused, None)
        app.openapi_schema = said
    return app.openapi_schema


JSON, FORMS = ("application/json",), ("application/x-www-form-urlencoded", "multipart/form-data")
#: The content types that a path takes, the usual one first, and a body for it.
ASKED = {"/score": (JSON, '{"text": "..."}'), "/score/many": (JSON, '{"texts": ["...", "..."]}'), "/page": (FORMS, "text=...")}
#: What a field may be called.
_NAME = re.compile(r"\w{1,20}", re.ASCII)


def _errors(app: FastAPI) -> None:
    """Every error is one line of ours, and none repeats what was sent."""

    async def no_such_request(request: Request, error: RequestValidationError) -> JSONResponse:
        kinds, example = ASKED.get(request.url.path, ASKED["/score"])
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() not in kinds:
            return refusal(415, f"send the request with the content-type {kinds[0]}, e.g. {example}")
        said = []
        for each in error.errors()[:5]:
            if each["type"] == "json_invalid":
                return refusal(422, f"the body is no JSON from its character {each['loc'][-1] + 1} on; send e.g. {example}")
            if tuple(each["loc"]) == ("body",):
                return refusal(422, f"the request has no such body as is asked for; send e.g. {example}")
            # A field with a plain name is named, were it a slip of the pen; what else stands there as a key is somebody's text.
            own = [part for part in map(str, each["loc"]) if part != "body" and _NAME.fullmatch(part)]
            said.append(f"{'.'.join(own) or 'the request'}: {each['msg']}")
        return refusal(422, "; ".join(said).encode("utf-8", "backslashreplace").decode("utf-8"))

    async def refused(_: Request, error: Refused) -> JSONResponse:
        return refusal(error.status, str(error))

    async def of_http(_: Request, error: HTTPException) -> JSONResponse:
        if error.status_code == 400:
            return refusal(400, "the body cannot be read; send JSON in UTF-8, or a form to /page; GET /openapi.json tells what there is")
        return refusal(error.status_code, f"{error.detail}; GET /openapi.json tells what there is", dict(error.headers or {}))

    async def unforeseen(_: Request, error: Exception) -> JSONResponse:
        return refusal(500, f"the request failed ({type(error).__name__}); the service's log says more")

    handlers: dict[type[Exception], Callable[..., Awaitable[JSONResponse]]] = {
        RequestValidationError: no_such_request, Refused: refused, AnyHTTPException: of_http, Exception: unforeseen,
    }  # fmt: skip
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on; this machine alone by default")
    parser.add_argument("--port", type=console.port, default=8000)
    parser.add_argument("--workers", type=int, default=1, help="processes, each on a core of its own")
    parser.add_argument("--model", help="a model file; the shipped one by default")
    for each in fields(Limits):
        parser.add_argument(f"--{each.name}", type=type(each.default), default=each.default, metavar="N", help=f"{each.metadata['help']} [{each.default:,}]")
    options = parser.parse_args()
    settings = {each.name: getattr(options, each.name) for each in fields(Limits)}
    if none := [name for name, value in settings.items() if not value > 0]:
        parser.error(f"--{none[0]} must be more than 0")
    try:
        wr.RiskModel.load(options.model)
    except (OSError, wr.ModelFileError) as error:
        parser.exit(2, f"serve.py: {error}\n")
    os.environ[VARIABLE] = json.dumps(settings | ({"model": options.model} if options.model else {}))
    uvicorn.run("serve:create_app", factory=True, host=options.host, port=options.port, workers=options.workers,
                access_log=False, log_level="warning", app_dir=os.path.dirname(os.path.abspath(__file__)))  # fmt: skip
