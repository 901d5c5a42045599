"""The process in which typst runs: bounded memory, folders of its own, nothing of ours but this file.

Reads one JSON request from standard input: the bound and a list of tasks, each with the folder where its files are and
where its result goes.
"""

import json
import os
import resource
import sys


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
        pdf.save(
            "out.pdf",
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            recompress_flate=True,
            deterministic_id=True,
        )


if __name__ == "__main__":
    main()
