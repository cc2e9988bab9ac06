"""Linguistic data: word lists that a linguist can edit, and the small reader that hands them out.

A list is a text file, `languages/<language>/<list>.txt`: `[sections]`, one entry a line, the forms of an entry parted
by ` | ` with the canonical one first, `#` comments.  See README.md beside this file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import NamedTuple

from reportedly.model import ReportedlyError

Entry = tuple[str, ...]  # the forms of one word or name, canonical first

ANSWERS_KEPT = 100_000
BETWEEN_FORMS = " | "
ENDING = ".txt"


class _Line(NamedTuple):
    """A line of a list that says something, and where it stands."""

    where: str  # "en/agencies.txt:12"
    text: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WordList:
    """One list of one language, sections in the order of its file.

    Look-ups take text as it stands in a report.  A form written with a capital is found only as it is written ("AP",
    not "ap"); any other form is found in any case.  Typographic apostrophes and runs of white space make no difference;
    an article before the words does.
    """

    language: str
    name: str
    sections: Mapping[str, tuple[Entry, ...]]
    _found: Mapping[str, Mapping[str, Entry]] = field(repr=False)  # section -> form -> its entry

    def entries(self, *sections: str) -> tuple[Entry, ...]:
        """Entries of these sections, of all where none is named; raises `ReportedlyError` for an unknown section."""
        return tuple(entry for section in self._named(sections) for entry in self.sections[section])

    def forms(self, *sections: str) -> frozenset[str]:
        """Every form of these sections as the file writes it: lower case but for names."""
        return frozenset(form for entry in self.entries(*sections) for form in entry)

    def has(self, text: str, *sections: str) -> bool:
        """Whether `text`, as a whole, is a form of these sections (of any where none is named)."""
        return self.entry(text, *sections) is not None

    def canonical(self, text: str, *sections: str) -> str | None:
        """The first form of the entry that `text` belongs to: "told" gives "tell", "NYT" "The New York Times"."""
        entry = self.entry(text, *sections)
        return None if entry is None else entry[0]

    def entry(self, text: str, *sections: str) -> Entry | None:
        """The entry that `text` is a form of, from the first of these sections that has it."""
        return _entry(self, text, sections)

    def look_up(self, text: str, sections: tuple[str, ...]) -> Entry | None:
        """`entry` without its memory of what was asked before."""
        written = plain(text)
        for section in self._named(sections):
            found = self._found[section]
            entry = found.get(written) or found.get(written.lower())
            if entry is not None:
                return entry
        return None

    def sections_of(self, text: str) -> tuple[str, ...]:
        """Names of the sections that have `text`, in the order of the file: "claims" may be speech and document."""
        return tuple(section for section in self.sections if self.has(text, section))

    def _named(self, sections: tuple[str, ...]) -> tuple[str, ...]:
        for section in sections:
            if section not in self.sections:
                known = ", ".join(self.sections)
                raise ReportedlyError(f"{self.language}/{self.name} has no section [{section}]; it has {known}")
        return sections or tuple(self.sections)


@lru_cache(maxsize=ANSWERS_KEPT)
def _entry(words: WordList, text: str, sections: tuple[str, ...]) -> Entry | None:
    """The same words are asked about again and again: a fifth of extraction went into finding them anew."""
    return words.look_up(text, sections)


def plain(text: str) -> str:
    """Text as look-ups compare it: straight apostrophes, single spaces; case is kept."""
    return " ".join(text.replace("’", "'").split())


@cache
def load_list(language: str, name: str) -> WordList:
    """The list `name` of `language` ("en", "agencies"), read once per process.

    Raises `ReportedlyError` where there is no such list, or where a line of it cannot be read: the message names both.
    """
    if name not in list_names(language):
        known = ", ".join(list_names(language)) or "none"
        raise ReportedlyError(f"there is no word list {name!r} for language {language!r}; there are: {known}")
    text = _folder(language).joinpath(name + ENDING).read_text(encoding="utf-8")
    return read_list(text, language=language, name=name)


@cache
def list_names(language: str) -> tuple[str, ...]:
    """Names of the lists of a language, sorted; none for a language without data."""
    if language not in languages():
        return ()
    found = (item.name for item in _folder(language).iterdir())
    return tuple(sorted(name.removesuffix(ENDING) for name in found if name.endswith(ENDING)))


@cache
def languages() -> tuple[str, ...]:
    """Codes of the languages there is data for (ISO 639-1): the folders beside this file."""
    return tuple(sorted(item.name for item in files(__name__).iterdir() if _is_language(item)))


def read_list(text: str, *, language: str, name: str) -> WordList:
    """Reads the text of a list; raises `ReportedlyError` at the first line that cannot be read."""
    found: dict[str, dict[str, Entry]] = {}
    entries: dict[str, list[Entry]] = {}
    section = None
    for line in _lines(text, f"{language}/{name}{ENDING}"):
        if line.text.startswith("["):
            section = _section_of(line)
            if section in entries:
                raise _wrong(line, f"section [{section}] is opened a second time; put its entries together")
            entries[section], found[section] = [], {}
        elif section is None:
            raise _wrong(line, "an entry before the first [section]; open a section above it")
        else:
            entry = _entry_of(line)
            _add_forms(found[section], entry, line)
            entries[section].append(entry)
    return WordList(
        language=language,
        name=name,
        sections=MappingProxyType({section: tuple(rows) for section, rows in entries.items()}),
        _found=MappingProxyType({section: MappingProxyType(forms) for section, forms in found.items()}),
    )


def _lines(text: str, file: str) -> Iterator[_Line]:
    for number, line in enumerate(text.split("\n"), start=1):
        stripped = line.strip()
        if stripped and not stripped.startswith("#"):
            yield _Line(f"{file}:{number}", stripped)


def _section_of(line: _Line) -> str:
    section = line.text[1:-1].strip()
    if not line.text.endswith("]") or not section:
        raise _wrong(line, f"{line.text!r} is not a section; write [name]")
    return section


def _entry_of(line: _Line) -> Entry:
    entry = tuple(form.strip() for form in line.text.split(BETWEEN_FORMS))
    if any(not form or "|" in form for form in entry):
        raise _wrong(line, f"a form is missing in {line.text!r}; part forms by ' | ', with a space on either side")
    return entry


def _add_forms(found: dict[str, Entry], entry: Entry, line: _Line) -> None:
    for form in map(plain, entry):
        if form in found:
            raise _wrong(line, f"{form!r} is in this section already; keep one")
        found[form] = entry


def _wrong(line: _Line, message: str) -> ReportedlyError:
    return ReportedlyError(f"{line.where}: {message}")


def _folder(language: str) -> Traversable:
    return files(__name__).joinpath(language)


def _is_language(item: Traversable) -> bool:
    return item.is_dir() and len(item.name) == 2 and item.name.isalpha()
