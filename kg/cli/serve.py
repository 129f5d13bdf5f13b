"""kg serve"""

import ipaddress
import os
import re
import socket
from functools import partial
from pathlib import Path

import click

from kg.cli.shared.options import endpoint_of, with_endpoint, with_store
from kg.cli.shared.printing import say
from kg.queries.limits import DEADLINE
from kg.server import Limits, create_app
from kg.server.web.serving import serve
from kg.settings import Settings

_EPILOG = "Example: kg serve, and then curl -d 'query=ASK {?s ?p ?o}' http://127.0.0.1:8765/sparql"
_TOKEN = re.compile(r"[!-~]+")
_ORIGIN = re.compile(r"\*|https?://[^/\s]+")


def _origins(
    context: click.Context, parameter: click.Parameter, origins: tuple[str, ...]
) -> tuple[str, ...]:
    wrong = next((each for each in origins if _ORIGIN.fullmatch(each) is None), None)
    if wrong is not None:
        raise click.BadParameter(f"{wrong!r} is not as https://HOST, https://HOST:PORT or *.")
    return origins


@click.command(epilog=_EPILOG)
@with_store
@with_endpoint
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True,
              help="Port to listen on; 0 takes a free one.")  # fmt: skip
@click.option("--update", is_flag=True,
              help="Let clients write; they need the token in the variable KG_TOKEN.")  # fmt: skip
@click.option("--no-token", is_flag=True,
              help="Let clients write without a token, on a loopback address alone.")  # fmt: skip
@click.option("--deadline", type=click.FloatRange(min=0, min_open=True), default=DEADLINE,
              show_default=True, help="Seconds that a query may take.")  # fmt: skip
@click.option("--queries", type=click.IntRange(min=1), default=32, show_default=True,
              help="How many queries may run at once.")  # fmt: skip
@click.option("--memory", type=click.IntRange(min=64), metavar="MB",
              help="Memory that all queries have together.  [default: half of all]")  # fmt: skip
@click.option("--largest", type=click.IntRange(min=1), default=1024, show_default=True,
              metavar="MB", help="Length of the longest result.")  # fmt: skip
@click.option("--allow-host", "hosts", multiple=True, metavar="HOST[:PORT]",
              help="A server that SERVICE and LOAD may call; may be repeated.")  # fmt: skip
@click.option("--server-name", "names", multiple=True, metavar="HOST[:PORT]",
              help="A name, beside localhost, that clients behind a proxy call this server by; "
                   "may be repeated.  [default: any; none on a loopback address]")  # fmt: skip
@click.option("--allow-origin", "origins", multiple=True, metavar="ORIGIN", callback=_origins,
              help="A site whose pages may read the answers, as https://HOST; may be repeated; "
                   "* for all.")  # fmt: skip
@click.pass_obj
def command(
    settings: Settings,
    store: Path | None,
    endpoint: str | None,
    user: str | None,
    host: str,
    port: int,
    update: bool,
    no_token: bool,
    deadline: float,
    queries: int,
    memory: int | None,
    largest: int,
    hosts: tuple[str, ...],
    names: tuple[str, ...],
    origins: tuple[str, ...],
) -> None:
    """Serve the store over HTTP: SPARQL, the saved queries, linked data."""
    if endpoint is not None and update:
        raise click.UsageError("--update is for a store: write to the other server itself.")
    token = _token(host, update, no_token)
    served = endpoint_of(endpoint, user, store) or settings.but(store=store).store
    limits = Limits(
        deadline=deadline,
        queries=queries,
        result=largest << 20,
        memory=None if memory is None else memory << 20,
        hosts=hosts,
    )
    with _listen(host, port) as listener:
        bound, bound_port = listener.getsockname()[:2]
        app = create_app(
            served,
            base=settings.base,
            limits=limits,
            update=update,
            token=token,
            own_queries=settings.queries,
            names=(*names, host) if names or _is_loopback(bound) else None,
            origins=origins,
        )
        address = f"[{host}]" if ":" in host else host
        line = f"{endpoint or served}: http://{address}:{bound_port}/sparql"
        serve(app, listener, ready=partial(say, line, err=True))


def _token(host: str, update: bool, no_token: bool) -> str | None:
    token = os.environ.get("KG_TOKEN")
    if not update:
        return None
    if no_token and not _is_loopback(host):
        raise click.UsageError(f"--no-token is for loopback addresses, not for {host}.")
    if not no_token and not token:
        raise click.UsageError("--update needs a token in the environment variable KG_TOKEN.")
    if token and not no_token and _TOKEN.fullmatch(token) is None:
        raise click.ClickException(
            "KG_TOKEN may only have visible ASCII characters, and no spaces; choose another token."
        )
    return None if no_token else token


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=512)
    except OSError as error:
        raise click.ClickException(f"{host}:{port}: cannot listen: {error.strerror}") from error
