"""Which column of a table is what: under our name, under one that was told, or under the only one that others use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

FIELDS = ("text", "outlet", "published", "url", "language", "title")  # what is read of a row; only text is needed
# Names that others give to the same, in small letters.  Read only where ours is not there and no second one is.
OTHER_NAMES: Mapping[str, frozenset[str]] = {
    field: frozenset(names.split())
    for field, names in {
        "text": "body content article maintext main_text article_text articletext articlebody article_body full_text"
        " fulltext story content_text plain_text текст",
        "outlet": "publisher publication newspaper source_name site_name sitename media_name издание",
        "published": "date published_at publish_date publication_date date_published date_publish published_date"
        " publishdate pubdate pub_date datepublished published_time дата",
        "url": "link article_url web_url source_url page_url uri ссылка",
        "language": "lang language_code lang_code язык",
        "title": "headline article_title заголовок",
    }.items()
}
NAMED = 20  # columns named in a message
HOW_TO_SAY = "say which it is with --column text=NAME"
NEEDED = f'no column "text"; name the columns {", ".join(FIELDS)}, of which only text is needed, or {HOW_TO_SAY}'

Columns = Mapping[str, str]  # the name in the table, by what it is to be read as
AS_NAMED: Columns = {}


class NoColumn(ValueError):
    """A table in which it cannot be told what is to be read; the message says which columns there are."""


def columns_among(names: Iterable[str], told: Columns = AS_NAMED, *, told_needed: bool = True) -> dict[str, str]:
    """The name of the column that each of `FIELDS` is in; what is in none is left out.

    Raises `NoColumn` where there is no text, where several columns could be the text, and where one that was told is
    not there (with `told_needed` any of those, else only the text's).
    """
    there: dict[str, str] = {}
    for column in names:
        there.setdefault(plain(column), column)
    found: dict[str, str] = {}
    for field in FIELDS:
        name = there.get(plain(told[field])) if field in told else there.get(field)
        if name is None and field in told and (told_needed or field == "text"):
            raise NoColumn(f"no column “{told[field]}” to read as {field}; {which_there_are(there.values())}")
        if name is None and field not in told:
            name = only_other_name(field, there, told)
        if name is not None:
            found[field] = name
    if "text" not in found:
        raise NoColumn(f"{NEEDED}; {which_there_are(there.values())}")
    return found


def only_other_name(field: str, there: Mapping[str, str], told: Columns) -> str | None:
    taken = {plain(name) for name in told.values()}
    others = sorted(there[name] for name in OTHER_NAMES[field] & there.keys() - taken)
    if len(others) > 1 and field == "text":
        raise NoColumn(f"no column “text”, and several that could be it: {', '.join(others)}; {HOW_TO_SAY}")
    return others[0] if len(others) == 1 else None


def plain(name: str) -> str:
    return str(name).strip().strip("\ufeff").casefold()


def which_there_are(names: Iterable[str]) -> str:
    shown = [str(name).strip() for name in names if str(name).strip()]
    more = f" and {len(shown) - NAMED} more" if len(shown) > NAMED else ""
    return f"its columns are {', '.join(shown[:NAMED])}{more}" if shown else "it has no columns"


def under_other_names(found: Mapping[str, str]) -> str | None:
    """What is read from columns that are named otherwise, in words; None where nothing is."""
    others = [f"“{name.strip()}” as {field}" for field, name in found.items() if plain(name) != field]
    return f"columns read under other names: {', '.join(others)}" if others else None
