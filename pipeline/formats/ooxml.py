"""Office packages whose bytes depend on their parts only: fixed order, fixed dates, no traces of a machine."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import IO

Change = tuple[re.Pattern[bytes], bytes]
_PIECE = 1 << 20
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date that a zip file can hold
_FIRST = ("[Content_Types].xml", "_rels/.rels")  # readers that stream a package expect these before the parts


def pack(parts: Mapping[str, bytes], *, compress: bool = True) -> bytes:
    """The package of these parts, by their names without a leading slash.

    Args:
        compress: uncompressed packages are the same under every version of the compression library.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(parts, key=_rank):
            archive.writestr(_entry(name, compress=compress), parts[name])
    return buffer.getvalue()


def is_package(data: bytes) -> bool:
    """Whether these bytes are a package at all."""
    return zipfile.is_zipfile(io.BytesIO(data))


def repack(package: bytes, tags: Mapping[str, Change] | None = None) -> bytes:
    """The same parts, packed as `pack` does. Only for packages that we wrote ourselves: nothing is bounded here.

    Parts are copied in pieces, because a sheet of 50,000 rows has hundreds of megabytes.

    Args:
        package: the bytes of the package.
        tags: by the name of a part, what is replaced in its tags; the pattern begins with `<` and ends inside a tag.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as archive, zipfile.ZipFile(buffer, "w") as packed:
        for name in sorted(archive.namelist(), key=_rank):
            entry = _entry(name, compress=True)
            entry.file_size = archive.getinfo(name).file_size
            with archive.open(name) as source, packed.open(entry, "w") as target:
                for piece in _pieces(source, (tags or {}).get(name)):
                    target.write(piece)
    return buffer.getvalue()


def _pieces(source: IO[bytes], change: Change | None) -> Iterator[bytes]:
    """The bytes of a part in pieces; with a change, pieces begin where a tag does, so that none is cut."""
    rest = b""
    while piece := source.read(_PIECE):
        rest += piece
        whole = rest.rfind(b"<") if change else len(rest)
        if whole > 0:
            yield change[0].sub(change[1], rest[:whole]) if change else rest
            rest = rest[whole:]
    yield change[0].sub(change[1], rest) if change else rest


def _rank(name: str) -> tuple[int, str]:
    return (_FIRST.index(name) if name in _FIRST else len(_FIRST), name)


def _entry(name: str, *, compress: bool) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
    entry.create_system = 3  # else it would tell the operating system
    entry.external_attr = 0o644 << 16
    return entry
