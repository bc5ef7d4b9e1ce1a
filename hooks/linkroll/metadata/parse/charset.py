"""Decodes pages, by their bytes and the labels of their encoding."""

from __future__ import annotations

import codecs
import re

# What the web means by these labels, where Python's codecs mean less (WHATWG Encoding, 4.2).
LABELS = {
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "iso-8859-9": "cp1254",
    "tis-620": "cp874",
    "windows-874": "cp874",
    "x-user-defined": "cp1252",
}


MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip


_CHARSET = re.compile(rb"charset\s*+=\s*+[\"']?\s*+([\w.:-]{2,40})", re.IGNORECASE)


# So few broken characters among the good ones mean damaged UTF-8, not another encoding.
DAMAGE = 0.02


def decode(body: bytes, content_type: str | None = None) -> str:
    """Decode a page; its bytes have priority over its labels.

    A byte order mark decides; then whatever is valid UTF-8 is UTF-8, whatever the header or the
    ``<meta>`` declare, since other encodings do not look like it by chance; then the labels in that
    order; then Windows-1252. Never raises: undecodable bytes become U+FFFD.
    """
    for mark, codec in MARKS:
        if body.startswith(mark):
            return body.decode(codec, "replace")
    escapes = b"\x1b$" in body or b"\x1b(" in body  # ISO 2022 is valid ASCII, but has escapes
    if not escapes and (text := _as_utf8(body)) is not None:
        return text
    declared = [
        *_CHARSET.findall((content_type or "").encode(errors="replace")),
        *_CHARSET.findall(body[:4096]),
    ]
    for label in declared:
        if (text := _decode_as(body, label.decode().lower())) is not None:
            return text
    return body.decode("cp1252", "replace")


def _as_utf8(body: bytes) -> str | None:
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    foreign = sum(1 for byte in body[:1_000_000] if byte >= 0xC0) if broken else 0
    return text if broken <= foreign * DAMAGE else None


def _decode_as(body: bytes, label: str) -> str | None:
    """Decode under a label of an encoding that pages are written in; None for any other label."""
    try:
        codec = codecs.lookup(LABELS.get(label, label)).name
    except LookupError:
        return None
    return body.decode(codec, "replace") if _OF_PAGES.match(codec) else None


# Not the codecs that are no encodings of text ("charset=zlib" would be a bomb), nor those that spell
# ASCII otherwise: no page whose label is readable uses them.
_OF_PAGES = re.compile(
    r"cp(?!037|273|424|500|875|1026|1140)\d|iso8859|koi8|gb18030|big5|euc_|iso2022|mac|johab|hz$"
)
