"""A case for brat: files that brat can open, and corrections that come back as what was changed and nothing else."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportedly.comparison import Comparison
from reportedly.export.brat import ANNOTATION_CONF, Annotations, export_brat, marks, whole
from reportedly.export.brat_corrections import Correction, Drifted, corrections_in
from reportedly.export.pieces import as_utf8, storable
from reportedly.model import Claim, Ledger, Source, Span
from tests.builders import a_claim, a_ledger, a_source, a_source_in, spans_of
from tests.contracts.test_case_exporters import files_of
from tests.export.cases import any_case, two_reports

TEXT = "Northwire reports that the mayor, Anna Berg, denies that the bridge was closed. Traffic is slow."


def bridge() -> Ledger:
    wire = a_source_in(TEXT, "Northwire", "reports", entity="e2")
    mayor = a_source_in(TEXT, "the mayor, Anna Berg,", "denies", kind="person", name="Anna Berg", entity="e1")
    return a_ledger(
        TEXT,
        a_claim(
            TEXT,
            "the mayor, Anna Berg, denies that the bridge was closed",
            sources=(wire,),
            asserted_by=("certain",),
            confidence=0.9,
        ),
        a_claim(
            TEXT,
            "the bridge was closed",
            id="c2",
            sources=(wire, mayor),
            within="c1",
            polarity="negative",
            markers=spans_of(TEXT, "denies"),
            asserted_by=("unknown", "denied"),
            entities=("e3",),
            confidence=0.8,
        ),
        a_claim(TEXT, "Traffic is slow", id="c3", mode="authorial"),
    )


def written(ledger: Ledger) -> str:
    return Annotations(ledger).written()


def corrections(ledger: Ledger, annotations: str) -> tuple[Correction, ...]:
    found = corrections_in(annotations, as_utf8(ledger.report.text), ledger)
    assert found.complaints == ()
    return found.corrections


def changed(ledger: Ledger, *changes: tuple[str, str]) -> tuple[Correction, ...]:
    """Corrections where the lines that match the first of a pair become the second; "" takes them out."""
    annotations = written(ledger)
    for before, after in changes:
        annotations, count = re.subn(rf"(?m)^{before}\n", f"{after}\n" if after else "", annotations)
        assert count == 1, (before, annotations)
    return corrections(ledger, annotations)


# ---------------------------------------------------------------- what brat reads
@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(case=any_case())
def test_brat_can_read_every_line_whatever_the_text_is(case: tuple[tuple[Ledger, ...], Comparison]) -> None:
    ledgers, comparison = case
    files = files_of(export_brat, ledgers, comparison)
    for name, content in files.items():
        if name.endswith(".ann"):
            opens_in_brat(content.decode("utf-8"), files[name.replace(".ann", ".txt")].decode("utf-8"))


def opens_in_brat(annotations: str, text: str) -> None:
    """The checks that brat makes when it opens a document."""
    # Its lines end wherever Python's splitlines ends them.
    lines = [line.split("\t") for line in annotations.splitlines()]
    ids = [line[0] for line in lines]
    assert len(set(ids)) == len(ids)
    for id_, data, *tail in lines:
        if id_[0] == "T":
            spans = [tuple(map(int, part.split())) for part in data.split(" ", 1)[1].split(";")]
            assert all(0 <= start < end <= len(text) for start, end in spans)
            assert all(before[1] <= after[0] for before, after in pairwise(spans))
            assert tail == [" ".join(text[start:end] for start, end in spans)]
        elif id_[0] == "E":
            assert [one.partition(":")[2] for one in data.split() if one.partition(":")[2] not in ids] == []
        elif id_[0] in "AR#":
            named = re.findall(r"\b[TE]\d+\b", data)
            assert named
            assert set(named) <= set(ids)


def test_every_type_that_is_written_is_in_the_configuration() -> None:
    for ledger in (*two_reports(), bridge()):
        for line in written(ledger).splitlines():
            kind = re.split(r"[ :]", line.split("\t")[1])[0]
            assert kind == "AnnotatorNotes" or re.search(rf"(?m)^\t?{kind}\b", ANNOTATION_CONF), line


def test_a_claim_is_an_event_on_its_content_with_its_chain_outermost_first() -> None:
    lines = dict(line.split("\t", 1) for line in written(bridge()).splitlines())
    event = lines["E2"].split()
    roles = dict(one.split(":") for one in event)
    assert lines[roles["Claim"]] == "Claim 57 78\tthe bridge was closed"
    assert lines[roles["Source"]].startswith("Agency ")
    assert lines[roles["Source2"]].startswith("Person ")
    assert roles["Within"] == "E1"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\u2028", "\x85", "\t", "\x0c", "\n\n"])
def test_a_span_over_the_end_of_a_line_is_cut_there_and_is_whole_again_when_it_comes_back(end: str) -> None:
    text = f"He said it rained{end}all day. No more."
    span = Span(8, text.index("day") + 3)
    parts = marks(text, (span,))
    assert len(parts) == 2
    assert whole(text, parts) == (span,)
    ledger = a_ledger(text, a_claim(spans=(span,)))
    opens_in_brat(written(ledger), text)
    assert corrections(ledger, written(ledger)) == ()


# ---------------------------------------------------------------- what comes back
@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(case=any_case())
def test_what_nobody_touched_comes_back_as_no_correction(case: tuple[tuple[Ledger, ...], Comparison]) -> None:
    for ledger in case[0]:
        assert corrections(ledger, written(ledger)) == ()


def test_what_comes_back_from_nothing_are_the_same_claims() -> None:
    """Held against a ledger without claims, all of them are added, and they are those that went out."""
    for ledger in (*two_reports(), bridge()):
        back = corrections(replace(ledger, claims=()), written(ledger))
        assert [one.what for one in back] == ["added"] * len(ledger.claims)
        assert [shown(one.claim) for one in back if one.claim] == [shown(claim) for claim in ledger.claims]
        contents = {claim.id: claim.spans for claim in ledger.claims}
        assert [one.within for one in back] == [contents.get(claim.within or "") for claim in ledger.claims]


def shown(claim: Claim) -> Claim:
    """A claim as far as brat shows it."""
    return replace(
        claim,
        id="",
        sources=tuple(replace(source, entity=None) for source in claim.sources),
        within=None,
        asserted_by=(),
        time=replace(claim.time, start=None, end=None) if claim.time else None,
        entities=(),
        confidence=1,
    )


def test_a_changed_certainty_corrects_that_claim_and_keeps_all_the_rest_of_it() -> None:
    ledger = bridge()
    [found] = corrections(ledger, written(ledger) + "A99\tCertainty E1 probable\n")
    assert (found.what, found.before) == ("corrected", ledger.claims[0])
    assert found.claim == replace(ledger.claims[0], certainty="probable", asserted_by=("probable",))


def test_a_claim_that_was_taken_out_is_rejected() -> None:
    ledger = bridge()
    lines = [line for line in written(ledger).splitlines() if not line.startswith("E3\t") and " E3" not in line]
    [found] = corrections(ledger, "\n".join(lines) + "\n")
    assert (found.what, found.before, found.claim) == ("rejected", ledger.claims[2], None)
    assert found.subject(ledger) == {
        "report": ledger.report.id,
        "where": "reports/harbour.txt",
        "claim": "c3",
        "spans": [[80, 95]],
        "sources": [],
    }
    assert found.value()["claim"] is None


def test_a_source_put_in_front_makes_a_longer_chain_with_the_entities_that_were_known() -> None:
    ledger = bridge()
    [found] = changed(ledger, (r"(E2\tClaim:T\d+) Source:(T\d+) Source2:(T\d+)(.*)", r"\1 Source:\3 Source2:\2\4"))
    assert found.claim is not None
    assert [(one.name, one.entity) for one in found.claim.sources] == [("Anna Berg", "e1"), ("Northwire", "e2")]
    assert found.claim.entities == ("e3",)
    assert found.claim.asserted_by == ("denied", "certain")


def test_a_source_of_another_kind_and_name_is_taken_as_the_person_says() -> None:
    ledger = bridge()
    [found] = changed(
        ledger,
        (r"(T\d+)\tPerson (\d+ \d+\t.*)", r"\1\tOrganisation \2"),
        (r"(#\d+\tAnnotatorNotes T\d+)\tAnna Berg", r"\1\tCity Hall"),
    )
    assert found.claim is not None
    assert (found.claim.sources[1].name, found.claim.sources[1].kind) == ("City Hall", "organisation")
    assert found.claim.sources[1].entity is None


def test_a_claim_that_was_drawn_by_hand_is_added_with_its_source_and_what_holds_it() -> None:
    ledger = bridge()
    drawn = (
        "T90\tClaim 87 94\tis slow\nT91\tPerson 34 43\tAnna Berg\nT92\tCue 45 51\tdenies\n"
        "R90\tCueOf Arg1:T92 Arg2:T91\nE90\tClaim:T90 Source:T91 Within:E3\nA90\tMode E90 direct\n"
    )
    start = TEXT.index("is slow")
    drawn = drawn.replace("87 94", f"{start} {start + 7}")
    [found] = corrections(ledger, written(ledger) + drawn)
    assert found.what == "added"
    assert found.claim is not None
    assert found.claim.sources == (Source(name="Anna Berg", kind="person", mention=Span(34, 43), cue=(Span(45, 51),)),)
    assert (found.claim.mode, found.claim.within, found.within) == ("direct", "c3", ledger.claims[2].spans)


def test_a_number_that_brat_gave_again_is_one_claim_less_and_one_more() -> None:
    ledger = bridge()
    start = TEXT.index("Northwire reports")
    found = changed(
        ledger,
        (r"(T\d+)\tClaim \d+ \d+\tTraffic is slow", rf"\1\tClaim {start} {start + 17}\tNorthwire reports"),
    )
    assert [one.what for one in found] == ["rejected", "added"]


def test_sources_that_stand_nowhere_in_the_text_come_back_too() -> None:
    text = "The bridge is open."
    chain = (a_source("TASS\n\u2028\tand “others”"), a_source("rumour", kind="rumour", cue=(Span(4, 10),)))
    ledger = a_ledger(text, a_claim(text, "bridge is open", sources=chain))
    [back] = corrections(replace(ledger, claims=()), written(ledger))
    assert back.claim is not None
    assert back.claim.sources == chain


# ---------------------------------------------------------------- what is refused
def test_a_text_that_was_changed_is_refused_with_the_place() -> None:
    ledger = bridge()
    with pytest.raises(Drifted, match="from character 9 on"):
        corrections_in(written(ledger), TEXT.replace(" reports", ", reports", 1).encode(), ledger)


def test_a_text_with_other_line_ends_is_refused_and_says_so() -> None:
    ledger = a_ledger("One.\nTwo.")
    with pytest.raises(Drifted, match="line ends"):
        corrections_in("", b"One.\r\nTwo.", ledger)


def test_a_text_in_another_encoding_is_refused() -> None:
    with pytest.raises(Drifted, match="no longer UTF-8"):
        corrections_in("", "caf\xe9".encode("latin-1"), a_ledger("café"))


@pytest.mark.parametrize("line", ["T99\tClaim 1 10\tNorthwire", "T99\tClaim 90 900\tslow", "T99\tClaim 5 5\t"])
def test_marks_that_do_not_hold_their_words_are_refused(line: str) -> None:
    ledger = bridge()
    with pytest.raises(Drifted, match="T99"):
        corrections_in(written(ledger) + line + "\n", TEXT.encode(), ledger)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("nonsense", "line .* cannot be read: nonsense"),
        ("E99\tEvent:T1", "cannot be read"),
        ("*\tEquiv T1 T2", "cannot be read"),
        ("E99\tClaim:T999", "E99 cannot be read"),
        ("A99\tCertainty E1 surely", "may be certain, probable"),
        ("T99\tFigure 0 9\tNorthwire", "figures or dates were changed"),
    ],
)
def test_what_cannot_be_taken_over_is_told(line: str, complaint: str) -> None:
    ledger = bridge()
    found = corrections_in(f"{written(ledger)}{line}\n", TEXT.encode(), ledger)
    assert any(re.search(complaint, one) for one in found.complaints)


@pytest.mark.parametrize(
    "note",
    ["[1]", '[{"at": 1}]', '[{"at": 1, "name": "X", "kind": "oracle"}]', "[" * 100_000, '"' + "[" * 10,
     '[{"at": 1, "name": "X", "kind": "person", "mention": [5, 5000]}]'],
)  # fmt: skip
def test_a_note_of_any_words_does_no_harm(note: str) -> None:
    ledger = bridge()
    found = corrections_in(f"{written(ledger)}#99\tAnnotatorNotes E3\t{note}\n", TEXT.encode(), ledger)
    assert all(one.before == ledger.claims[2] or one.what != "rejected" for one in found.corrections)


@settings(deadline=None, max_examples=300)
@given(data=st.data())
def test_annotations_broken_in_any_way_are_read_told_or_refused(data: st.DataObject) -> None:
    ledger = bridge()
    lines = written(ledger).split("\n")
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(lines) - 1))
        line, cut = lines[place], data.draw(st.integers(0, len(lines[place])))
        pieces = st.text(max_size=4) | st.sampled_from(["T1", "E2", ":", " ", "\t", "9", ";", "Claim", "Source3:E1"])
        lines[place] = line[:cut] + data.draw(pieces) + line[cut + data.draw(st.integers(0, 3)) :]
    try:
        found = corrections_in("\n".join(lines), TEXT.encode(), ledger)
    except Drifted:
        return
    for one in found.corrections:
        json.dumps([one.subject(ledger), one.value()])
        for span in (one.claim or one.before or ledger.claims[0]).spans:
            assert 0 <= span.start < span.end <= len(TEXT)


def test_half_a_character_is_one_character_on_both_sides() -> None:
    text = "\ud83d Anna said nothing \udc80."
    ledger = a_ledger(text, a_claim(text, "nothing \udc80"))
    assert storable(text) in as_utf8(text).decode()
    assert corrections(ledger, written(ledger)) == ()
