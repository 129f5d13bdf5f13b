"""kg export"""

from functools import partial
from pathlib import Path

import click

from kg.cli.shared.options import endpoint_of, reading, with_endpoint, with_store
from kg.cli.shared.printing import standard_output
from kg.documents.whole_files import written_whole
from kg.settings import Settings
from kg.store import FORMATS

_SUFFIXES = {
    ".ttl": "turtle",
    ".trig": "trig",
    ".nq": "nquads",
    ".nt": "ntriples",
    ".jsonld": "jsonld",
    ".rdf": "rdfxml",
    ".xml": "rdfxml",
}


@click.command(epilog="Example: kg export --format trig -o graph.trig")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False),
              help="File to write, instead of standard output.")  # fmt: skip
@click.option("--format", "-f", "form", type=click.Choice(list(FORMATS)),
              help="By default what the file's name says, else turtle.")  # fmt: skip
@click.option("--graph", metavar="IRI", help="One named graph alone: a document's, for one.")
@click.option("--no-text", is_flag=True, help="Leave out the text of the articles.")
@click.option("--runs", is_flag=True, help="Write the record of the runs, with clock times, too.")
@click.option("--no-merge", is_flag=True,
              help="Leave the merge of all graphs out of trig, nquads and jsonld.")  # fmt: skip
@click.option("--rdf12", is_flag=True,
              help="In RDF 1.2, with what statements, claims, posts and links say.")  # fmt: skip
@with_store
@with_endpoint
@click.pass_obj
def command(
    settings: Settings,
    output: Path | None,
    form: str | None,
    graph: str | None,
    no_text: bool,
    runs: bool,
    no_merge: bool,
    rdf12: bool,
    store: Path | None,
    endpoint: str | None,
    user: str | None,
) -> None:
    """Write the graph, sorted: the same graph gives the same bytes."""
    chosen = form or _SUFFIXES.get(output.suffix if output else "", "turtle")
    with reading(settings, store, endpoint_of(endpoint, user, store)) as opened:
        write = partial(
            opened.export,
            format=chosen,
            graph=graph,
            text=not no_text,
            runs=runs,
            merge=not no_merge,
            rdf12=rdf12,
        )
        if output is None:
            write(standard_output())
            return
        with written_whole(output) as file:
            write(file)
