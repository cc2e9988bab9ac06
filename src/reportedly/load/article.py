"""The article of a page: its run of sentences, told from the menus, teasers and boxes around and inside it.

Where a page marks its article (schema.org's articleBody, `<article>`), that is believed.  Else the article is the run
of lines that adds up to most, sentences counting for it and links against it: maximum subsequence segmentation
(Pasternack and Roth, "Extracting Article Text from the Web", WWW 2009), with lines in place of words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain, islice, zip_longest
from typing import Any

from reportedly.load.around import elements_around
from reportedly.load.headline import is_headline
from reportedly.load.lines import Line, lines_of_tree

# Where pages mark their article, the most exact first, and what share of the sentences of the page it must hold to be
# believed where the headline is not in it: pages mark teasers as articles too.
MARKS: tuple[tuple[str, float], ...] = (
    ("//*[contains(concat(' ', normalize-space(@itemprop), ' '), ' articleBody ')]", 0.25),
    ("//article | //*[@role='article']", 0.5),
    ("//main | //*[@role='main']", 0.5),
)
ENOUGH_WITH_HEADLINE = 0.1
A_PIECE = 0.3  # of an articleBody: with so much beside it, the article is in several of them
WIDE = frozenset({"html", "body", "main"})  # these hold more than the article

# What a line counts for, in characters.
NO_SENTENCE = 40  # shorter lines are names, labels, menus
AT_MOST = 400  # one long legal notice is no article
SHORT = -10
LINK = -35

LABEL = 20  # characters, at most: "Related" over a link; headings may be longer
LONGEST_SERVICE = 200  # characters
TIME_ALONE = re.compile(r"\d{1,2}[:.]\d{2}(?:\s*[ap]\.?m\.?)?|\d{1,3} min(?:ute)?s?[ -]read\b.{0,30}", re.IGNORECASE)
# How sites ask to be followed, paid, corrected; no sentence of a report begins like this.
SERVICE = re.compile(
    r"follow us on |(?:sign up|subscribe) (?:for|to) our |if you (?:find|found|spot|notice) an? (?:mistake|error|typo)"
    r"|подпис(?:ывайтесь|аться|ываться) на (?:наш|нас|канал)|читайте нас в |следите за нашими новостями"
    r"|send us your feedback|please wait\s?(?:\.{3}|…)|check out more |contact [^.]{2,60} at \S+@\S+\Z"
    r"|(?:this (?:web)?site|we|our (?:web)?site) uses? cookies"
    r"|(?:мы|(?:этот|наш) сайт) использу(?:ем|ет) (?:файлы )?cookie"
    r"|(?:если вы )?(?:нашли|заметили|увидели) (?:ошибку|опечатку)|выделите (?:фрагмент|текст|её|ее) и нажмите ",
    re.IGNORECASE,
)
# Headings of what is offered to be read next; behind one of these at the end of an article is nothing of it.
READ_NEXT = re.compile(
    r"(?:related|similar|recommended|more|popular|latest|other|trending)(?: \w+){0,2}?"
    r" (?:articles?|stories|posts?|news|coverage|content|reading|topics|links|videos)"
    r"|related|read (?:more|next|also)|(?:you (?:may|might) (?:also )?(?:like|be interested in)"
    r"|more (?:on|about|from) .{2,40})|recommended(?: for you)?|what to read next|in other news"
    r"|audios and videos on the topic|(?:читайте|смотрите) (?:также|ещ[её])|по теме"
    r"|(?:материалы|новости|статьи) по теме|похожие (?:материалы|статьи|новости)"
    r"|другие (?:новости|материалы)|(?:последние|главные|популярные) новости|вам может быть интересно|рекомендуем"
    r"|ähnliche (?:beiträge|artikel)|verwandte themen.{0,30}|mehr zum thema|das könnte (?:sie|dich) auch interessieren"
    r"|sur le même sujet|à lire aussi|à découvrir",
    re.IGNORECASE,
)
LEFT_AT_MOST = 0.3  # of the characters of an article may stand behind such a heading; else it is one in its middle
OFTEN = 3  # times: a line that is no sentence and stands so often in an article labels something
SAY_NOTHING = frozenset({"advertisement", "advertising", "sponsored", "share", "loading...", "реклама", "поделиться"})


def article_of(tree: Any, *, headline: str | None) -> str | None:
    """The lines of the article, with the headline where it stands over it; None where there is no sentence."""
    lines = lines_of_tree(tree, without=elements_around(tree))
    worth = [worth_of(line, after_link=number > 0 and lines[number - 1].is_link) for number, line in enumerate(lines)]
    top = place_of_headline(lines, worth, headline)
    over = lines[top : top + 1] if top >= 0 else []
    lines, worth = lines[top + 1 :], worth[top + 1 :]
    mark = marked_article(tree, lines, worth, over)
    numbers = within(mark, lines)
    if is_wide(mark):
        numbers = run_of_sentences(lines, worth, numbers, from_the_top=bool(over))
    text = "\n".join(line.text for line in readable(lines[numbers.start : numbers.stop]))
    return "\n".join([*(line.text for line in over), text]) if text else None


def words_of_tree(tree: Any) -> str:
    """All lines of a tree that is nothing but an article, without the boxes and links in it."""
    return "\n".join(line.text for line in readable(lines_of_tree(tree, without=elements_around(tree))))


def worth_of(line: Line, *, after_link: bool) -> int:
    """How much a line speaks for being in the article; what follows a link may be a teaser, and says nothing."""
    if line.is_link:
        return LINK
    if line.is_heading:
        return 0
    worth = min(line.size - 2 * line.linked - NO_SENTENCE, AT_MOST)
    return SHORT if worth <= 0 else 0 if after_link else worth


def place_of_headline(lines: Sequence[Line], worth: Sequence[int], headline: str | None) -> int:
    """The number of the line that is the headline, a heading rather than another; -1 where none is."""
    if headline is None:
        return -1
    places = [number for number, line in enumerate(lines) if is_headline(line.text, headline)]
    place = next((number for number in places if lines[number].is_heading), places[0] if places else -1)
    return place if gains(worth[place + 1 :]) * 2 >= gains(worth) else -1


def gains(worth: Sequence[int]) -> int:
    return sum(value for value in worth if value > 0)


# ---------------------------------------------------------------- where it is
def marked_article(tree: Any, lines: Sequence[Line], worth: Sequence[int], over: Sequence[Line]) -> Any:
    """The element that a page marks as its article, the body of the page where it marks none."""
    held = gains_of_elements(tree, lines, worth)
    headed = frozenset(element for line in over for element in (line.holder, *line.holder.iterancestors()))
    for path, enough in MARKS:
        marked = [element for element in tree.xpath(path) if held.get(element, 0)]
        with_headline = [element for element in marked if element in headed]
        for candidates, share in ((with_headline[-1:], ENOUGH_WITH_HEADLINE), (marked, enough)):
            best = max(candidates, key=lambda element: held[element], default=None)
            if best is not None and held[best] >= share * held[tree] and not is_one_of_many(best, marked, held):
                return best
    return tree


def is_one_of_many(best: Any, marked: Sequence[Any], held: dict[Any, int]) -> bool:
    """Whether an articleBody is but a piece of the article: others beside it hold sentences too."""
    if best.get("itemprop") is None:
        return False
    nested = {*best.iter(), *best.iterancestors()}
    return sum(held[element] for element in marked if element not in nested) > A_PIECE * held[best]


def gains_of_elements(tree: Any, lines: Sequence[Line], worth: Sequence[int]) -> dict[Any, int]:
    held: dict[Any, int] = {tree: 0}
    for line, value in zip(lines, worth, strict=True):
        if value > 0:
            held[line.holder] = held.get(line.holder, 0) + value
    for element in reversed(list(tree.iter("*"))):  # each after all that is in it
        parent = element.getparent()
        if parent is not None and element in held:
            held[parent] = held.get(parent, 0) + held[element]
    return held


def within(box: Any, lines: Sequence[Line]) -> range:
    inside = set(box.iter())
    numbers = [number for number, line in enumerate(lines) if line.holder in inside]
    return range(numbers[0], numbers[-1] + 1) if numbers else range(0)


def is_wide(box: Any) -> bool:
    return box.tag in WIDE or box.get("role") == "main"


# ---------------------------------------------------------------- where it begins and ends
def run_of_sentences(lines: Sequence[Line], worth: Sequence[int], numbers: range, *, from_the_top: bool) -> range:
    """The lines that are worth most together, and what stands in one box with the first or the last of them.

    Under the headline the article begins with the first sentence, however little it is worth.
    """
    best = worth_most(worth, numbers)
    if not best:
        return best
    first, last = best.start, best.stop
    if from_the_top:
        first = next(number for number in numbers if worth[number] > 0)
    for end in (best.start, best.stop - 1):
        box = lines[end].holder.getparent()
        if box is not None and not is_wide(box):
            beside = within(box, lines)
            first, last = min(first, beside.start), max(last, beside.stop)
    first, last = max(first, numbers.start), min(last, numbers.stop)
    return range(first, end_of_article(lines, range(first, last), numbers.stop))


def worth_most(worth: Sequence[int], numbers: range) -> range:
    best, best_sum = range(0), 0
    begin, total = numbers.start, 0
    for number in numbers:
        if total <= 0:
            begin, total = number, 0
        total += worth[number]
        if total > best_sum:
            best, best_sum = range(begin, number + 1), total
    return best


def end_of_article(lines: Sequence[Line], article: range, stop: int) -> int:
    """With the short sentences behind the article that look like those in it, and the rows of a table.

    Behind a link they must look alike with the boxes they are in, and these must have a class to be told by.
    """
    like = {looks_of(lines[number]) for number in article if lines[number].is_sentence}
    end, behind_link = article.stop, False
    for number in range(article.stop, stop):
        line = lines[number]
        looks = looks_of(line)
        if line.is_link:
            behind_link = True
        elif behind_link:
            end = number + 1 if line.is_sentence and looks in like and any(name for _, name in looks) else end
        elif line.is_row or (line.is_sentence and looks[0] in {look[0] for look in like}):
            end = number + 1
    return end


def looks_of(line: Line) -> tuple[tuple[str, str | None], ...]:
    """Tag and class of what holds a line, and of the two boxes around that."""
    boxes = islice(chain([line.holder], line.holder.iterancestors()), 3)
    return tuple((box.tag, box.get("class")) for box in boxes)


# ---------------------------------------------------------------- what in it is read
def readable(lines: Sequence[Line]) -> list[Line]:
    """The lines without links to other articles and their labels, without dates and advertisements."""
    often = {text for text, times in Counter(line.text for line in lines).items() if times >= OFTEN}
    kept = [
        line
        for line, following in zip_longest(lines, lines[1:])
        if not is_in_between(line, following) and (line.text not in often or line.is_sentence or line.is_row)
    ]
    kept = kept[: where_to_read_next(kept)]
    while kept and kept[-1].is_heading:
        kept.pop()
    return kept


def where_to_read_next(lines: Sequence[Line]) -> int:
    """The number of the heading over what is offered at the end of an article, or of all lines."""
    left, end = sum(line.size for line in lines), len(lines)
    most = LEFT_AT_MOST * left
    for number, line in enumerate(lines):
        left -= line.size
        if left <= most and READ_NEXT.fullmatch(line.text.rstrip(" :…")) and not line.is_row:
            return number
    return end


def is_in_between(line: Line, following: Line | None) -> bool:
    if line.is_link or line.is_date or line.text.casefold() in SAY_NOTHING or is_service(line):
        return True
    return following is not None and following.is_link and is_label(line)


def is_service(line: Line) -> bool:
    """A time alone, or what a page says of itself between the sentences of the article."""
    return line.size <= LONGEST_SERVICE and (
        TIME_ALONE.fullmatch(line.text) is not None or SERVICE.match(line.text) is not None
    )


def is_label(line: Line) -> bool:
    """Such as "More on this story", if it stands over a link."""
    return not line.is_sentence and (line.is_heading or line.size <= LABEL)
