"""Text for a screen that has not every letter: what it lacks is put in plain letters, and stops no report."""

from __future__ import annotations

import codecs

PLAINLY = "releasecheck.plainly"
"""What a stream is told to do with a letter that it has not, once `register` has been called."""
PLAIN_ASCII = "plain-ascii"
"""ASCII by a name of its own: click takes a stream that calls itself ASCII for one that means UTF-8."""

_SIGNS = {
    **dict.fromkeys("‘’‚‛“”„′´ʼʻ", "'"),  # never ", which would end a text of JSON or TOML
    **dict.fromkeys("‐‑‒–—―−·─━═┄┈", "-"),
    **dict.fromkeys("•●■▪", "*"),
    **dict.fromkeys("│┃║┆┊", "|"),
    **dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╰╯┏┓┗┛╔╗╚╝╠╣╦╩╬", "+"),
    **dict.fromkeys("█▉▊▋▌▐▓", "#"),
    **dict.fromkeys("▍▎▏▒░", ":"),
    **dict.fromkeys("✓✔", "v"),
    **dict.fromkeys("✗✘×", "x"),
    "…": "...",
    "→": "->",
    "←": "-",
    "↑": "^",
    "↓": "v",
    "≤": "at most ",  # never <, which would begin a tag
    "≥": "at least ",
    "£": "GBP ",
    "€": "EUR ",
    "\N{NO-BREAK SPACE}": " ",
    "\N{NARROW NO-BREAK SPACE}": " ",
    "\N{THIN SPACE}": " ",
    "\u200b": "",
    "\u200c": "",
    "\u200d": "",
    "\ufeff": "",
}
#: Letters that do not come apart into a plain one and an accent, as ICAO Doc 9303 part 3 writes them.
_LETTERS = {
    **dict(zip("ŁłØøĐđÐðĦħŦŧŊŋı", "LlOoDdDdHhTtNni", strict=True)),
    "Þ": "TH",
    "þ": "th",
    "Æ": "AE",
    "æ": "ae",
    "Œ": "OE",
    "œ": "oe",
    "ß": "ss",
    "ẞ": "SS",
}


def in_plain_letters(text: str) -> str:
    """The text in ASCII: signs by what looks like them, letters without accents, and ? for all the rest."""
    return "".join(map(_plain, text))


def _plain(letter: str) -> str:
    if letter.isascii():
        return letter
    found = _SIGNS.get(letter, _LETTERS.get(letter))
    if found is not None:
        return found
    import unicodedata

    # An accent typed after its letter is left out; a letter that is a plain one with accents is that one.
    parts = [part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part)]
    return "".join(parts) if all(part.isascii() and part.isalnum() for part in parts) else "?"


def spelt_out(text: str, form: str, encoding: str) -> str:
    """HTML or JSON with every letter in ASCII, as both can say it, unless it goes out as UTF-8.

    A page says that it is UTF-8, and JSON always is: in a code page of Windows neither would be what it says.
    """
    if form not in ("html", "json", "jsonl") or text.isascii() or codecs.lookup(encoding).name == "utf-8":
        return text
    if form == "html":
        return text.encode("ascii", "xmlcharrefreplace").decode("ascii")
    import re

    def escaped(found: re.Match[str]) -> str:
        pairs = found[0].encode("utf-16-be", "surrogatepass").hex()
        return "".join(f"\\u{pairs[n : n + 4]}" for n in range(0, len(pairs), 4))

    return re.sub(r"[^\x00-\x7f]", escaped, text)


def substituted(problem: UnicodeError) -> tuple[str, int]:
    """What is written instead of letters that an encoding lacks, and where to go on: `codecs` asks for it."""
    if not isinstance(problem, UnicodeEncodeError):
        raise problem
    return in_plain_letters(problem.object[problem.start : problem.end]), problem.end


def register() -> None:
    """Teach Python both names above."""
    codecs.register_error(PLAINLY, substituted)
    codecs.register(lambda name: _ascii() if name == PLAIN_ASCII.replace("-", "_") else None)


def _ascii() -> codecs.CodecInfo:
    found = codecs.lookup("ascii")
    return codecs.CodecInfo(
        *(found.encode, found.decode, found.streamreader, found.streamwriter),
        *(found.incrementalencoder, found.incrementaldecoder),
        name=PLAIN_ASCII,
    )
