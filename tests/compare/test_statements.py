"""On whose word a figure is in a case: offices and posts by whose they are, documents by who issued them."""

from __future__ import annotations

from reportedly.compare.people import resolve
from reportedly.compare.statements import Given, given_in
from reportedly.compare.whose import with_originators
from reportedly.pipeline import Known, read_text

FIRST_DAY = "2031-05-04"


def given(*texts: str) -> list[Given]:
    """The figures of the reports of one case, each on the word of whoever is behind it."""
    ledgers = [
        read_text(text, where=f"r{n}.txt", known=Known(outlet=f"Daily {n}", published=FIRST_DAY))
        for n, text in enumerate(texts)
    ]
    people, _ = resolve(ledgers)
    entities = {member: entity for entity in people for member in entity.members}
    return with_originators([row for one in ledgers for row in given_in(one, entities)], ledgers, entities)


def behind(number: int, *texts: str) -> str | None:
    """Whose word a number is, which the reports give once or on one word only."""
    found = {row.originator for row in given(*texts) if row.figure.best == number}
    assert len(found) == 1, f"{number} is on the word of {found}"
    return found.pop()


# ---------------------------------------------------------------- by whose it is
def test_his_office_is_that_of_the_post_he_holds() -> None:
    text = (
        "Floods in Latvia\n\nThe floods killed 41 people, Prosecutor General Anna Berga told reporters on Monday. "
        "Last month her office had given 38."
    )
    assert behind(41, text) == "Anna Berga"
    assert behind(38, text) == "Prosecutor General's Office of Latvia"


def test_the_office_of_a_president_has_its_country_from_another_report() -> None:
    title = "Talks in the capital\n\nLatvian President Anna Berga met the miners on Sunday. The strike goes on."
    count = "Strike\n\nSome 370 people were wounded in the clashes, the office of President Anna Berga said on Monday."
    again = "Miners\n\nBerga's office says 45 people are in hospital."
    assert behind(370, title, count, again) == "Office of the President of Latvia"
    assert behind(45, title, count, again) == "Office of the President of Latvia"


def test_the_office_of_somebody_whose_post_nobody_tells_stays_what_it_is_called() -> None:
    assert behind(45, "Miners\n\nAnna Berga's office says 45 people are in hospital.") == "Anna Berga's office"


def test_a_press_service_speaks_for_its_body() -> None:
    text = "Grain\n\nThe African Union said on Monday that talks had failed. Its press service put the dead at 64."
    [row] = [row for row in given(text) if row.figure.best == 64]
    assert row.originator == "press service of the African Union"
    assert row.originator_entity is not None
    assert row.chain == ("press service of the African Union",)


def test_its_secretary_general_is_whom_another_report_names_as_that() -> None:
    named = "NATO sends more\n\nNATO Secretary-General Erik Dahl spoke to Reuters on Monday about the mission."
    count = (
        "Troops for the border\n\nNATO, an alliance of western states, is sending about 1,200 soldiers, "
        "according to its secretary-general."
    )
    assert behind(1200, named, count) == "Erik Dahl"
    assert behind(1200, count) != "Erik Dahl"


def test_a_ministry_in_a_city_is_that_of_the_citys_country() -> None:
    text = (
        "Help for Chile\n\nThe Defence Ministry in Riga said on Friday that 120 soldiers will go to Chile. "
        "Chile has asked for help. Chile is grateful, and Chile waits."
    )
    assert behind(120, text) in ("Defence Ministry of Latvia", "Defense Ministry of Latvia")


# ---------------------------------------------------------------- by what it stands in
def test_a_list_speaks_for_where_it_appeared_and_the_same_source_for_what_follows() -> None:
    text = (
        "Toll withdrawn\n\nThe Telegram channel Port_News, where the list appeared, belongs to the harbour, "
        "officials said. The list gives 87 dead. The 412 injured came from the same source."
    )
    whose = behind(87, text)
    assert whose is not None
    assert "Port_News" in whose
    assert behind(412, text) == whose


def test_a_channel_of_a_ministry_is_its_own_voice() -> None:
    text = "Raid\n\nMore than 300 people were held, Reuters reported, citing the Interior Ministry's Telegram channel."
    assert behind(300, text) == "Telegram channel of the Interior Ministry"


# ---------------------------------------------------------------- by the number
def test_a_description_is_the_one_who_gave_the_same_number() -> None:
    named = "Fire\n\nFifty-two people died in the fire, the Interior Ministry of Latvia said on Monday."
    described = "Harbour\n\nA fire killed 52 people in the harbour, the ministry of interior affairs reported."
    other = "Harbour\n\nA fire killed 52 people in the harbour, a rescuer said."
    assert behind(52, named, described) == "Interior Ministry of Latvia"
    assert {row.originator for row in given(named, other)} == {"Interior Ministry of Latvia", "a rescuer"}


def test_nobody_is_taken_for_the_first_who_is_named_later() -> None:
    text = (
        "Strike\n\nA detainee said 400 people had come.\n\nThe strike will end, Otto Berg said; 300 people came back."
    )
    assert behind(400, text) in ("A detainee", "a detainee")


def test_an_equal_number_alone_makes_nobody_of_the_opening_whoever_is_named_later() -> None:
    later = "Otto Berg, the deputy prosecutor, told reporters that 225 people were killed, most of them in the south."
    veteran = "A veteran of three inquiries said that 225 people were killed."
    assert {row.originator for row in given(f"{veteran}\n\n{later}") if row.figure.best == 225} == {
        "A veteran of three inquiries",
        "Otto Berg",
    }
    prosecutor = "A senior prosecutor said that 225 people were killed."
    assert behind(225, f"{prosecutor}\n\n{later}") == "Otto Berg"


def test_a_headline_speaks_of_who_gives_its_number_in_the_text() -> None:
    headline = "Alliance chief: 2,500 troops for Norland"
    text = f"{headline}\n\nAbout 2,500 soldiers will come, Otto Berg told reporters on Monday."
    assert behind(2500, text) == "Otto Berg"


def test_a_rounded_count_that_is_then_told_exactly_stays_on_the_same_word() -> None:
    text = "Riga\n\nMore than 1,300 people were detained, the police of Riga said. At the moment their number is 1,312."
    assert behind(1312, text) == behind(1300, text) is not None


def test_a_count_on_nobodys_word_is_given_to_nobody() -> None:
    text = "Riga\n\nMore than 1,300 people were detained, the police of Riga said.\n\nAt least 17 people have died."
    assert behind(17, text) is None
