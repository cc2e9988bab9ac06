"""Bytes to characters: what a file is not, which encoding it is in, and where it could not be read."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from reportedly.model import Problem, Span, Unreadable

MEGABYTE = 1_000_000
LARGEST = 20 * MEGABYTE  # bytes of a file
LONGEST_TEXT = 5_000_000  # characters of a report: about 800,000 words


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The characters of some bytes and what went wrong in reading them."""

    text: str
    problems: tuple[Problem, ...] = ()

    def problems_without_place(self) -> tuple[Problem, ...]:
        """For a text made from these characters, in which their places mean nothing."""
        return tuple(replace(problem, span=None) for problem in self.problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Magic:
    """How a kind of file begins, what it is called and what to do with it."""

    start: bytes
    what: str
    advice: str
    at: int = 0
    needs_nul: bool = False  # a text could begin like this too, but has no NUL after it


UNPACK = "unpack it first"
EXPORT = "export its text first"
PICTURE = "a picture has no text to read"
SOUND = "write down what is said first"
PROGRAM = "a program is no report"

MAGIC: tuple[Magic, ...] = (
    Magic(start=b"%PDF-", what="a PDF", advice=EXPORT),
    Magic(start=b"PK\x03\x04", what="a ZIP archive or an office document", advice="unpack it or export its text first"),
    Magic(start=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", what="an old office document", advice=EXPORT),
    Magic(start=b"{\\rtf", what="an RTF document", advice=EXPORT),
    Magic(start=b"%!PS", what="a PostScript document", advice=EXPORT),
    Magic(start=b"\x1f\x8b", what="a gzip archive", advice=UNPACK),
    Magic(start=b"BZh", what="a bzip2 archive", advice=UNPACK, needs_nul=True),
    Magic(start=b"\xfd7zXZ\x00", what="an xz archive", advice=UNPACK),
    Magic(start=b"\x28\xb5\x2f\xfd", what="a Zstandard archive", advice=UNPACK),
    Magic(start=b"7z\xbc\xaf\x27\x1c", what="a 7-Zip archive", advice=UNPACK),
    Magic(start=b"Rar!\x1a\x07", what="a RAR archive", advice=UNPACK),
    Magic(start=b"ustar", what="a tar archive", advice=UNPACK, at=257),
    Magic(start=b"\x89PNG\r\n\x1a\n", what="a PNG picture", advice=PICTURE),
    Magic(start=b"\xff\xd8\xff", what="a JPEG picture", advice=PICTURE),
    Magic(start=b"GIF8", what="a GIF picture", advice=PICTURE, needs_nul=True),
    Magic(start=b"II*\x00", what="a TIFF picture", advice=PICTURE),
    Magic(start=b"MM\x00*", what="a TIFF picture", advice=PICTURE),
    Magic(start=b"WEBP", what="a WebP picture", advice=PICTURE, at=8, needs_nul=True),
    Magic(start=b"ID3", what="an MP3 recording", advice=SOUND, needs_nul=True),
    Magic(start=b"OggS", what="an Ogg recording", advice=SOUND, needs_nul=True),
    Magic(start=b"WAVE", what="a WAV recording", advice=SOUND, at=8, needs_nul=True),
    Magic(start=b"ftyp", what="an MP4 film or recording", advice=SOUND, at=4, needs_nul=True),
    Magic(start=b"\x7fELF", what="an ELF program", advice=PROGRAM),
    Magic(start=b"MZ", what="a Windows program", advice=PROGRAM, needs_nul=True),
    Magic(start=b"SQLite format 3\x00", what="an SQLite database", advice=EXPORT),
)
BEGINNING = 1024  # bytes looked at for the NULs that tell a program from a text that begins with "MZ"

BYTE_ORDER_MARKS: tuple[tuple[bytes, str], ...] = (  # the four-byte ones first: one begins like a two-byte one
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# Controls that no text has: C0, DEL and C1 without tab, line ends (NEL too), form feed, and SUB and ESC of terminals.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x19\x1c-\x1f\x7f-\x84\x86-\x9f]")
UNREADABLE_SHARE = 0.1  # of the characters: with more controls or replacements than that it is no text
NOTHING = re.compile(r"[\s\x00-\x20\x7f\ufeff\u200b-\u200f\u2060\ufffd]*\Z")  # what leaves a page white

# What Western languages write with one byte above 127 in windows-1252: quotes, dashes, signs of money, accents.
WESTERN = frozenset(
    "‘’‚“”„–—…•€£§°©®™«»¿¡½¼¾·´\u00a0\u00adàáâãäåæçèéêëìíîïñòóôõöøùúûüýßœšžÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝŒŠŽ"
)
FEW = 0.08  # share of bytes: French has 4% of them, Czech 14%, Russian 80%
FEW_AT_LEAST = 5  # bytes: a headline may have a pair of quotes and an accent
DAMAGE = 0.01  # share of characters that a declared encoding may leave unread and still be believed
CYRILLIC = frozenset("windows-1251 koi8-r koi8-u cp866 iso8859-5 mac-cyrillic".split())  # noqa: SIM905
SIGN_INSIDE = re.compile(r"[а-яёў][¤¦§¬®±µ¶║╗╝┐└┴┬├─┼][а-яёў]")  # what windows-1251 makes of DOS, and DOS of it
BALKAN = frozenset("ђѓќћџљњЂЃЌЋЏЉЊ")  # of Serbian and Macedonian
NOT_BALKAN = frozenset("ыэъщюяйЫЭЪЩЮЯЙ")
LARGE_INSIDE = re.compile(r"[а-яё][А-ЯЁ]")  # "МЬЕ" with small letters around: another alphabet
INVERTED = re.compile(r"\b[а-яё][А-ЯЁ]{2,}\b")  # what koi8-r and windows-1251 make of each other's words
CAPITALISED = re.compile(r"\b[А-ЯЁ][а-яё]{2,}\b")
DECLARATION = re.compile(rb"charset\s*=|encoding\s*=", re.IGNORECASE)
WINDOW = 200_000  # bytes looked at in guessing: more does not change the guess and takes its time


def id_of(raw: bytes) -> str:
    return "sha256:" + hashlib.sha256(raw).hexdigest()


def decode(raw: bytes, where: str, *, declared: str | None = None) -> Decoded:
    """The text of `raw`: by its byte order mark, else as `declared` says, else UTF-8, else by a guess that is said.

    Raises `Unreadable` for what is too large, empty, or no text.
    """
    refuse_unless_readable(raw, where)
    decoded = decode_somehow(raw, declared)
    refuse_unless_text(decoded.text, where)
    return Decoded(text=decoded.text, problems=decoded.problems + nul_problem(decoded.text))


# ---------------------------------------------------------------- what is refused
def refuse_unless_readable(raw: bytes, where: str) -> None:
    if len(raw) > LARGEST:
        raise Unreadable(where, f"larger than {LARGEST // MEGABYTE} MB; split it into one file per report")
    if not raw:
        raise Unreadable(where, "empty: there is no text in it")
    for magic in MAGIC:
        if raw.startswith(magic.start, magic.at) and not (magic.needs_nul and b"\0" not in raw[:BEGINNING]):
            raise Unreadable(where, f"this is {magic.what}, not a text: {magic.advice}")


def refuse_unless_text(text: str, where: str) -> None:
    if is_full_of_controls(text):
        raise Unreadable(where, "this looks like binary data, not a text: export its text first")
    if NOTHING.match(text):
        raise Unreadable(where, "empty: there is no text in it")


def is_full_of_controls(text: str) -> bool:
    """What binary data look like, and UTF-16 read as UTF-8: its English is half NULs, its Russian half U+0004."""
    odd = len(CONTROL.findall(text)) + text.count("\ufffd")
    return odd > 2 and odd > UNREADABLE_SHARE * len(text)


def refuse_if_too_long(text: str, where: str) -> None:
    if len(text) > LONGEST_TEXT:
        limit = f"{LONGEST_TEXT:,}"
        raise Unreadable(where, f"its text is longer than {limit} characters; split it into one file per report")


def nul_problem(text: str) -> tuple[Problem, ...]:
    """NULs that survived `refuse_unless_text` are kept, so that offsets stay the file's own."""
    first = text.find("\0")
    if first < 0:
        return ()
    message = f"{counted(text.count(chr(0)), 'NUL character')} in the text"
    return (Problem(stage="load", message=message, span=Span(first, first + 1)),)


# ---------------------------------------------------------------- which encoding
def decode_somehow(raw: bytes, declared: str | None) -> Decoded:
    for mark, encoding in BYTE_ORDER_MARKS:
        if raw.startswith(mark) and len(raw) > len(mark):
            return decode_as(raw, encoding)
    if declared is not None and not is_utf8_after_all(raw):
        decoded = decode_as(raw, declared)
        if decoded.text.count("\ufffd") <= DAMAGE * len(decoded.text) and not is_another_cyrillic(
            decoded.text, declared
        ):
            return decoded
    text = decoded_exactly(raw, "utf-8")
    if text is not None and not is_full_of_controls(text):
        return Decoded(text=text)
    guess = guessed_encoding(raw)
    if guess is None:
        return decode_as(raw, "utf-8")
    if guess == "windows-1251":
        guess = like_1251(raw) or guess
    decoded = decode_as(raw, guess)
    said = Problem(stage="load", message=f"the text is not in UTF-8; read as {guess}, which is a guess")
    return Decoded(text=decoded.text, problems=(said, *decoded.problems))


def is_another_cyrillic(text: str, declared: str) -> bool:
    """Whether Cyrillic in an encoding that it does not declare: signs among the letters, or small ones for large."""
    if declared not in CYRILLIC:
        return False
    if len(SIGN_INSIDE.findall(text)) > 1:
        return True
    if declared == "windows-1251" and not BALKAN.isdisjoint(text) and not NOT_BALKAN.isdisjoint(text):
        return True
    inverted = len(INVERTED.findall(text))
    return inverted > 1 and inverted > len(CAPITALISED.findall(text))


def like_1251(raw: bytes) -> str | None:
    """The encoding that a guess takes for windows-1251, since they share most letters: that of Kazakh, or of Macs.

    It shows in letters of Serbian or Macedonian among letters that these languages have not.
    """
    text = raw.decode("windows-1251", "replace")
    if BALKAN.isdisjoint(text) or NOT_BALKAN.isdisjoint(text):
        return None
    for encoding in ("mac-cyrillic", "kz1048"):
        found = raw.decode(encoding, "replace")
        if BALKAN.isdisjoint(found) and not LARGE_INSIDE.search(found):
            return encoding
    return None


def decoded_exactly(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def is_utf8_after_all(raw: bytes) -> bool:
    """Valid UTF-8 with several letters outside ASCII is UTF-8 whatever it declares: old pages were often converted
    without changing what they declare, and in another encoding this many letters hardly ever look like UTF-8."""
    text = decoded_exactly(raw, "utf-8")
    return text is not None and sum(1 for character in text if character > "\x7f") >= 5


def decode_as(raw: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(text=raw.decode(encoding))
    except UnicodeDecodeError as error:
        text = raw.decode(encoding, "replace")
        # The decoder strips the byte order mark from what comes before the first error just as it does from the text.
        first = len(raw[: error.start].decode(encoding, "replace"))
        lost = text.count("\ufffd") - raw.decode(encoding, "ignore").count("\ufffd")
        message = f"{counted(lost, 'character')} could not be read as {encoding} and shown as U+FFFD"
        return Decoded(text=text, problems=(Problem(stage="load", message=message, span=Span(first, first + 1)),))


def guessed_encoding(raw: bytes) -> str | None:
    """The encoding of bytes that are no clean UTF-8; None where they are best read as UTF-8 all the same."""
    if b"\0" in raw:
        return wide_encoding(raw)
    window = around_the_first_break(raw)
    broken = broken_places(window)
    high = len(window) - len(window.translate(None, bytes(range(0x80, 0x100))))
    if high - sum(end - start for start, end in broken) >= 4 * len(broken):
        return None  # most of it is UTF-8: a few bytes were damaged
    if high <= max(FEW * len(window), FEW_AT_LEAST):
        if is_western(window, broken):
            return "windows-1252"
        if longest_run(broken) < 3:
            return None  # no word is that short: damage, not another alphabet
    return chardet_guess(raw)


def wide_encoding(raw: bytes) -> str | None:
    """UTF-16 or UTF-32 without a byte order mark, where all of the bytes make sense in it."""
    guess = chardet_guess(raw)
    if guess is None or not guess.startswith(("utf-16", "utf-32")):
        return None
    text = decoded_exactly(raw, guess)
    return None if text is None or is_full_of_controls(text) else guess


def chardet_guess(raw: bytes) -> str | None:
    import chardet

    raw = DECLARATION.sub(b"", raw[:WINDOW])  # which chardet would believe, after it was found not to be true
    guess = chardet.detect(raw, max_bytes=WINDOW, compat_names=False, include_encodings=GUESSED)["encoding"]
    return None if guess is None else familiar(guess)


def around_the_first_break(raw: bytes) -> bytes:
    """Where a long file is clean UTF-8 up to a damaged place, the damage and its surroundings decide."""
    places = broken_places(raw, at_most=1)
    start = max(0, places[0][0] - WINDOW // 2) if places else 0
    return raw[start : start + WINDOW].lstrip(bytes(range(0x80, 0xC0)) if start else b"")


def broken_places(raw: bytes, *, at_most: int = WINDOW) -> list[tuple[int, int]]:
    """Where `raw` is not UTF-8, as the decoder counts it: each place is one U+FFFD."""
    places: list[tuple[int, int]] = []
    rest, position = memoryview(raw), 0
    while len(places) < at_most:
        try:
            codecs.utf_8_decode(rest[position:], "strict", True)
        except UnicodeDecodeError as error:
            places.append((position + error.start, position + error.end))
            position += error.end
        else:
            break
    return places


def is_western(raw: bytes, broken: list[tuple[int, int]]) -> bool:
    """Whether every broken place makes sense in windows-1252: an accent or a quote, never a word of them."""
    pieces = [raw[start:end].decode("windows-1252", "replace") for start, end in broken]
    return longest_run(broken) < 3 and all(letter in WESTERN for piece in pieces for letter in piece)


def longest_run(broken: list[tuple[int, int]]) -> int:
    """Most single bytes in a row that are not UTF-8; a cut-off UTF-8 character is no such byte."""
    longest = run = 0
    last = -1
    for start, end in broken:
        run = 0 if end - start > 1 else run + 1 if start == last else 1
        longest, last = max(longest, run), end
    return longest


# ---------------------------------------------------------------- names of encodings
# Encodings a page may declare: those of the WHATWG Encoding Standard and of DOS.  Python has other codecs by name that
# are no charsets at all ("punycode", "unicode_escape"), and a page must not choose those.
CHARSETS = frozenset(
    """
    utf-8 ascii big5 big5hkscs euc_jp iso2022_jp shift_jis cp932 euc_kr cp949 gb18030 gbk gb2312
    iso8859-1 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9 iso8859-10 iso8859-13
    iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u mac-cyrillic mac-roman
    cp874 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 kz1048 cp437 cp850 cp852 cp855 cp866
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
# Encodings a guess may give.  Without the rare ones that share most letters with a common one: for short texts in
# windows-1251 and koi8-r the guess was else mac-cyrillic and koi8-t.
GUESSED = frozenset(
    """
    utf-8 utf-16-be utf-16-le utf-32-be utf-32-le big5hkscs cp932 euc_jis_2004 cp949 gb18030
    iso8859-1 iso8859-2 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9 iso8859-15 koi8-r koi8-u
    cp874 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp437 cp850 cp852 cp866
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
# Browsers read the first as the second (WHATWG Encoding Standard): the name people know for what they find.
READ_AS: Mapping[str, str] = {
    "ascii": "windows-1252",
    "iso8859-1": "windows-1252",
    "iso8859-9": "windows-1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}


# Labels of the Encoding Standard, and others met on pages, that Python does not know.
ALSO_CALLED: Mapping[str, str] = {
    "x-mac-cyrillic": "mac-cyrillic",
    "x-mac-ukrainian": "mac-cyrillic",
    "macintosh": "mac-roman",
    "x-mac-roman": "mac-roman",
    "koi": "koi8-r",
    "koi8": "koi8-r",
    "koi8-ru": "koi8-u",
    "dos-866": "cp866",
    "dos-874": "cp874",
    "x-sjis": "cp932",
    "x-gbk": "gbk",
    "x-x-big5": "big5",
    "x-euc-jp": "euc_jp",
    "unicode-1-1-utf-8": "utf-8",
    "x-user-defined": "windows-1252",
    **{f"x-cp{number}": f"cp{number}" for number in range(1250, 1259)},
}


def charset(label: str) -> str | None:
    """The name under which Python decodes a charset; None for what is no charset."""
    label = label.strip().lower()
    try:
        name = codecs.lookup(ALSO_CALLED.get(label, label)).name
    except (LookupError, ValueError):
        return None
    return familiar(name) if name in CHARSETS else None


def familiar(name: str) -> str:
    """The name people know: windows-1251, not cp1251."""
    return re.sub(r"^cp(125\d)$", r"windows-\1", READ_AS.get(name, name))


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
