"""How many parts a text message takes: GSM 03.38 in septets, or UCS-2 in 16-bit units."""

import re

_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = "\f^{}\\[~]|€"
_OTHER = re.compile(f"[^{re.escape(_BASIC + _EXTENSION)}]")
_EXTENDED = re.compile(f"[{re.escape(_EXTENSION)}]")


def septets(text: str) -> int | None:
    """The length in GSM 7-bit units, those of the extension table as two; None if it has others."""
    return None if _OTHER.search(text) else len(text) + len(_EXTENDED.findall(text))


def units(text: str) -> int:
    """The length in UCS-2: characters beyond the basic plane take two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def gsm_parts(length: int) -> int:
    """Parts for so many septets: one holds 160, each of several 153."""
    return _parts(length, 160, 153)


def ucs2_parts(length: int) -> int:
    """Parts for so many units: one holds 70, each of several 67."""
    return _parts(length, 70, 67)


def _parts(length: int, single: int, each: int) -> int:
    return 1 if length <= single else -(-length // each)
