"""kg queries"""

import click

from kg.cli.shared.printing import say
from kg.queries import SavedQuery, saved_queries
from kg.settings import Settings


@click.command(epilog="Example: kg queries statements")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.pass_obj
def command(settings: Settings, names: tuple[str, ...]) -> None:
    """List the saved queries with their parameters; with a NAME, describe that one."""
    saved = saved_queries(settings.queries)
    for name in names:
        if name not in saved:
            raise click.UsageError(f"no saved query {name!r}; `kg queries` lists them")
    if names:
        for line in "\n\n".join(_description(saved[name]) for name in names).split("\n"):
            say(line)
        return
    width = max(map(len, saved), default=0)
    for query in saved.values():
        parameters = " ".join(f"[{p.name}]" for p in query.parameters)
        say(f"{query.name:{width}}  {query.summary}  {parameters}".rstrip())


def _description(query: SavedQuery) -> str:
    lines = [f"{query.name}: {query.summary}", query.description]
    for parameter in query.parameters:
        default = query.defaults.get(parameter.name)
        lines.append(f"  -p {parameter}" + (f", {default} by default" if default else ""))
    return "\n".join(line for line in lines if line)
