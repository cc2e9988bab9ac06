"""Archives give the reports in them, and nothing that was put there to do harm."""

from __future__ import annotations

import gzip
import io
import tarfile
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from reportedly.load import LARGEST
from reportedly.load.part import MOST_RATIO, Bomb
from tests.load.making import RSS, TEXT, packed, page, pieces, records, tarred, told, zipped

NAME = "refused: its name points out of the archive"
LINK = "refused: a link, or a file with holes, which an archive of reports has no use for"
DEEP = "more than 2 archives in each other; unpack it first"
TITLE = "Harbour shut"
FILES = {"inner/a.txt": TEXT, "b.html": page(1), "c.rss": RSS, "d.jsonl": b'{"text": "It rained."}', "photo.jpg": b"x"}
INSIDE = [
    ("inner/a.txt", TITLE),
    ("b.html", "Harbour shut 1"),
    ("c.rss:1", "Harbour & bridge shut"),
    ("c.rss:2", "It rains"),
    ("c.rss:3", "Only a title"),
    ("d.jsonl:1", "It rained."),
]
PASSED = "files that are no reports by their ending were passed over: photo.jpg"


def at(name: str, found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(f"{name}:{where}", words) for where, words in found]


@pytest.mark.parametrize("name", ["news.zip", "news.tar", "news.tar.gz", "news.tgz"])
def test_an_archive_gives_each_report_with_its_place_in_it(tmp_path: Path, name: str) -> None:
    raw = zipped(FILES) if name == "news.zip" else tarred(FILES)
    raw = gzip.compress(raw) if name.endswith("gz") else raw
    assert told(tmp_path / name, raw) == [*at(name, INSIDE), (name, PASSED)]


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_long_names_and_other_alphabets_come_through(tmp_path: Path, form: int) -> None:
    name = "/".join(["архив" * 4] * 3) + "/порт.txt"
    assert told(tmp_path / "a.tar", tarred({name: TEXT}, form=form)) == [(f"a.tar:{name}", TITLE)]


def test_names_of_a_zip_that_does_not_say_utf8_are_read_as_it_where_they_are(tmp_path: Path) -> None:
    raw = zipped({"порт.txt": TEXT})
    assert told(tmp_path / "a.zip", raw) == [("a.zip:порт.txt", TITLE)]
    unsaid = raw.replace(b"\x14\x00\x00\x08\x08\x00", b"\x14\x00\x00\x00\x08\x00")
    assert unsaid != raw
    assert told(tmp_path / "a.zip", unsaid) == [("a.zip:порт.txt", TITLE)]


# ---------------------------------------------------------------- one bad file costs that file
def test_a_damaged_file_costs_that_file_only(tmp_path: Path) -> None:
    raw = bytearray(zipped({"a.txt": TEXT, "b.txt": TEXT}))
    raw[40] ^= 0xFF
    assert told(tmp_path / "a.zip", bytes(raw)) == [
        ("a.zip:a.txt", "damaged or cut off: it cannot be unpacked"), ("a.zip:b.txt", TITLE)
    ]  # fmt: skip
    raw = bytearray(tarred({"a.txt": TEXT, "b.txt": TEXT}))
    raw[10] ^= 0xFF
    assert told(tmp_path / "a.tar", bytes(raw)) == [
        ("a.tar:?", "damaged or cut off: a file of which not even the name can be read"), ("a.tar:b.txt", TITLE)
    ]  # fmt: skip


def test_an_archive_cut_off_gives_what_is_there_or_says_so(tmp_path: Path) -> None:
    whole = tarred({"a.txt": TEXT, "b.txt": TEXT * 20})
    assert told(tmp_path / "a.tar", whole[:2000]) == [
        ("a.tar:a.txt", TITLE), ("a.tar:b.txt", TITLE),
        ("a.tar", "damaged or cut off: the archive ends in the middle of a file"),
    ]  # fmt: skip
    cut = gzip.compress(whole)
    assert told(tmp_path / "a.tar.gz", cut[:-20])[-1][1].startswith("damaged or cut off")
    assert told(tmp_path / "a.zip", zipped(FILES)[:-30])[0][1].startswith("an archive that cannot be opened")
    assert told(tmp_path / "a.tar", b"no tar" * 200)[-1][1].startswith("damaged")
    assert told(tmp_path / "a.tar", b"")[0][1].startswith("an archive that cannot be opened")


def test_what_is_too_large_for_a_report_is_said(tmp_path: Path) -> None:
    large = "larger than 20 MB; split it into one file per report"
    raw = zipped({"a.txt": b"a" * (LARGEST + 1), "b.txt": TEXT})
    assert told(tmp_path / "a.zip", raw) == [("a.zip:a.txt", large), ("a.zip:b.txt", TITLE)]


