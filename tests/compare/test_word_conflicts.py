"""Claims in words that cannot both be so, and claims that only look like it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from reportedly.compare.assertions import group
from reportedly.compare.retractions import withdrawals
from reportedly.compare.sayings import sayings_of
from reportedly.compare.series import follow
from reportedly.compare.statements import at_home, given_in
from reportedly.compare.word_conflicts import with_deniers, word_conflicts
from reportedly.comparison import Conflict, NoConflict
from reportedly.model import Ledger, Span, Time
from tests.builders import span_of
from tests.compare.told import case_of, report_of, told


def compared(*ledgers: Ledger, touching: set[str] | None = None) -> tuple[list[Conflict], list[NoConflict]]:
    entities = case_of(ledgers)
    return word_conflicts(
        ledgers,
        entities,
        group(ledgers, entities),
        followed=follow(at_home(row for ledger in ledgers for row in given_in(ledger, entities))),
        withdrawn=[one for ledger in ledgers for one in withdrawals(ledger)],
        touching=touching,
    )


def conflicts_in(*ledgers: Ledger) -> list[Conflict]:
    return compared(*ledgers)[0]


# ---------------------------------------------------------------- denial
def test_what_one_says_and_another_denies_is_a_conflict_that_quotes_both() -> None:
    [one] = conflicts_in(
        told("Mara Lind closed the grain terminal", by="Coast Herald", report="a"),
        told("Mara Lind never closed the grain terminal", by="Granex", polarity="negative", report="b"),
    )
    assert (one.kind, one.a.report, one.b.report) == ("denial", "a", "b")
    assert "“Mara Lind closed the grain terminal” (Coast Herald)" in one.reason
    assert "“Mara Lind never closed the grain terminal” (Granex)" in one.reason


def test_he_denied_that_denies_what_follows() -> None:
    text = "Otto Berg denied that Mara Lind closed the grain terminal"
    denial = told(text, by="Otto Berg", kind="person")
    [claim] = denial.claims
    denier = replace(claim.sources[0], cue=(span_of(text, "denied"),))
    content = span_of(text, "Mara Lind closed the grain terminal")
    denied = replace(denial, claims=(replace(claim, spans=(content,), sources=(denier,), polarity="negative"),))
    assert [one.kind for one in conflicts_in(told("Mara Lind closed the grain terminal"), denied)] == ["denial"]


def test_what_could_not_be_confirmed_is_not_denied() -> None:
    assert not conflicts_in(
        told("Mara Lind closed the grain terminal"),
        told("That Mara Lind closed the grain terminal has not been confirmed", by="Northwire", polarity="negative"),
        told("Mara Lind did not close the grain terminal", by="Granex", polarity="negative", certainty="unknown"),
    )


def test_one_man_did_not_take_part_and_others_did_contradict_nobody() -> None:
    assert not conflicts_in(
        told("Mara Lind took part in the harbour riots", by="Coast Herald"),
        told("Otto Berg did not take part in the harbour riots", by="Northwire", polarity="negative"),
    )


def test_what_came_about_after_it_was_denied_is_no_conflict() -> None:
    found, apart = compared(
        told("Mara Lind has not closed the grain terminal yet", by="Granex", on="2031-05-04", polarity="negative"),
        told("Mara Lind has closed the grain terminal", by="Coast Herald", on="2031-05-09"),
    )
    assert not found
    assert [one.kind for one in apart] == ["later"]


def test_who_denies_one_thing_does_not_deny_everything_about_it() -> None:
    assert not conflicts_in(
        told("Mara Lind gave the harbour crews an order to stop loading", by="Coast Herald"),
        told("Mara Lind gave no reason", by="Northwire", polarity="negative"),
    )


def test_two_people_who_say_i_speak_of_two_people() -> None:
    assert not conflicts_in(
        told("I believe in the harbour ghost", by="Mara Lind", kind="person"),
        told("I don't believe in the harbour ghost", by="Otto Berg", kind="person", polarity="negative"),
    )


def test_what_is_denied_in_nearly_the_same_words_needs_no_name_to_be_found() -> None:
    opened = told("the gates of the terminal were opened at noon", by="Coast Herald")
    shut = told("the gates of the terminal were not opened", by="Northwire", polarity="negative")
    assert [one.kind for one in conflicts_in(opened, shut)] == ["denial"]
    assert not conflicts_in(opened, told("the shutters were not opened", by="Northwire", polarity="negative"))


def test_what_somebody_wants_or_how_it_was_is_no_claim_to_deny() -> None:
    no = told("Otto Berg did not close the grain terminal", by="Granex", polarity="negative")
    assert not conflicts_in(told("to close the grain terminal with Otto Berg", by="Coast Herald"), no)
    assert not conflicts_in(told("how Otto Berg closed the grain terminal", by="Coast Herald"), no)


# ---------------------------------------------------------------- where somebody is, what became of him
def test_who_has_left_the_country_is_not_in_its_capital() -> None:
    [one] = conflicts_in(
        told("Mara Lind has left Kazakhstan with her daughters", by="Coast Herald", on="2031-05-04"),
        told("Mara Lind is in Astana", by="Otto Berg", kind="person", on="2031-05-05"),
    )
    assert one.kind == "place"
    assert one.reason.endswith("Mara Lind has left Kazakhstan or is in Astana")


def test_who_was_in_the_capital_before_may_have_left_since() -> None:
    assert not conflicts_in(
        told("Mara Lind has left Kazakhstan", by="Coast Herald", on="2031-05-06"),
        told("Mara Lind is in Astana", by="Northwire", on="2031-05-04"),
    )


def test_who_has_not_left_contradicts_nobody_who_says_she_is_there() -> None:
    assert not conflicts_in(
        told("Mara Lind has not left Kazakhstan", by="Coast Herald", polarity="negative"),
        told("Mara Lind is in Astana", by="Northwire"),
    )


def test_leaving_the_dead_behind_is_no_journey() -> None:
    assert not conflicts_in(
        told("Mara Lind said the storm left 164 people dead in Kazakhstan", by="Coast Herald"),
        told("Mara Lind is in Astana", by="Northwire"),
    )


def test_one_is_in_two_cities_on_no_day() -> None:
    found = conflicts_in(told("Mara Lind is in Astana"), told("Mara Lind is in Almaty", by="Northwire"))
    assert [one.kind for one in found] == ["place"]
    later = told("Mara Lind is in Almaty", by="Northwire", on="2031-05-06")
    assert not conflicts_in(told("Mara Lind is in Astana"), later)


def test_removed_or_gone_of_her_own_will() -> None:
    [one] = conflicts_in(
        told("Mara Lind has been ousted from the harbour board", by="Coast Herald"),
        told("Mara Lind gave the post back by her own decision", by="Otto Berg", kind="person"),
    )
    assert one.kind == "denial"


def test_alive_before_and_dead_after_is_the_way_of_things() -> None:
    alive = told("Mara Lind is alive and well", on="2031-05-04")
    dead = told("Mara Lind has died in Norland", by="Northwire", on="2031-05-06")
    assert not conflicts_in(alive, dead)
    again = told("Mara Lind is alive and well", by="Otto Berg", kind="person", on="2031-05-07")
    assert [one.kind for one in conflicts_in(dead, again)] == ["denial"]


def test_the_survivor_is_who_survived_and_not_who_was_with_him() -> None:
    with_survivor = told("Mara Lind was joined by Otto Berg, who survived the fire")
    assert not conflicts_in(with_survivor, told("Mara Lind has died in Norland", by="Northwire"))
    assert conflicts_in(with_survivor, told("Otto Berg has died in Norland", by="Northwire"))


def test_one_arrest_has_one_day() -> None:
    def arrested(day: str, by: str) -> Ledger:
        words = f"Mara Lind was arrested on {day}"
        time = Time(span=Span(words.index(day), len(words)), start=day, end=day)
        return told(words, by=by, time=time)

    [one] = conflicts_in(arrested("2031-05-01", "Coast Herald"), arrested("2031-05-03", "Northwire"))
    assert one.kind == "time"


def test_an_arrest_told_from_the_side_of_the_police_has_one_day_too() -> None:
    def arrested(day: str, words: str, by: str) -> Ledger:
        time = Time(span=Span(words.index(day), words.index(day) + len(day)), start=day, end=day)
        return told(words, by=by, time=time)

    police = arrested("2031-05-01", "Police arrested the engineer Otto Berg on 2031-05-01", "Coast Herald")
    lawyer = arrested("2031-05-02", "Otto Berg was arrested on 2031-05-02", "Northwire")
    assert [one.kind for one in conflicts_in(police, lawyer)] == ["time"]
    friend = arrested("2031-05-02", "Police arrested Otto Berg's driver on 2031-05-02", "Northwire")
    assert not conflicts_in(police, friend)


def on_day(words: str, day: str, *, by: str, on: str = "2031-05-04") -> Ledger:
    time = Time(span=Span(words.index(day), words.index(day) + len(day)), start=day, end=day)
    return told(words, by=by, time=time, on=on)


def test_a_dam_bursts_on_one_day() -> None:
    [one] = conflicts_in(
        on_day("The dam of Norland burst on 2031-05-01", "2031-05-01", by="Coast Herald"),
        on_day("The dam burst on 2031-05-02", "2031-05-02", by="Northwire"),
    )
    assert one.kind == "time"
    assert one.reason.endswith("one event (burst), 2031-05-01 or 2031-05-02")


def test_two_dams_may_burst_on_two_days() -> None:
    first = on_day("A dam burst on 2031-05-01", "2031-05-01", by="Coast Herald")
    assert not conflicts_in(first, on_day("A dam burst on 2031-05-02", "2031-05-02", by="Northwire"))
    assert not conflicts_in(first, on_day("The dam burst on 2031-06-02", "2031-06-02", by="Northwire", on="2031-06-03"))


def test_who_puts_a_day_off_does_not_contradict_himself() -> None:
    before = on_day("The ceasefire in Norland will begin on 2031-05-05", "2031-05-05", by="Granex")
    after = on_day("The ceasefire in Norland will begin on 2031-05-07", "2031-05-07", by="Granex", on="2031-05-06")
    assert not conflicts_in(before, after)
    at_once = on_day("The ceasefire in Norland will begin on 2031-05-07", "2031-05-07", by="Northwire")
    assert [one.kind for one in conflicts_in(before, at_once)] == ["time"]


def test_going_to_the_police_of_ones_own_will_gives_up_no_office() -> None:
    fired = told("Mara Lind was fired from the harbour board", by="Coast Herald")
    assert not conflicts_in(fired, told("Mara Lind voluntarily went to the police", by="Northwire"))
    assert not conflicts_in(
        told("Otto Berg would have fired Mara Lind", by="Coast Herald"), told("Mara Lind resigned", by="Northwire")
    )
    assert conflicts_in(fired, told("Mara Lind resigned", by="Northwire"))


# ---------------------------------------------------------------- who was behind it
def blaming(whom: str, by: str, cue: str = "blamed") -> Ledger:
    """ "X blamed Y for the collapse of the terminal", with the cue of the claim."""
    text = f"{by} {cue} {whom}"
    ledger = told(text, by=by, kind="organisation")
    [claim] = ledger.claims
    source = replace(claim.sources[0], cue=(span_of(text, cue),))
    return replace(ledger, claims=(replace(claim, spans=(span_of(text, whom),), sources=(source,)),))


def test_who_is_blamed_and_denies_it_stands_against_who_blames() -> None:
    [one] = conflicts_in(
        blaming("Granex for the collapse of the terminal", "Harbour Ministry"),
        told("it was not responsible for the collapse", by="Granex", kind="organisation", polarity="negative"),
    )
    assert one.kind == "denial"
    assert one.reason.endswith("Granex is said to be behind it, and is said not to be")


def test_two_who_are_blamed_for_one_thing_are_a_conflict_of_actors() -> None:
    [one] = conflicts_in(
        blaming("Granex for the collapse of the terminal", "Harbour Ministry"),
        told("the Harbour Ministry was behind the collapse of the terminal", by="Otto Berg", kind="person"),
    )
    assert one.kind == "actor"
    assert one.reason.endswith("Granex or Harbour Ministry behind it")


def test_two_who_are_blamed_for_two_things_are_no_conflict() -> None:
    assert not conflicts_in(
        blaming("Granex for the collapse of the terminal", "Harbour Ministry"),
        told("the Harbour Ministry was behind the strike at the shipyard", by="Otto Berg", kind="person"),
    )


# ---------------------------------------------------------------- who was among them
def test_foreigners_took_part_or_none_did() -> None:
    some = told("20,000 bandits, foreigners among them, attacked the harbour", by="Otto Berg", kind="person")
    none = told("no foreigner took part", by="Mara Lind", kind="person", polarity="negative")
    [one] = conflicts_in(some, none)
    assert one.kind == "denial"
    assert one.reason.endswith("foreigners took part, or none did")
    may = told("foreigners may have taken part", by="Otto Berg", kind="person", certainty="possible")
    assert not conflicts_in(may, none)


def test_no_women_at_the_talks_were_still_at_the_march() -> None:
    march = told("women took part in the march on the shipyard", by="Otto Berg", kind="person")
    talks = told("no women took part in the pension talks", by="Mara Lind", kind="person", polarity="negative")
    assert not conflicts_in(march, talks)


# ---------------------------------------------------------------- whose word
def test_who_never_said_it_contradicts_who_says_he_did() -> None:
    speaker = {"by": "Mara Lind", "kind": "person"}
    said = report_of([("the gates of the terminal had been opened", speaker)], report="a")
    never = report_of([("I never said the gates were opened", {**speaker, "polarity": "negative"})], report="b")
    [one] = [one for one in conflicts_in(said, never) if one.kind == "attribution"]
    assert (one.a.report, one.b.report) == ("a", "b")
    denied = told("Mara Lind denied having said that the gates had been opened", by="Coast Herald", report="c")
    assert ("a", "c") in {(one.a.report, one.b.report) for one in conflicts_in(said, denied)}
    other = report_of([("I never said the price would fall", {**speaker, "polarity": "negative"})])
    assert not conflicts_in(said, other)


def test_the_same_words_in_quotation_marks_of_two_people_are_somebody_elses() -> None:
    words = "“We had warned the terminal three times,”"
    one_says = told(words, by="Mara Lind", kind="person", names={}, report="a")
    other_says = told(words, by="Otto Berg", kind="person", names={}, report="b")
    [one] = conflicts_in(one_says, other_says)
    assert (one.kind, one.reason.rsplit(": ", 1)[1]) == ("attribution", "the same words, of Mara Lind or of Otto Berg")
    short = "“We are ready”"
    assert not conflicts_in(told(short, by="Mara Lind", kind="person"), told(short, by="Otto Berg", kind="person"))


def test_a_quotation_that_denies_something_is_somebodys_too() -> None:
    words = "“Nobody will touch the terminal as long as I live”"
    spoken: dict[str, Any] = {"kind": "person", "polarity": "negative", "mode": "direct"}
    one_says, other_says = told(words, by="Mara Lind", **spoken), told(words, by="Otto Berg", **spoken)
    assert [one.kind for one in conflicts_in(one_says, other_says)] == ["attribution"]
    never = told(f"Otto Berg never said {words.replace('Nobody', 'We')}", by="Otto Berg", **spoken)
    assert not conflicts_in(told(words.replace("Nobody", "We"), by="Mara Lind", kind="person"), never)


def test_a_place_is_read_behind_the_day() -> None:
    for day in ("on 4 May ", "on Monday, 4 May 2031, ", "on May 4th ", "on Monday ", "Monday ", ""):
        one = told(f"Mara Lind was arrested {day}in Almaty", by="Coast Herald")
        found = conflicts_in(one, told("Mara Lind was arrested in Astana", by="Northwire"))
        assert [conflict.kind for conflict in found] == ["place"], day
    elsewhere = told("Mara Lind was arrested on 4 May by four officers on a train in Almaty", by="Coast Herald")
    assert not conflicts_in(elsewhere, told("Mara Lind was arrested in Astana", by="Northwire"))


def test_a_nested_never_is_read_from_the_words_of_who_tells_it() -> None:
    counted = {"164": {"measure": "killed", "of": "people"}}
    ministry = {"by": "Harbour Ministry", "kind": "organisation"}
    given = report_of([("164 people have died at the harbour", ministry)], counted=counted, report="a")
    tells = report_of(
        [("some wrote that 164 people had died", {}), ("The Harbour Ministry says it never supplied such figures", {})],
        counted=counted,
        report="b",
    )
    assert ("a", "c2") in {
        (one.a.report, one.b.claim) for one in conflicts_in(given, tells) if one.kind == "attribution"
    }


def test_a_report_that_says_whose_the_numbers_were_corrects_its_own_claim() -> None:
    [one] = conflicts_in(
        report_of(
            [
                ("Norland sent 2,030 soldiers to the harbour", {}),
                ("Others give the same number for the whole force, not for Norland alone", {"polarity": "negative"}),
            ],
            counted={"2,030": {"measure": "troops", "of": "soldiers"}},
        )
    )
    assert (one.kind, one.a.claim, one.b.claim) == ("attribution", "c1", "c2")


def test_who_never_gave_such_a_figure_contradicts_all_who_say_so() -> None:
    ministry = {"by": "Harbour Ministry", "kind": "organisation"}
    counted = {"164": {"measure": "killed", "of": "people"}}
    rumour = report_of([("164 people have died at the harbour", ministry)], counted=counted, report="a")
    denial = report_of(
        [
            ("some wrote that 164 people had died", {"by": "Northwire"}),
            ("it never supplied such figures", {**ministry, "polarity": "negative"}),
        ],
        counted={"164": {"measure": "killed", "of": "people"}},
        report="b",
    )
    found = [one for one in conflicts_in(rumour, denial) if one.kind == "attribution"]
    assert [(one.a.report, one.b.report, one.b.claim) for one in found] == [("a", "b", "c2")]


def test_a_figure_taken_back_contradicts_those_who_give_it() -> None:
    counted = {"164": {"measure": "killed", "of": "people"}}
    first = told("164 people died at the harbour", by="Northwire", counted=counted, report="a")
    back = told(
        "the figure of 164 dead is withdrawn", by="Coast Herald", on="2031-05-06", polarity="negative",
        counted=counted, report="b",
    )  # fmt: skip
    assert any((one.a.report, one.a.figure, one.b.report) == ("a", "f1", "b") for one in conflicts_in(first, back))


def test_the_same_dead_under_two_names_are_a_conflict_of_actors() -> None:
    def dead(whom: str, by: str) -> Ledger:
        return told(f"26 {whom} were killed", by=by, counted={"26": {"measure": "killed", "of": whom}})

    [one] = conflicts_in(dead("protesters", "Coast Herald"), dead("rioters", "Harbour Ministry"))
    assert one.kind == "actor"
    assert "“protesters” (Coast Herald), “rioters” (Harbour Ministry)" in one.reason
    assert not conflicts_in(dead("bandits", "Coast Herald"), dead("terrorists", "Harbour Ministry"))


def test_a_hedge_lost_on_the_way_is_a_conflict_about_what_was_said() -> None:
    speaker = {"by": "Mara Lind", "kind": "person"}
    hedged = ("the harbour order, to the extent it exists, is wrong", {**speaker, "certainty": "possible"})
    [one] = conflicts_in(report_of([hedged]), report_of([("the harbour order is wrong", speaker)]))
    assert one.kind == "attribution"
    assert one.reason.endswith("Mara Lind leaves room in one, none in the other")


def test_a_report_that_puts_right_what_it_has_just_said() -> None:
    [one] = conflicts_in(
        report_of(
            [
                ("the ministry reported the closing of the terminal on May 5", {"by": "Northwire"}),
                ("it was in fact first reported by papers on May 7", {"by": "Coast Herald"}),
            ]
        )
    )
    assert (one.kind, one.a.claim, one.b.claim) == ("time", "c1", "c2")


# ---------------------------------------------------------------- the whole
def test_asked_about_one_report_only_its_conflicts_are_given() -> None:
    left = told("Mara Lind has left Kazakhstan", on="2031-05-04", report="a")
    there = told("Mara Lind is in Astana", by="Northwire", on="2031-05-05", report="b")
    closed = told("Otto Berg closed the grain terminal", report="c")
    not_closed = told("Otto Berg never closed the grain terminal", by="Granex", polarity="negative", report="d")
    found, _ = compared(left, there, closed, not_closed, touching={"b"})
    assert [(one.a.report, one.b.report) for one in found] == [("a", "b")]
    assert len(conflicts_in(left, there, closed, not_closed)) == 2


def test_who_says_the_contrary_in_other_words_is_among_the_deniers() -> None:
    ledgers = [
        told("Mara Lind has left Kazakhstan with her daughters", by="Coast Herald", on="2031-05-04"),
        told("Mara Lind has left Kazakhstan with her daughters", by="Northwire", on="2031-05-04"),
        told("Mara Lind is in Astana", by="Otto Berg", kind="person", on="2031-05-05"),
    ]
    entities = case_of(ledgers)
    found = group(ledgers, entities)
    [one] = with_deniers(found, conflicts_in(*ledgers), [sayings_of(ledger, entities) for ledger in ledgers])
    assert (one.said_by, one.denied_by) == (("Coast Herald", "Northwire"), ("Otto Berg",))


def test_the_order_of_reports_makes_no_difference() -> None:
    ledgers = [
        told("Mara Lind has left Kazakhstan", on="2031-05-04"),
        told("Mara Lind is in Astana", by="Northwire", on="2031-05-05"),
        told("Mara Lind never left Kazakhstan", by="Granex", polarity="negative", on="2031-05-05"),
    ]
    assert compared(*ledgers) == compared(*reversed(ledgers))
