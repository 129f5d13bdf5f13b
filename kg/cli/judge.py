"""kg judge"""

import sys
from pathlib import Path

import click

from kg.api import Graph
from kg.cli.shared.options import reading, with_store
from kg.cli.shared.printing import say, say_row
from kg.review.judging import Proposal
from kg.settings import Settings

_EPILOG = "Example: kg judge same person/jane-doe person/j-doe --note 'both are the mayor'"
_KEYS = {"s": "same", "d": "different", "u": "unsure"}


@click.group(epilog=_EPILOG, invoke_without_command=True)
@click.option("--list", "only_list", is_flag=True, help="Print what may be the same, ask nothing.")
@click.option("--most", type=click.IntRange(min=1), default=50, show_default=True, metavar="N",
              help="At most so many pairs.")  # fmt: skip
@with_store
@click.pass_context
def command(context: click.Context, only_list: bool, most: int, store: Path | None) -> None:
    """Judge which stored entities are the same, and which are not.

    Without a command, pairs that may be the same are shown with a sentence each, the likeliest
    first; on a terminal it asks. Judgements are kept in a text file (judgements.tsv beside the
    store, or as kg.toml says); the next build follows them.
    """
    settings: Settings = context.obj
    context.obj = settings.but(store=store)
    if context.invoked_subcommand is not None:
        return
    ask = not only_list and sys.stdin.isatty()
    with reading(settings, store) as graph:
        for proposal in graph.proposals()[:most]:
            _show(graph, proposal)
            if ask and not _asked(graph, proposal):
                return


@click.command("judge")
@click.argument("entity")
@click.argument("other")
@click.option("--note", default="", help="Who says so, and why.")
@with_store
@click.pass_context
def _judge(context: click.Context, entity: str, other: str, note: str, store: Path | None) -> None:
    settings: Settings = context.obj
    with reading(settings, store) as graph:
        say_row(graph.judge(context.info_name or "", entity, other, note).split("\t"))


@command.command("remove")
@click.argument("entity")
@click.argument("other")
@with_store
@click.pass_obj
def _remove(settings: Settings, entity: str, other: str, store: Path | None) -> None:
    """Take the judgement of two entities away."""
    with reading(settings, store) as graph:
        graph.unjudge(entity, other)
    say(f"removed the judgement of {entity} and {other}")


for _verdict, _help in (
    ("same", "Two entities are the same; the first one stays, or the curated one."),
    ("different", "Two entities are different, however alike their names are."),
    ("unsure", "Nobody can tell; do not propose the two again."),
):
    command.add_command(
        click.Command(_verdict, params=_judge.params, callback=_judge.callback, help=_help)
    )


def _show(graph: Graph, proposal: Proposal) -> None:
    say(f"{proposal.score:.2f}  {proposal.one.key}  {proposal.other.key}")
    for each in (proposal.one, proposal.other):
        say(f"      {each.name}: {graph.sentence(each.key)}")


def _asked(graph: Graph, proposal: Proposal) -> bool:
    """Whether to go on."""
    answer = click.prompt(
        "(s)ame, (d)ifferent, (u)nsure, s(k)ip or (q)uit",
        type=click.Choice([*_KEYS, "k", "q"]),
        show_choices=False,
    )
    if answer in _KEYS:
        say_row(graph.judge(_KEYS[answer], proposal.one.key, proposal.other.key).split("\t"))
    return bool(answer != "q")
