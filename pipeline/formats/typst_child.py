"""The process in which typst runs: bounded memory, a folder of its own, nothing of ours but this file.

Reads one JSON request from standard input, works in the current folder, and writes its result there.
"""

import json
import resource
import sys


def main() -> None:
    """Carry out the request; what typst refuses goes to standard error, with exit code 1."""
    request = json.load(sys.stdin)
    limit = int(request["memory"])
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    import typst

    try:
        if request["kind"] == "png":
            typst.compile(
                "main.typ", output="out.png", root=".", format="png", ppi=request["ppi"], ignore_system_fonts=True
            )
            return
        typst.compile(
            "main.typ", output="raw.pdf", root=".", font_paths=request["fonts"], ignore_system_fonts=True,
            pdf_standards=request["standards"], timestamp=request["timestamp"],
        )  # fmt: skip
    except typst.TypstError as error:
        sys.exit(f"{error.message}\n{error.diagnostic or ''}")
    _repack()


def _repack() -> None:
    """Typst leaves the structure tree uncompressed: packing it halves the file, and changes nothing in it."""
    import pikepdf

    with pikepdf.open("raw.pdf") as pdf:
        pdf.save(
            "out.pdf",
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            recompress_flate=True,
            deterministic_id=True,
        )


if __name__ == "__main__":
    main()
