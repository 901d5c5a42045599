"""The process in which typst runs: bounded memory, folders of its own, nothing of ours but this file.

Reads one JSON request from standard input: the bound and a list of tasks, each with the folder where its files are and
where its result goes.
"""

import json
import os
import resource
import sys
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pikepdf

_RETURN = 0x0D
_ATTEMPTS = 8


def main() -> None:
    """Carry out the tasks; what typst refuses goes to standard error, with exit code 1."""
    request = json.load(sys.stdin)
    limit = int(request["memory"])
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    import typst

    try:
        for task in request["tasks"]:
            os.chdir(task["folder"])
            if task["kind"] == "png":
                _png(task["ppi"])
            else:
                _pdf(task["fonts"], task["standards"], task["timestamp"])
    except typst.TypstError as error:
        sys.exit(f"{error.message}\n{error.diagnostic or ''}")


def _png(ppi: float) -> None:
    import typst

    typst.compile("main.typ", output="out.png", root=".", format="png", ppi=ppi, ignore_system_fonts=True)


def _pdf(fonts: list[str], standards: list[str], timestamp: int) -> None:
    import typst

    typst.compile(
        "main.typ", output="raw.pdf", root=".", font_paths=fonts, ignore_system_fonts=True,
        pdf_standards=standards, timestamp=timestamp,  # type: ignore[arg-type]  # typst itself checks their names
    )  # fmt: skip
    _repack()


def _repack() -> None:
    """Typst leaves the structure tree uncompressed: packing it halves the file, and changes nothing in it."""
    import pikepdf

    with pikepdf.open("raw.pdf") as pdf:
        settle_ends(pdf)
        for _ in range(_ATTEMPTS):
            save(pdf, "out.pdf")
            if not has_open_end("out.pdf"):
                break
            shift_objects(pdf)


def save(pdf: "pikepdf.Pdf", name: str) -> None:
    """Save a file packed, with the same bytes every time."""
    import pikepdf

    pdf.save(
        name,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        recompress_flate=True,
        deterministic_id=True,
    )


# -- the ends of streams
#
# A compressed stream ends in the sum of its bytes, whose last byte is a carriage return now and then. With the line
# feed that comes before `endstream` it looks like one end of line, the stream is a byte shorter than it says, and the
# file is no PDF/A any more (ISO 19005-2, 6.1.7.1). One more blank at the end of the data changes the sum.


def settle_ends(pdf: "pikepdf.Pdf") -> None:
    """Add a blank to the streams that would end in a carriage return; nothing that reads them minds it."""
    import pikepdf

    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary) and "/CIDSet" in each and _ends_open(each["/CIDSet"]):
            del each["/CIDSet"]  # one bit for each glyph, so nothing can be added; it is not needed
        elif isinstance(each, pikepdf.Stream) and _may_grow(each) and _ends_open(each):
            each.write(each.read_bytes() + b" ")
            if "/Length1" in each:  # of a TrueType font, before compression
                each["/Length1"] = int(each["/Length1"]) + 1


def _may_grow(stream: "pikepdf.Object") -> bool:
    """Whether it is compressed as a whole: no colour profile, which knows its length, nor metadata in the clear."""
    return stream.get("/Filter") == "/FlateDecode" and "/N" not in stream


def _ends_open(stream: "pikepdf.Object") -> bool:
    return zlib.adler32(stream.read_bytes()) & 0xFF == _RETURN


def has_open_end(name: str) -> bool:
    """Whether some stream of a saved file ends in a carriage return."""
    return b"\r\nendstream" in Path(name).read_bytes()


def shift_objects(pdf: "pikepdf.Pdf") -> None:
    """Give all objects other numbers, so that the streams that hold them have other bytes."""
    import pikepdf

    padding = pdf.Root.get("/HlcpPadding", pikepdf.Array())
    padding.append(pdf.make_indirect(pikepdf.Dictionary()))
    pdf.Root["/HlcpPadding"] = padding


if __name__ == "__main__":
    main()
