"""kg kb reconcile"""

from contextlib import closing
from pathlib import Path

import click

from kg.cli.shared.options import web_address, with_store, writing
from kg.cli.shared.printing import say, say_row, warn
from kg.review.reconciling import (
    DEFAULT_CACHE,
    Cache,
    Client,
    Manners,
    Plan,
    Report,
    Sureness,
    Web,
    reconcile,
    types_asked,
)
from kg.settings import Settings

_EPILOG = "Example: kg kb reconcile --service https://example.org/reconcile --type Person=Q5"


@click.command(epilog=_EPILOG)
@click.option("--service", required=True, metavar="URL", callback=web_address,
              help="Address of the service.")  # fmt: skip
@click.option("--type", "types", multiple=True, metavar="TYPE[=ID]",
              help="Look up only entities of this type; ID is what the service calls it.  "
                   "[default: all but groups]")  # fmt: skip
@click.option("--property", "properties", multiple=True, metavar="NAME=ID",
              help="Send what is known as country or post as the service's "
                   "property ID.")  # fmt: skip
@click.option("--limit", type=click.IntRange(min=1), default=5, show_default=True,
              help="Candidates an entity.")  # fmt: skip
@click.option("--best", type=click.FloatRange(min=0, min_open=True), default=100.0,
              show_default=True, help="The service's score of a perfect candidate.")  # fmt: skip
@click.option("--threshold", type=click.FloatRange(0, 1), default=0.95, show_default=True,
              help="Least score of a link that the service calls no match.")  # fmt: skip
@click.option("--margin", type=click.FloatRange(0, 1), default=0.1, show_default=True,
              help="Its least distance to the second candidate.")  # fmt: skip
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), default=30.0,
              show_default=True, help="Seconds that a request may take.")  # fmt: skip
@click.option("--batch", type=click.IntRange(min=1), default=10, show_default=True,
              help="Entities in one request.")  # fmt: skip
@click.option("--cache", type=click.Path(path_type=Path, dir_okay=False),
              default=DEFAULT_CACHE, show_default=True,
              help="File that keeps the answers.")  # fmt: skip
@click.option("--refresh", is_flag=True, help="Ask again what has been answered before.")
@with_store
@click.pass_obj
def command(
    settings: Settings,
    service: str,
    types: tuple[str, ...],
    properties: tuple[str, ...],
    limit: int,
    best: float,
    threshold: float,
    margin: float,
    timeout: float,
    batch: int,
    cache: Path,
    refresh: bool,
    store: Path | None,
) -> None:
    """Link entities that have no link by a service on the network.

    The service speaks the W3C Entity Reconciliation API 0.2. Entities whose match is sure are
    linked; the others are listed with their candidates: entity, name, id, name there, score.
    Answers are kept and serve without a network too; what is not answered now is asked next time.
    """
    plan = Plan(
        types_asked(types),
        {name: id for name, _, id in (each.partition("=") for each in properties)},
        limit,
        Sureness(best, threshold, margin),
    )
    with (
        writing(settings, store) as graph,
        closing(Cache(cache)) as answers,
        closing(Web(Manners(timeout=timeout))) as web,
    ):
        client = Client(service, web, answers, warn, refresh=refresh, batch=batch)
        report = reconcile(graph.store, client, plan)
    _show(report)


def _show(report: Report) -> None:
    for entity in report.unsure:
        for id, name, score in entity.candidates:
            cells = (entity.key, entity.name, id, name, f"{score:g}")
            say_row(cells)
    say(
        f"{report.linked} linked, {len(report.unsure)} unsure, {report.unknown} without candidates,"
        f" {report.unanswered} not answered"
    )
