"""Decisions: who decided what and when, undone and redone; and where forms about names and conflicts post to."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Query
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from starlette.requests import Request
from starlette.responses import Response

from reportedly.ask import Case
from reportedly.ask.decisions import GRADE, NOTE, SETTLE, UNDO, FallsApart, NotDone, what_was_decided
from reportedly.ask.hypotheses import HYPOTHESIS, TIE
from reportedly.ask.names import by_member, entity_called
from reportedly.case.corrections import CLAIM, FIGURE
from reportedly.comparison import CaseEntity, Ref
from reportedly.export.csv_tables import LINE_END, as_cell
from reportedly.interfaces import Decision, Json, Kept, NotInCase
from reportedly.pipeline import MERGE, SPLIT, place_of
from reportedly.web import addresses
from reportedly.web.deciding import LONGEST_NAME, back_to, decide, remember_who, who_decides
from reportedly.web.desk import Desk
from reportedly.web.drawing import draw
from reportedly.web.paging import Page, PageNumber, page_of
from reportedly.web.standing import Standing
from reportedly.web.trouble import TakenOver, Trouble

api = APIRouter(tags=["decisions"])
pages = APIRouter()

LONGEST_NOTE = 10_000
LARGEST_NUMBER = 2**53
KINDS: Mapping[str, str] = {
    MERGE: "taken for one",
    SPLIT: "kept apart",
    GRADE: "graded",
    NOTE: "noted",
    SETTLE: "settled",
    CLAIM: "on a claim",
    FIGURE: "on a figure",
    HYPOTHESIS: "hypothesis",
    TIE: "held against a hypothesis",
    UNDO: "undone",
}

REFUSALS: dict[int | str, dict[str, Any]] = {
    403: {"model": Trouble, "description": "The server is read-only, or the request comes from another site"},
    404: {"model": Trouble, "description": "Nothing is called so"},
    409: {
        "model": TakenOver | Trouble,
        "description": "Somebody decided on the same thing after `seen`; or it would change nothing",
    },
}


# ---------------------------------------------------------------- what comes in
class Body(BaseModel):
    """What every decision may carry."""

    model_config = ConfigDict(extra="forbid")

    seen: int | None = Field(
        default=None,
        ge=0,
        le=LARGEST_NUMBER,
        description="Number of the last decision you know of: yours is refused where somebody decided on the same "
        "thing after it. Left out, it stands whatever others decided.",
    )
    who: str | None = Field(default=None, max_length=LONGEST_NAME, description="Who decides.")


Text = Annotated[str, StringConstraints(min_length=1, max_length=500)]
REF = 'A name by report and id in its ledger ("17/e3"), or as it is written.'
PLACE = 'A claim or figure by report and id in its ledger: "17/c3", "17/f1".'


class MergeBody(Body):
    a: Text = Field(description=REF)
    b: Text = Field(description=REF)


class SplitBody(Body):
    a: Text = Field(description=REF)
    b: Text | None = Field(default=None, description="Another name, to be kept apart from it.")
    form: Text | None = Field(default=None, description="Or: a spelling of this name that is somebody else's.")
    report: int | None = Field(
        default=None, ge=0, le=LARGEST_NUMBER, description="Or: the number of a report whose bearer is another."
    )


class ConfirmBody(Body):
    a: Text = Field(description=REF)
    form: Text | None = Field(default=None, description="A spelling that is rightly taken for it; left out, all.")
    note: Annotated[str, StringConstraints(max_length=2000)] = ""


class GradeBody(Body):
    source: Text = Field(description=REF)
    letter: Literal["A", "B", "C", "D", "E", "F"]


class NoteBody(Body):
    subject: Text = Field(
        description='A report ("17"), a claim or figure of one ("17/c3"), a name ("17/e3"), or the series that a '
        'figure belongs to ("series 17/f1").'
    )
    text: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NOTE)]


class SettleBody(Body):
    a: Text = Field(description=PLACE)
    b: Text = Field(description=PLACE)
    how: Literal["a_stands", "b_stands", "both_stand", "cannot_be_told"]
    note: Annotated[str, StringConstraints(max_length=2000)] = ""


class UndoBody(Body):
    decision: int = Field(ge=0, le=LARGEST_NUMBER, description="Its number; that of an undoing puts in force again.")


# ---------------------------------------------------------------- what goes out
@dataclass(frozen=True, slots=True, kw_only=True)
class ToldDecision:
    id: int
    at: str
    who: str
    kind: str
    what: str
    in_force: bool
    undone_by: int | None
    address: str | None  # of what it is about
    subject: Json
    value: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionsView:
    page: Page[ToldDecision]
    who: str | None
    kind: str | None
    people: tuple[str, ...]
    kinds: tuple[str, ...]
    in_force: int


# ---------------------------------------------------------------- as JSON
@api.get("/decisions")
def decisions_as_json(
    request: Request, who: str | None = None, kind: str | None = None, page: PageNumber = 1
) -> DecisionsView:
    """What people decided, the last first, those undone and the undoing too."""
    return decisions_view(request.app.state.desk, who, kind, page)


@api.post("/decisions/merge", responses=REFUSALS, status_code=201)
def merge_by_json(request: Request, body: MergeBody) -> ToldDecision:
    """Takes two persons, bodies or places for one."""
    return told_now(request, merge(request, body))


@api.post("/decisions/split", responses=REFUSALS, status_code=201)
def split_by_json(request: Request, body: SplitBody) -> ToldDecision:
    """Keeps two names apart, or a spelling of one name, or the bearer of it in one report."""
    return told_now(request, split(request, body))


@api.post("/decisions/confirm", responses=REFUSALS, status_code=201)
def confirm_by_json(request: Request, body: ConfirmBody) -> ToldDecision:
    """Says that spellings of a name were rightly taken for one, so that no later comparison parts them."""
    return told_now(request, confirm(request, body))


@api.post("/decisions/grade", responses=REFUSALS, status_code=201)
def grade_by_json(request: Request, body: GradeBody) -> ToldDecision:
    """Says how far a source is trusted, by the letters of the Admiralty code."""
    return told_now(request, grade(request, body))


@api.post("/decisions/note", responses=REFUSALS, status_code=201)
def note_by_json(request: Request, body: NoteBody) -> ToldDecision:
    """Keeps a note; notes stand beside each other and are never overtaken."""
    return told_now(request, note(request, body))


@api.post("/decisions/settle", responses=REFUSALS, status_code=201)
def settle_by_json(request: Request, body: SettleBody) -> ToldDecision:
    """Says what becomes of a conflict between two claims or figures."""
    return told_now(request, settle(request, body))


@api.post("/decisions/undo", responses=REFUSALS, status_code=201)
def undo_by_json(request: Request, body: UndoBody) -> ToldDecision:
    """Undoes a decision; undoing the undoing puts it in force again."""
    return told_now(request, undo(request, body))


# ---------------------------------------------------------------- as pages
@pages.get("/decisions")
def decisions_page(
    request: Request, who: str | None = None, kind: str | None = None, page: int = Query(default=1, ge=1)
) -> Response:
    desk: Desk = request.app.state.desk
    view = decisions_view(desk, who, kind, page)
    return draw(request, "decisions.html", standing=desk.standing(), view=view, kinds=KINDS)


@pages.get("/decisions.json")
def decisions_file(request: Request) -> Response:
    """The human layer of the case as a file."""
    kept = [asdict(one) for one in all_told(request.app.state.desk)]
    return download(json.dumps(kept, ensure_ascii=False, indent=1), "application/json", "decisions.json")


@pages.get("/decisions.csv")
def decisions_table(request: Request) -> Response:
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator=LINE_END)
    columns = ("id", "at", "who", "kind", "what", "in_force", "undone_by", "subject", "value")
    writer.writerow(columns)
    for one in all_told(request.app.state.desk):
        row = asdict(one) | {
            "subject": json.dumps(one.subject, ensure_ascii=False),
            "value": json.dumps(one.value, ensure_ascii=False),
        }
        writer.writerow([as_cell(row[column], guarded=True) for column in columns])
    return download(sheet.getvalue(), "text/csv", "decisions.csv")


def download(content: str, media_type: str, file: str) -> Response:
    raw = content.encode("utf-8", "replace")
    return Response(raw, media_type=media_type, headers={"content-disposition": f'attachment; filename="{file}"'})


Number = Annotated[int | None, Form(ge=0, le=LARGEST_NUMBER)]
Word = Annotated[str, Form(min_length=1, max_length=500)]
MaybeWord = Annotated[str | None, Form(max_length=500)]
Back = Annotated[str | None, Form()]


@pages.post("/who")
def say_who(who: Annotated[str, Form(min_length=1, max_length=LONGEST_NAME)], back: Back = None) -> Response:
    answer = back_to(back)
    if who.strip():
        remember_who(answer, who.strip())
    return answer


@pages.post("/decisions/merge")
def merge_by_form(request: Request, a: Word, b: Word, seen: Number = None, back: Back = None) -> Response:
    merge(request, MergeBody(a=a, b=b, seen=seen))
    return back_to(back, "/decisions")


@pages.post("/decisions/split")
def split_by_form(
    request: Request,
    a: Word,
    b: MaybeWord = None,
    form: MaybeWord = None,
    report: Number = None,
    seen: Number = None,
    back: Back = None,
) -> Response:
    split(request, SplitBody(a=a, b=b or None, form=form or None, report=report, seen=seen))
    return back_to(back, "/decisions")


@pages.post("/decisions/confirm")
def confirm_by_form(
    request: Request,
    a: Word,
    form: MaybeWord = None,
    note: Annotated[str, Form(max_length=2000)] = "",
    seen: Number = None,
    back: Back = None,
) -> Response:
    confirm(request, ConfirmBody(a=a, form=form or None, note=note, seen=seen))
    return back_to(back, "/decisions")


@pages.post("/decisions/grade")
def grade_by_form(
    request: Request,
    source: Word,
    letter: Annotated[Literal["A", "B", "C", "D", "E", "F"], Form()],
    seen: Number = None,
    back: Back = None,
) -> Response:
    grade(request, GradeBody(source=source, letter=letter, seen=seen))
    return back_to(back, "/decisions")


@pages.post("/decisions/note")
def note_by_form(
    request: Request,
    subject: Word,
    text: Annotated[str, Form(min_length=1, max_length=LONGEST_NOTE)],
    seen: Number = None,
    back: Back = None,
) -> Response:
    note(request, NoteBody(subject=subject, text=text, seen=seen))
    return back_to(back, "/decisions")


@pages.post("/decisions/settle")
def settle_by_form(
    request: Request,
    a: Word,
    b: Word,
    how: Annotated[Literal["a_stands", "b_stands", "both_stand", "cannot_be_told"], Form()],
    note: Annotated[str, Form(max_length=2000)] = "",
    seen: Number = None,
    back: Back = None,
) -> Response:
    settle(request, SettleBody(a=a, b=b, how=how, note=note, seen=seen))
    return back_to(back, "/conflicts")


@pages.post("/decisions/undo")
def undo_by_form(
    request: Request, decision: Annotated[int, Form(ge=0, le=LARGEST_NUMBER)], seen: Number = None, back: Back = None
) -> Response:
    undo(request, UndoBody(decision=decision, seen=seen))
    return back_to(back, "/decisions")


# ---------------------------------------------------------------- deciding
def merge(request: Request, body: MergeBody) -> Decision:
    desk, who = of(request, body)

    def keep(case: Case, *, every_spelling: bool = False) -> Decision:
        a, b = named(case, body.a), named(case, body.b)
        if a.id == b.id:
            raise NotDone(f"{a.name} and {b.name} are one already")
        return case.merge(a.id, b.id, who=who, every_spelling=every_spelling)

    about = places(desk, body.a, body.b)
    try:
        return decide(desk, body.seen, keep, about=about)
    except FallsApart:
        return decide(desk, body.seen, partial(keep, every_spelling=True), about=about)


def split(request: Request, body: SplitBody) -> Decision:
    desk, who = of(request, body)

    def keep(case: Case) -> Decision:
        a = named(case, body.a)
        if body.form is not None:
            return case.split(a.id, body.form, who=who)
        if body.report is not None:
            return case.split(a.id, f"{a.name}@{numbered(case, body.report).id}", who=who)
        if body.b is None:
            raise NotDone("say whom to keep apart: another name, a spelling, or a report")
        b = named(case, body.b)
        if a.id == b.id:
            raise NotDone(f"{a.name} and {b.name} were taken for one; undo that, or keep one of its spellings apart")
        return case.split(a.id, b.id, who=who)

    return decide(desk, body.seen, keep, about=places(desk, body.a, body.b))


def confirm(request: Request, body: ConfirmBody) -> Decision:
    desk, who = of(request, body)

    def keep(case: Case) -> Decision:
        return case.confirm(named(case, body.a).id, body.form, body.note, who=who)

    return decide(desk, body.seen, keep, about=places(desk, body.a))


def grade(request: Request, body: GradeBody) -> Decision:
    desk, who = of(request, body)

    def keep(case: Case) -> Decision:
        source = named(case, body.source).id if is_ref(body.source) else body.source
        return case.grade(source, body.letter, who=who)

    return decide(desk, body.seen, keep)


def note(request: Request, body: NoteBody) -> Decision:
    desk, who = of(request, body)
    return decide(desk, body.seen, lambda case: case.note(noted_on(case, body.subject), body.text, who=who))


def settle(request: Request, body: SettleBody) -> Decision:
    desk, who = of(request, body)

    def keep(case: Case) -> Decision:
        a, b = place_meant(case, body.a), place_meant(case, body.b)
        return case.settle(a, b, body.how, body.note, who=who)

    return decide(desk, body.seen, keep)


def undo(request: Request, body: UndoBody) -> Decision:
    desk, who = of(request, body)
    return decide(desk, body.seen, lambda case: case.undo(body.decision, who=who))


def of(request: Request, body: Body) -> tuple[Desk, str]:
    return request.app.state.desk, (body.who or "").strip() or who_decides(request)


# ---------------------------------------------------------------- what is meant
def is_ref(name: str) -> bool:
    """Whether a name is given by report and id: "17/e3"."""
    number, slash, part = name.partition("/")
    return bool(slash) and number.isascii() and number.isdigit() and len(number) < 16 and part[:1] in ("e", "c", "f")


def numbered(case: Case, number: int) -> Kept:
    kept = next((one for one in case.reports() if one.number == number), None)
    if kept is None:
        raise NotInCase(f"the case has no report {number}")
    return kept


def named(case: Case, name: str) -> CaseEntity:
    """A person, body or place by report and id ("17/e3"), or as it is written."""
    entities = case.comparison().entities
    if not is_ref(name):
        return entity_called(name, entities)
    number, _, id_ = name.partition("/")
    found = by_member(entities).get((numbered(case, int(number)).id, id_))
    if found is None:
        raise NotInCase(f"report {number} names nobody {id_}")
    return found


def place_meant(case: Case, name: str) -> Ref:
    number, _, part = name.partition("/")
    if not is_ref(name):
        raise NotInCase(f"“{name}” is no place; give a report and the id of a claim or figure, such as 17/c3")
    report = numbered(case, int(number)).id
    return Ref(report=report, figure=part) if part.startswith("f") else Ref(report=report, claim=part)


def noted_on(case: Case, subject: str) -> str:
    """What a note is on, in the words of `Case.note`."""
    series = subject.removeprefix("series ")
    if series != subject:
        ref = place_meant(case, series)
        for one in case.comparison().series:
            if any((told.report, told.figure) == (ref.report, ref.figure) for told in one.statements):
                return one.id
        raise NotInCase(f"no series has the figure {series}")
    if is_ref(subject):
        number, _, part = subject.partition("/")
        return named(case, subject).id if part.startswith("e") else f"{numbered(case, int(number)).id}:{part}"
    if subject.isascii() and subject.isdigit() and len(subject) < 16:
        return numbered(case, int(subject)).id
    return subject


def places(desk: Desk, *names: str | None) -> list[dict[str, Json]]:
    """Where the names stand that a decision is about, as decisions name places."""
    found = []
    with desk.at_hand() as case:
        for name in names:
            if name is None or not is_ref(name):
                continue
            number, _, id_ = name.partition("/")
            ledger = case.ledger(numbered(case, int(number)).id)
            found += [place_of(ledger.report.id, one) for one in ledger.entities if one.id == id_]
    return found


# ---------------------------------------------------------------- what it shows
def decisions_view(desk: Desk, who: str | None, kind: str | None, page: int) -> DecisionsView:
    standing = desk.standing()
    who, kind = who or None, kind or None
    with desk.at_hand() as case:
        made = case.decided(undone=True)
    fitting = [one for one in reversed(made) if kind in (None, one.kind) and who in (None, one.who)]
    shown = page_of(fitting, page)
    about = {one.id: one for one in made}
    return DecisionsView(
        page=Page(
            rows=tuple(told(one, standing, about) for one in shown.rows),
            number=shown.number,
            pages=shown.pages,
            total=shown.total,
        ),
        who=who,
        kind=kind,
        people=tuple(name for name, _ in Counter(one.who for one in made).most_common()),
        kinds=tuple(dict.fromkeys(one.kind for one in made)),
        in_force=sum(one.undone_by is None and one.kind != UNDO for one in made),
    )


def told(one: Decision, standing: Standing | None, made: Mapping[int, Decision]) -> ToldDecision:
    what = what_was_decided(one)
    undone = made.get(one.subject["decision"]) if one.kind == UNDO else None
    if undone is not None:
        what = f"{what}, {KINDS.get(undone.kind, undone.kind)}: {what_was_decided(undone)}"
    return ToldDecision(
        id=one.id,
        at=one.at,
        who=one.who,
        kind=one.kind,
        what=what,
        in_force=one.undone_by is None,
        undone_by=one.undone_by,
        address=address_of(one.subject, standing) if standing else None,
        subject=one.subject,
        value=one.value,
    )


def address_of(subject: Json, standing: Standing) -> str | None:
    """The page of the first place that a decision names; None where it names none that is still there."""
    if isinstance(subject, list):
        return next((at for one in subject if (at := address_of(one, standing))), None)
    if not isinstance(subject, dict):
        return None
    kept = standing.shelf.by_id.get(str(subject.get("report")))
    if kept is None and "hypothesis" in subject:
        return "/hypotheses"
    if kept is None:
        return next((at for one in subject.values() if (at := address_of(one, standing))), None)
    entity = subject.get("entity")
    if entity:
        return addresses.name_at(kept, entity) if (kept.id, entity) in standing.compared.entity_of else None
    return addresses.report_at(kept, subject.get("figure") or subject.get("claim"))


def told_now(request: Request, decision: Decision) -> ToldDecision:
    desk: Desk = request.app.state.desk
    with desk.at_hand() as case:
        made = {one.id: one for one in case.decided(undone=True)}
    return told(made.get(decision.id, decision), None, made)


def all_told(desk: Desk) -> list[ToldDecision]:
    standing = desk.standing()
    with desk.at_hand() as case:
        made = {one.id: one for one in case.decided(undone=True)}
    return [told(one, standing, made) for one in made.values()]
