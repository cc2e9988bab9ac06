"""The words that extraction goes by, from the data of a language, in the shape of the questions asked of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from reportedly.languages import WordList, load_list


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Words and phrases in lower case; languages/README.md says what each list means."""

    reporting: frozenset[str]  # every form of every verb of saying, thinking, denying …
    relaying: frozenset[str]  # every form of the verbs by which media pass things on
    telling: frozenset[str]  # forms of "tell", "inform": whom they are told to follows
    inner: tuple[str, ...]  # phrases by which a medium names whom it relays, longest first
    of_source: tuple[str, ...]  # phrases followed by the source of the content, longest first
    agencies: Mapping[str, str]  # form in lower case -> canonical name
    outlets: Mapping[str, str]
    outlet_words: frozenset[str]
    outlet_endings: tuple[str, ...]
    kinds: Mapping[str, str]  # head noun -> kind of source
    anonymous_marks: tuple[str, ...]
    rumour_adverbs: frozenset[str]
    rumour_phrases: tuple[str, ...]
    he: frozenset[str]
    they: frozenset[str]
    we: frozenset[str]
    opinion: tuple[str, ...]
    boilerplate: tuple[str, ...]

    def is_agency(self, name: str) -> bool:
        return name.lower().removeprefix("the ") in self.agencies

    def is_outlet(self, name: str) -> bool:
        """Listed, or named as outlets are: "The … Herald", "….kz"."""
        lower = name.lower().removeprefix("the ")
        words = re.findall(r"[^\W_]+", lower)
        return (
            lower in self.outlets
            or (len(words) > 1 and words[-1] in self.outlet_words)
            or (lower.endswith(self.outlet_endings) and " " not in lower)
        )


def longest_first(phrases: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(phrases), key=lambda p: (-len(p), p)))


def forms(words: WordList, *sections: str) -> frozenset[str]:
    return frozenset(form.lower() for section in sections for entry in words[section] for form in entry)


def canonical(words: WordList, section: str) -> dict[str, str]:
    return {form.lower().removeprefix("the "): entry[0] for entry in words[section] for form in entry}
