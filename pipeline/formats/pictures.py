"""Pictures that drafters bring: whether they are what their names say, before anything draws them."""

import struct
import zlib

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_LARGEST = 20_000  # pixels on one side: four times what a printed page can show


def check_png(data: bytes) -> str | None:
    """Why a file is no whole PNG picture (PNG specification, 5.2 to 5.6); None when it is fine."""
    if not data.startswith(_SIGNATURE):
        return "the file is not a PNG picture"
    kinds: list[bytes] = []
    at = len(_SIGNATURE)
    while at < len(data) and (not kinds or kinds[-1] != b"IEND"):
        size, kind = struct.unpack(">I4s", data[at : at + 8].ljust(8, b"\0"))
        body, check = data[at + 4 : at + 8 + size], data[at + 8 + size : at + 12 + size]
        if check != struct.pack(">I", zlib.crc32(body)):
            return "the file is damaged or cut off"
        kinds.append(kind)
        at += 12 + size
    if not kinds or kinds[0] != b"IHDR" or kinds[-1] != b"IEND" or b"IDAT" not in kinds:
        return "the file is damaged or cut off"
    return None if all(0 < side <= _LARGEST for side in struct.unpack(">II", data[16:24])) else "its size is impossible"
