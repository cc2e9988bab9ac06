"""Which reports are copies, and which only tell of the same event."""

from __future__ import annotations

from typing import Any

from reportedly.compare.copies import copies_among, originals, prepared
from reportedly.compare.memory import Memory
from reportedly.comparison import Copy
from reportedly.model import Ledger
from tests.builders import a_report

STORY = (
    "The dam above Port Amber gave way on Monday night and twelve workers of the power station are missing. "
    "Rescue teams from three districts searched the valley until dawn, helped by two helicopters of the coast guard. "
    "Mayor Nora Lindqvist asked everybody below the bridge to leave their houses at once. "
    "The operator of the station, Amber Hydro, had inspected the wall in March and found no cracks. "
    "Some 4,300 people spent the night in schools and in the ice rink."
)
RETOLD = (
    "Twelve power station workers are unaccounted for since a dam burst over Port Amber late on Monday. "
    "Two coast guard helicopters and rescuers out of three districts combed the valley all night. "
    "Nora Lindqvist, the mayor, told those living below the bridge to get out. "
    "Amber Hydro, which runs the station, says an inspection of the wall in March showed no cracks. "
    "About 4,300 slept in schools and an ice rink."
)
OTHER = (
    "Water stood two metres high in the old town of Port Amber on Tuesday, and shopkeepers carried out their goods. "
    "Nora Lindqvist, mayor for nine years, had warned of the state of the river banks in the budget debate. "
    "Insurers expect claims of 60 million crowns. The railway line to the north is closed for a week at least."
)
FOOTER = "Follow us for more stories like this one and write to our newsroom whenever you know something."


def a_paper(text: str, outlet: str, published: str = "2030-05-07", **more: Any) -> Ledger:
    return Ledger(report=a_report(text, outlet=outlet, published=published, where=f"{outlet}.txt", **more), claims=())


def copies_in(*ledgers: Ledger) -> list[Copy]:
    memory = Memory()
    return copies_among([prepared(ledger, {}, memory) for ledger in ledgers], memory)


def test_a_reprint_is_verbatim_and_the_earlier_report_is_its_original() -> None:
    first, reprint = a_paper(STORY, "Amber Post"), a_paper("Dam bursts\n\n" + STORY, "Coast Echo", "2030-05-08")
    [copy] = copies_in(reprint, first)
    assert (copy.a, copy.b, copy.kind, copy.original) == (
        first.report.id,
        reprint.report.id,
        "verbatim",
        first.report.id,
    )


def test_a_cut_reprint_is_trimmed() -> None:
    cut = a_paper(" ".join(STORY.split()[:55]) + ".", "Coast Echo", "2030-05-08")
    [copy] = copies_in(a_paper(STORY + " " + OTHER, "Amber Post"), cut)
    assert copy.kind == "trimmed"


def test_the_same_things_in_the_same_order_in_other_words_are_a_paraphrase() -> None:
    [copy] = copies_in(a_paper(STORY, "Amber Post"), a_paper(RETOLD, "Coast Echo", "2030-05-08"))
    assert copy.kind == "paraphrase"
    assert copy.reason.startswith("tells the same in the same order")


def test_two_reporters_at_one_event_are_no_copies_of_each_other() -> None:
    assert copies_in(a_paper(STORY, "Amber Post"), a_paper(OTHER, "Coast Echo")) == []


def test_what_an_outlet_puts_under_each_of_its_reports_makes_no_copies_of_them() -> None:
    papers = [a_paper(f"{text} {FOOTER}", "Amber Post") for text in (STORY, OTHER, "The ferry sails again on Friday.")]
    assert copies_in(*papers) == []


def test_who_names_the_others_outlet_copied_from_it_even_if_dated_earlier() -> None:
    source = a_paper(STORY, "Amber Post", "2030-05-08")
    copier = a_paper(f"The Amber Post reports: {STORY}", "Coast Echo", "2030-05-07")
    [copy] = copies_in(source, copier)
    assert copy.original == source.report.id


def test_ten_copies_of_one_telegram_go_back_to_one_report() -> None:
    papers = [a_paper(f"{STORY} Page {n}.", f"Outlet {n}", f"2030-05-{n + 7:02}") for n in range(10)]
    folded = originals(copies_in(*papers), [paper.report.id for paper in papers])
    assert set(folded.values()) == {papers[0].report.id}


def test_flashes_on_one_event_are_not_taken_for_retellings_of_each_other() -> None:
    flash = a_paper("The fire service said that 12 boats were used at the Ulven dam.", "Amber Post")
    other = a_paper("At the Ulven dam three men sang, the fire service wrote.", "Coast Echo")
    assert copies_in(flash, other) == []
    news = a_paper(
        "An explosion shook the port of Brekken on Monday. At least nine dockers were injured, the fire service said. "
        "Police have cordoned off the grain terminal.",
        "Amber Post",
    )
    again = a_paper(
        "Nine dockers were hurt in an explosion in the port of Brekken. The fire service had the blaze under control. "
        "The grain terminal belongs to Granex, police said.",
        "Coast Echo",
    )
    assert copies_in(news, again) == []


def test_a_flash_is_a_copy_only_as_it_stands_and_else_it_is_said_that_it_cannot_be_told() -> None:
    flash = "Twelve people were killed in the flood, the Interior Ministry said."
    [copy] = copies_in(a_paper(flash, "Amber Post"), a_paper(flash + "\n", "Coast Echo", "2030-05-08"))
    assert copy.kind == "verbatim"
    [near] = copies_in(
        a_paper(flash, "Amber Post"), a_paper(flash.replace("Twelve", "Fifteen"), "Coast Echo", "2030-05-08")
    )
    assert near.kind == "shared_text"
    assert near.reason.endswith("too few of their own to tell whether one was made from the other")


def test_two_reporters_who_heard_one_speech_did_not_copy_from_each_other() -> None:
    speech = (
        "“We will not leave this harbour to the sea, we will build the quay anew, and we will build it higher than it "
        "was. Granex will pay 45 million crowns, Otto Berg will lead the work, and in three years ships from Brekken "
        "will lie here again, whatever the council of Ulven says about it.”"
    )
    one = a_paper(f"{speech} Nora Lindqvist said so on Tuesday. Fishermen doubted that. {OTHER}", "Amber Post")
    two = a_paper(f"The hall was full and the heating had failed when Nora Lindqvist rose. {speech}", "Coast Echo")
    assert copies_in(one, two) == []
