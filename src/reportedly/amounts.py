"""How a number is put into words, one way for every table, page and sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import isfinite

from reportedly.model import Figure, Number

NOT_STATED = "not stated"

# Words for a number that need an "of" before what is counted: "dozens of people", but "many people".
NEED_OF = re.compile(
    r"\b(?:tens|dozens|scores|hundreds|thousands|millions|billions|number|numbers|handful|couple|lot|lots|majority|"
    r"plenty|half|quarter|third)$"
)
OF_ONE = re.compile(r"(?:(?:about|at least|up to) )?(?:1|an?|one)")
# One of each group that counts are sorted into, and of what is counted under its own name.
ONE_OF: Mapping[str, str] = {
    "people": "person", "persons": "person", "children": "child", "women": "woman", "men": "man",
    "security forces": "member of the security forces", "troops": "soldier", "soldiers": "soldier",
    "officers": "officer", "police officers": "police officer", "policemen": "policeman",
    "servicemen": "serviceman", "media workers": "media worker", "journalists": "journalist",
    "health workers": "health worker", "peacekeepers": "peacekeeper", "attackers": "attacker",
    "protesters": "protester", "civilians": "civilian", "foreigners": "foreigner", "officials": "official",
    "prisoners": "prisoner", "fighters": "fighter", "participants": "participant", "members": "member",
    "victims": "victim", "residents": "resident", "citizens": "citizen", "things": "thing",
}  # fmt: skip
SEVERAL = re.compile(rf"\b(?:{'|'.join(sorted(ONE_OF, key=len, reverse=True))})\b")


def amount(
    low: Number | None, best: Number | None, high: Number | None, vague: str | None, *, approximate: bool = False
) -> str:
    """ "164", "about 20,000", "at least 4,000", "up to 600", "between 40 and 50", "dozens"."""
    about = "about " if approximate else ""
    if vague is not None:
        return " ".join(vague.split())
    if low is not None and high is not None and low != high:
        between = f"between {about}{digits(low)} and {digits(high)}"
        return between if best is None else f"{about}{digits(best)}, {between}"
    if low is not None:
        return f"{about}{digits(low)}" if high is not None else f"at least {about}{digits(low)}"
    if high is not None:
        return f"up to {about}{digits(high)}"
    return NOT_STATED if best is None else about + digits(best)


def amount_of(figure: Figure) -> str:
    return amount(figure.low, figure.best, figure.high, figure.vague, approximate=figure.approximate)


def digits(number: Number) -> str:
    """ "2,500,000" or "0.25"; never 2.5e+06."""
    if not isfinite(number):
        return str(number)
    rounded = round(number, 4)
    return f"{int(rounded) if rounded == int(rounded) else rounded:,}"


def number_of(many: int, noun: str) -> str:
    return f"{many:,} {noun}" if many == 1 else f"{many:,} {noun}s"


def number_of_things(amount: str, things: str) -> str:
    """ "164 people killed", "1 person killed", "dozens of people killed"."""
    return f"{amount} of {things}" if NEED_OF.search(amount) else f"{amount} {agreeing(amount, things)}"


def agreeing(amount: str, things: str) -> str:
    """What is counted, as it is called beside this amount: "person killed" beside "at least 1"."""
    if not OF_ONE.fullmatch(amount):
        return things
    return SEVERAL.sub(lambda found: ONE_OF[found[0]], things, count=1)