def test_a_file_locked_or_packed_oddly_is_said(tmp_path: Path) -> None:
    locked = zipped({"a.txt": TEXT}).replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00"
    )
    assert told(tmp_path / "a.zip", locked) == [("a.zip:a.txt", "locked with a password; unpack it first")]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.txt", TEXT)
    assert told(tmp_path / "a.zip", made.getvalue())[0][1].startswith("packed in a way that is not read")


# ---------------------------------------------------------------- harm
@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "b/../../a.txt", "C:\\a.txt", "..\\a.txt", "a\x1b[2J.txt"])
def test_a_name_that_points_out_of_the_archive_is_refused(tmp_path: Path, name: str) -> None:
    for kind, raw in (("a.zip", zipped({name: TEXT, "b.txt": TEXT})), ("a.tar", tarred({name: TEXT, "b.txt": TEXT}))):
        first, second = told(tmp_path / kind, raw)
        assert first[1] == NAME
        assert "\x1b" not in first[0]
        assert second == (f"{kind}:b.txt", TITLE)


def test_a_link_is_refused_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_bytes(TEXT)
    assert told(tmp_path / "a.tar", tarred({"a.txt": "secret.txt"})) == [("a.tar:a.txt", LINK)]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        link = zipfile.ZipInfo("a.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "secret.txt")
    assert told(tmp_path / "a.zip", made.getvalue()) == [("a.zip:a.txt", LINK)]


def test_archives_in_archives_in_archives_are_refused(tmp_path: Path) -> None:
    deepest = zipped({"c.txt": TEXT})
    raw = zipped(
        {"a.txt": TEXT, "in.zip": zipped({"b.txt": TEXT, "deep.zip": deepest}), "z.tar": tarred({"d.zip": deepest})}
    )
    assert told(tmp_path / "n.zip", raw) == at(
        "n.zip", [("a.txt", TITLE), ("in.zip:b.txt", TITLE), ("in.zip:deep.zip", DEEP), ("z.tar:d.zip", DEEP)]
    )


@pytest.mark.parametrize("name", ["bomb.jsonl.gz", "bomb.tar.gz", "bomb.warc.gz", "bomb.zip"])
def test_a_bomb_is_left_before_it_fills_memory_and_named(tmp_path: Path, name: str) -> None:
    zeros = b"\0" * 10_000_000
    member = gzip.compress(zeros)
    large = tarfile.TarInfo("z.jpg")
    large.size = len(zeros) * 30
    inside = {"bomb.zip": "bomb.zip:z.csv"}.get(name, name)
    raw = {
        "bomb.jsonl.gz": member * 30,
        "bomb.tar.gz": gzip.compress(large.tobuf()) + member * 30,
        "bomb.warc.gz": gzip.compress(b"WARC/1.0\r\nWARC-Type: x\r\nContent-Length: 999999999\r\n\r\n" + zeros * 30),
        "bomb.zip": zipped({"z.csv": b"text\n" + zeros * 30}),
    }[name]
    tracemalloc.start()
    *_, last = pieces(tmp_path / name, raw)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(last, Bomb) or "longer than" in str(last)
    assert inside in last.where
    assert f"{MOST_RATIO} times its size" in str(last) or "longer than" in str(last)
    assert most < 150_000_000


def test_a_list_of_files_that_claims_to_be_huge_is_not_opened(tmp_path: Path) -> None:
    raw = zipped({"a.txt": TEXT})
    at_end = raw.rindex(b"PK\x05\x06")
    huge = raw[: at_end + 12] + (200_000_000).to_bytes(4, "little") + raw[at_end + 16 :]
    assert told(tmp_path / "a.zip", huge)[0][1].startswith("a list of files of more than 100 MB")


def test_a_name_that_claims_to_be_huge_is_not_read(tmp_path: Path) -> None:
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 8**11 - 1
    (tmp_path / "a.tar").write_bytes(info.tobuf() + b"a" * 30_000_000)
    tracemalloc.start()
    found = told(tmp_path / "a.tar")
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "damaged or cut off" in found[-1][1]
    assert most < 1_000_000


def test_a_web_archive_in_an_archive_keeps_both_places(tmp_path: Path) -> None:
    found = told(tmp_path / "n.zip", zipped({"a/n.warc.gz": packed(records())}))
    assert found[0] == ("n.zip:a/n.warc.gz:2", "Harbour shut 1")
