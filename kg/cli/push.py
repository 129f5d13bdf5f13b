"""kg push"""

from contextlib import closing
from pathlib import Path

import click

from kg.cli.shared.options import reading, server, with_store
from kg.cli.shared.printing import say
from kg.settings import Settings

_PATIENCE = 600.0  # seconds


@click.command(epilog="Example: kg push --to http://localhost:3030/news/data")
@with_store
@click.option("--to", metavar="URL", required=True,
              help="Address of the other store by the SPARQL Graph Store Protocol.")  # fmt: skip
@click.option("--user", metavar="NAME",
              help="User there, with the password in KG_ENDPOINT_PASSWORD; for a token, "
                   "KG_ENDPOINT_TOKEN.")  # fmt: skip
@click.option("--merge", metavar="URL",
              help="Keep the merge of all graphs in the default graph too, by SPARQL updates sent "
                   "to this address; for stores that keep none themselves.")  # fmt: skip
@click.option("--runs", is_flag=True, help="Push the record of the runs, with clock times, too.")
@click.pass_obj
def command(
    settings: Settings, store: Path | None, to: str, user: str | None, merge: str | None, runs: bool
) -> None:
    """Push the graph into the store of another server, graph by graph.

    What has not changed since the last push is left alone, and a push that was interrupted goes on
    when it is called again. Graphs that have left this store are deleted there; all others that
    kg did not push stay as they are.
    """
    # The library for HTTP takes a while to import, which help need not wait for.
    from kg.store.remote.graphs import RemoteGraphs, RemoteUpdates
    from kg.store.remote.push import push

    graphs = RemoteGraphs(server(to, user, _PATIENCE))
    with reading(settings, store) as graph, closing(graphs):
        if merge is None:
            done = push(graph.store, graphs, runs=runs)
        else:
            with closing(RemoteUpdates(server(merge, user, _PATIENCE))) as updates:
                done = push(graph.store, graphs, updates, runs=runs)
    say(f"{done.written} graphs written, {done.unchanged} unchanged, {done.deleted} deleted")
