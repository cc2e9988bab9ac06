"""From numbers to figures: which numbers count, what of, and what they take over from the figures before them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from reportedly.extract.entities import Cast
from reportedly.extract.figures.counted import DEFINITE, Counted, counted_by, description
from reportedly.extract.figures.measures import Measurer, MeasureWords, measure_words
from reportedly.extract.figures.nonfigures import counts_nothing, labels
from reportedly.extract.figures.scope import RUNNING, Places, as_of, claim_of
from reportedly.extract.lexicon import Lexicon
from reportedly.extract.numbers import Quantity, quantities_in
from reportedly.extract.page import Cover, Page
from reportedly.languages import load_list
from reportedly.model import Claim, Figure, Measure, Number, Span, Time

LISTS = frozenset((",", "and", ", and", ";", "; and", "&", "plus", "as well as", ", as well as", "along with"))
KINDS_OF_PEOPLE: tuple[Measure, ...] = ("troops", "fighters", "participants")
SENTENCES_BACK = 2  # how far a number without a noun may look for what it counts
LONGEST_PART = 4  # words: "out of whom"
BETWEEN = frozenset(("the", ",", "some", "also", "another", "a", "least"))  # between "including" and its number
LEAST_BARE = 10  # smaller numbers without a noun are pronouns, steps, marks
SINGLES = frozenset(("killed", "injured", "detained", "missing"))
ONE = frozenset(("one",))
NOT_ONE = frozenset(("no", "the", "this", "that", "which", "any", "every", "each", "another", "only", "new"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """A figure and its place in the tree."""

    figure: Figure
    counted: Counted
    sentence: int
    paragraph: int
    carried: bool  # it took its measure over from another


def figures_of(
    page: Page,
    words: Lexicon,
    cast: Cast,
    claims: Sequence[Claim],
    dates: Sequence[Time],
    published: str | None,
) -> tuple[Figure, ...]:
    """The figures of a report in the order of its text, f1, f2, …

    `dates` are days and durations found elsewhere: no number inside one is a figure, and a figure takes its day from
    them.  `published` is the report's day (ISO 8601): counts that run from day to day hold for it where nothing else is
    said.  A figure that is denied is listed like any other; its claim carries the denial.
    """
    return Finder(page, words, cast, claims, dates, published).figures()


class Finder:
    """Meets the numbers of one page in order and remembers what they counted."""

    def __init__(
        self,
        page: Page,
        words: Lexicon,
        cast: Cast,
        claims: Sequence[Claim],
        dates: Sequence[Time],
        published: str | None,
    ) -> None:
        self._page, self._claims, self._dates, self._published = page, claims, dates, published
        self._places = Places(page, cast)
        language = words.pronouns.language
        self._language = language
        self._words: MeasureWords = measure_words(language)
        self._labels = labels(language)
        self._measurer = Measurer(page, self._words)
        self._cover = Cover(d.span for d in dates)
        self._part = tuple(tuple(form.split()) for form in load_list(language, "measures").forms("part"))
        self._met: list[Met] = []

    def figures(self) -> tuple[Figure, ...]:
        if not self._page.tokens:
            return ()
        for found in quantities_in(self._page.text, self._language):
            met = self._meet(found)
            if met is not None:
                self._met.append(met)
                self._met.extend(self._singles(met))
        self._met.sort(key=lambda m: m.figure.span)
        self._met = [self._part_of_next(met, after) for met, after in zip_longest(self._met, self._met[1:])]
        return numbered(m.figure for m in self._met)

    # ------------------------------------------------------------ one number
    def _meet(self, found: Quantity) -> Met | None:
        page = self._page
        counted = counted_by(page, found)
        number = counted.number
        if counts_nothing(page, self._labels, found, number, counted.noun, self._cover):
            return None
        measure, carried, whole = self._measure(found, counted)
        if measure is None and self._is_clutter(found, counted):
            return None
        if found.times is not None:
            again = self._many_times(found, counted)
            if again is None:
                return None
            found, measure = again[0], measure or again[1]
        if self._is_pronoun(found, counted, measure, whole, carried=carried is not None):
            return None
        return self._figure(found, counted, measure or "other", carried, whole)

    def _measure(self, found: Quantity, counted: Counted) -> tuple[Measure | None, Met | None, Met | None]:
        """The measure, the figure it was taken over from, and the figure this one is a part of."""
        if found.money:
            return "money", None, None
        measure = self._measurer.measure(counted.node, counted.number, bare=counted.noun is None)
        if found.unit is not None:
            return "other", None, None
        whole = self._whole(found, counted)
        listed = self._listed_with(found, counted) if whole is None and measure in (None, *KINDS_OF_PEOPLE) else None
        if listed is not None:
            whole = next((m for m in self._met if m.figure.id == listed.figure.subset_of), None)
            return listed.figure.measure, None, whole
        if measure is not None:
            split = counted.noun is None and not counted.pronoun and whole is not None
            return measure, None, None if split and whole and whole.figure.measure != measure else whole
        before = whole
        if before is None and counted.noun is None:
            before = self._same_value(found, counted)
            if before is None and not self._measurer.has_work(counted.number):
                before = self._before(counted, across=self._measurer.goes_on(counted.number))
        elif before is None and counted.definite:
            before = self._same_value(found, counted)
        if before is None or before.figure.measure == "money":
            return None, None, whole
        return before.figure.measure, before, whole

    def _listed_with(self, found: Quantity, counted: Counted) -> Met | None:
        """The figure of people just before in a list: "12 soldiers, nine gunmen and five civilians"."""
        page, noun = self._page, counted.noun
        before = self._met[-1] if self._met else None
        if before is None or noun is None or page.relation(noun) == "nsubj" or before.counted.noun is None:
            return None
        end = max(before.figure.span.end, before.counted.span.end if before.counted.span is not None else 0)
        if before.sentence != page.sentence(counted.number) or page.text[end : found.span.start].strip() not in LISTS:
            return None
        people = self._words.is_person(page.word(noun)) and self._words.is_person(page.word(before.counted.noun))
        return before if people and before.figure.measure in RUNNING else None

    def _figure(
        self, found: Quantity, counted: Counted, measure: Measure, carried: Met | None, whole: Met | None
    ) -> Met:
        page = self._page
        of, of_span = self._of(found, counted, measure, carried or whole)
        claim = claim_of(self._claims, found.span)
        number = counted.number
        figure = Figure(
            id=f"at {found.span.start}",
            span=found.span,
            low=found.low,
            best=found.best,
            high=found.high,
            vague=found.vague,
            approximate=found.approximate,
            measure=measure,
            unit=found.unit,
            of=of,
            of_span=of_span,
            place=self._places.own(counted.node) or self._places.near(number),
            as_of=as_of(page, number, claim, self._dates, measure, self._published),
            subset_of=None if whole is None else whole.figure.id,
            claim=None if claim is None else claim.id,
        )
        return Met(
            figure=figure,
            counted=counted,
            sentence=page.sentence(number),
            paragraph=page.paragraph(found.span.start),
            carried=carried is not None,
        )

    def _of(
        self, found: Quantity, counted: Counted, measure: Measure, like: Met | None
    ) -> tuple[str | None, Span | None]:
        """Whom a figure counts and the words that say it; what is taken over from another figure has no span here."""
        page = self._page
        if counted.span is not None:
            return page.words(counted.span), counted.span
        if found.unit is not None:
            return None, None
        noun = None if counted.pronoun else self._measurer.noun_of_count(counted.number)
        if noun is not None:
            span = description(page, noun, replace(found, span=Span(0, 0)))
            if span.start < found.span.start < span.end:  # "an armed gang of fifteen"
                span = Span(span.start, page.tokens[noun].end)
            return page.words(span), span
        if self._measurer.goes_on(counted.number) and (like is None or like.figure.subset_of is None):
            return None, None  # a total is of more than the last part
        before = like or self._before(counted)
        if before is None or not (like or share(before.figure.measure, measure)):
            return None, None
        of, owner = before.figure.of, self._owner(counted.number)
        return of if of is None or owner is None else f"{of.partition(' (')[0]} ({owner})", None

    def _owner(self, number: int) -> str | None:
        """Whose they are in a list: "Belarus 500", "200 - Tajikistan"."""
        page = self._page
        behind = number + 2 if number + 1 < len(page.tokens) and page.word(number + 1) in ("-", "–", "—") else -1
        for n in (number - 1, behind):
            name = page.name_at(n) if 0 <= n < len(page.tokens) else None
            if name is not None and name.kind in ("place", "organisation"):
                return page.text[name.start : name.end]
        return None

    # ------------------------------------------------------------ no figures after all
    def _is_clutter(self, found: Quantity, counted: Counted) -> bool:
        """A number of which nothing is known, or a word too common to be listed for itself."""
        if found.kind == "where it matters" or self._page.words(found.number).lower() in ONE:
            return True
        small = found.kind == "number" and (found.value or 0) < LEAST_BARE
        return counted.noun is None and found.unit is None and small

    def _is_pronoun(
        self, found: Quantity, counted: Counted, measure: Measure | None, whole: Met | None, *, carried: bool
    ) -> bool:
        """ "One" that stands for a noun: "the new one", "no one"."""
        page, number = self._page, counted.number
        if found.kind == "where it matters":
            return measure not in SINGLES or carried
        if page.words(found.number).lower() not in ONE:
            return False
        if whole is None and (carried or measure not in SINGLES or self._is_one_of_things(counted)):
            return True
        if counted.noun is not None and not self._words.may_be_killed(page.word(counted.noun)):
            return True  # "one message"
        return (number > 0 and page.word(number - 1) in NOT_ONE) or (
            number + 1 < len(page.tokens) and page.word(number + 1) in ("another", "day", "such")
        )

    def _is_one_of_things(self, counted: Counted) -> bool:
        """ "Two recordings, one captured by a camera", "a series of posts, one saying …"."""
        page, after = self._page, counted.number + 1
        if counted.noun is not None or after >= len(page.tokens):
            return False
        if page.word(after).endswith("ing") and page.tokens[after].upos == "VERB":
            return True
        last = self._met[-1] if self._met else None
        here = last is not None and last.sentence == page.sentence(counted.number)
        noun = last.counted.noun if last is not None and here else None
        return noun is not None and not self._words.may_be_killed(page.word(noun))

    # ------------------------------------------------------------ figures before this one
    def _before(self, counted: Counted, *, across: bool = False) -> Met | None:
        """The last figure that a number without a noun may be one more of."""
        page = self._page
        sentence = page.sentence(counted.number)
        paragraph = page.paragraph(page.tokens[counted.number].start)
        recent = [m for m in reversed(self._met) if sentence - m.sentence <= SENTENCES_BACK]
        done_to = across and any(m.figure.measure in RUNNING for m in recent)
        for met in reversed(self._met):
            if met.figure.unit is not None or met.figure.measure in ("money", "other"):
                continue
            if done_to and met.figure.measure not in RUNNING:
                continue  # a total after "18 dead, and 26 gunmen besides" is one of the dead
            near = sentence - met.sentence <= SENTENCES_BACK
            if met.sentence == sentence or (near and (met.paragraph == paragraph or across)):
                return met if counted.pronoun else self._beside_parts(met)
            if sentence - met.sentence > SENTENCES_BACK:
                return None
        return None

    def _beside_parts(self, met: Met) -> Met:
        """The whole, where the last figure is but a part: "103 dead in Almaty, two of them children, 21 elsewhere"."""
        whole = next((m for m in self._met if m.figure.id == met.figure.subset_of), met)
        return whole if whole.figure.measure == met.figure.measure else met

    def _same_value(self, found: Quantity, counted: Counted) -> Met | None:
        """A number that was said before counts the same: "the figure of 20,000"."""
        if found.value is None:
            return None
        same = (m for m in reversed(self._met) if m.figure.best == found.value and m.figure.measure != "other")
        if found.value >= LEAST_BARE:
            return next(same, None)
        noun = None if counted.noun is None else self._page.word(counted.noun)
        return next((m for m in same if m.counted.noun is not None and self._page.word(m.counted.noun) == noun), None)

    def _whole(self, found: Quantity, counted: Counted) -> Met | None:
        """The figure this one is a part of: "225, including 19 officers", "three of them", "103 of the dead"."""
        before = self._before(counted)
        page = self._page
        if counted.pronoun or self._marked_as_part(counted.number, found):
            return before if before is not None and may_hold(before.figure, found) else self._larger(found, before)
        if counted.noun is not None and counted.span is not None:
            article = page.child(counted.noun, "det")
            named = self._measurer.named(counted.noun)
            partitive = page.tokens[counted.noun].head == counted.number and article is not None
            if partitive and named is not None and page.word(article or 0) in ("the", "those", "these"):
                for met in reversed(self._met):
                    if met.figure.measure == named and may_hold(met.figure, found):
                        return met
            return None
        if before is None or before.sentence != page.sentence(counted.number):
            return None
        if fronted := next((m for m in self._met if m.sentence == before.sentence and self._is_fronted(m)), None):
            return fronted if may_hold(fronted.figure, found) else None
        there = self._places.own(counted.node)
        split = there is not None and self._places.own(before.counted.node) is None
        return before if split and may_hold(before.figure, found) and not before.carried else None

    def _is_fronted(self, met: Met) -> bool:
        """ "Of the 164 dead, 103 were in the capital"."""
        page = self._page
        first = page.range(met.figure.span)[0]
        start = page.parsed.sentences[met.sentence][0]
        return first - start <= 2 and met.counted.definite and page.word(start) == "of"

    def _part_of_next(self, met: Met, after: Met | None) -> Met:
        """ "14 of the 20 wounded": the whole comes behind its part."""
        if after is None or met.figure.subset_of is not None or after.figure.unit is not None:
            return met
        between = self._page.text[met.figure.span.end : after.figure.span.start].lower().split()
        if not between or between[0] != "of" or len(between) > 2 or not (set(between[1:]) <= DEFINITE):
            return met
        of, of_span = met.figure.of or after.figure.of, met.figure.of_span or after.figure.of_span
        return replace(met, figure=replace(met.figure, subset_of=after.figure.id, of=of, of_span=of_span))

    def _larger(self, found: Quantity, before: Met | None) -> Met | None:
        if before is None:
            return None
        return next(
            (m for m in reversed(self._met) if m.sentence == before.sentence and may_hold(m.figure, found)), None
        )

    def _marked_as_part(self, number: int, found: Quantity) -> bool:
        page = self._page
        first = page.range(found.span)[0]
        sentence = page.parsed.sentences[page.sentence(number)][0]
        while first > sentence and page.word(first - 1) in BETWEEN:
            first -= 1
        before = tuple(page.word(n) for n in range(max(sentence, first - LONGEST_PART), first))
        return any(before[-len(phrase) :] == phrase for phrase in self._part)

    # ------------------------------------------------------------ figures said without a number
    def _many_times(self, found: Quantity, counted: Counted) -> tuple[Quantity, Measure] | None:
        """ "An equal number", "twice as many": of the last figure of the same people, or the last one."""
        like = None
        if counted.noun is not None:
            noun = self._page.word(counted.noun)
            like = next(
                (
                    m
                    for m in reversed(self._met)
                    if m.counted.noun is not None and self._page.word(m.counted.noun) == noun
                ),
                None,
            )
        like = like or self._before(counted)
        if like is None or like.figure.vague is not None or found.times is None:
            return None
        f, times = like.figure, found.times
        return (
            replace(found, low=many(f.low, times), best=many(f.best, times), high=many(f.high, times)),
            f.measure,
        )

    def _singles(self, met: Met) -> Iterator[Met]:
        """ "Three raiders and a policeman were killed": one more, without a number."""
        page, node = self._page, met.counted.node
        if met.figure.measure not in SINGLES:
            return
        for n in {*page.children[node], *page.children[met.counted.number]}:
            article = page.child(n, "det")
            if page.relation(n) != "conj" or article is None or page.word(article) not in ("a", "an"):
                continue
            if not self._words.is_person(page.word(n)) or page.tokens[n].upos != "NOUN":
                continue
            found = Quantity(
                span=Span(page.tokens[article].start, page.tokens[n].end),
                number=Span(page.tokens[article].start, page.tokens[article].end),
                low=1,
                best=1,
                high=1,
            )
            counted = Counted(number=n, noun=n, span=description(page, n, found))
            yield self._figure(found, counted, met.figure.measure, met, None)


def numbered(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """With ids in the order of the text; until now each had its place for one."""
    found = list(figures)
    numbers = {figure.id: f"f{n}" for n, figure in enumerate(found, 1)}
    return tuple(
        replace(f, id=numbers[f.id], subset_of=None if f.subset_of is None else numbers[f.subset_of]) for f in found
    )


def share(one: Measure, other: Measure) -> bool:
    """Whether a number without a noun counts the same people as the one before: "8 officers killed, 317 hurt"."""
    return one == other or {one, other} <= {"killed", "injured", "missing"}


def may_hold(whole: Figure, part: Quantity) -> bool:
    """Whether one figure can be a part of another; a vague one may be of any size."""
    top = whole.best if whole.best is not None else whole.high
    return top is None or part.value is None or part.value <= top or whole.high is None


def many(value: Number | None, times: Number) -> Number | None:
    return None if value is None else round(value * times)
