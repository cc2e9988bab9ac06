"""The option --column: under which names tables have what is read of them."""

from __future__ import annotations

import click


def told(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """ "text=body", as often as it is given, by what it tells of."""
    from reportedly.load import FIELDS

    found: dict[str, str] = {}
    for value in values:
        field, _, name = (word.strip() for word in value.partition("="))
        if field not in FIELDS or not name:
            raise click.BadParameter(f"“{value}” is not such as text=body; what is read is {', '.join(FIELDS)}.")
        if found.setdefault(field, name) != name:
            raise click.BadParameter(f"{field} is named twice: {found[field]} and {name}.")
    return found


columns_option = click.option(
    "--column",
    "columns",
    multiple=True,
    callback=told,
    metavar="OURS=THEIRS",
    help="How tables name a column: --column text=body --column published=date.  May be given several times.",
)
