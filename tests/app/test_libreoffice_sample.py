"""LibreOffice on redlines and review copies of the sample round: it accepts all, rejects all, opens every comment."""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from lxml import etree

from pipeline.app.papers.executing import HERE
from pipeline.app.redlines.pack import redlines
from pipeline.app.redlines.papers import Wanted, baseline_paper, word_files
from pipeline.app.redlines.review_copies import review_copies
from pipeline.app.sources.baselines import current, origin_of, previous
from pipeline.app.sources.caching import open_cache
from pipeline.app.sources.opening import Opened, open_workspace
from pipeline.app.sources.reading import read_documents
from pipeline.model.paper import Paper
from tests.copies import copy_project
from tests.render.redlining.libreoffice import Line, resolve

OLD, NEW = "hlcp-2025-06", "hlcp-50"
DOCUMENTS = ("conceptual-framework", "common-approach")
OFFICE, TEXT = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}", "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Made(NamedTuple):
    """Word files by document: clean papers, redlines, review copies."""

    old: dict[str, bytes]
    new: dict[str, bytes]
    redlines: dict[str, bytes]
    copies: dict[str, bytes]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    opened = open_workspace(copy_project(tmp_path_factory.mktemp("sample")))
    cache = open_cache(opened)
    papers = {name: _papers(opened, name) for name in (OLD, NEW)}
    files = {name: dict(zip(DOCUMENTS, word_files(opened, papers[name], cache), strict=True)) for name in papers}
    lines = redlines(opened, NEW, files[NEW], cache)
    read: dict[str, tuple[Paper, bytes]] = {
        document: (wanted.paper, files[OLD][document]) for document, wanted in zip(DOCUMENTS, papers[OLD], strict=True)
    }
    copies = review_copies(opened, OLD, read, (cache, HERE))
    assert not copies.findings
    return Made(
        files[OLD], files[NEW],
        {name.removesuffix(".redline.docx"): data for name, data in lines.outputs.items()},
        {Path(name).name.removesuffix(".review.docx"): data for name, data in copies.outputs.items()},
    )  # fmt: skip


def _papers(opened: Opened, session: str) -> list[Wanted]:
    found = [current(opened, session, document) for document in DOCUMENTS]
    frozen = [baseline for baseline in found if baseline is not None]
    assert len(frozen) == len(DOCUMENTS)
    if session == NEW:
        assert [previous(opened, NEW, document) for document in DOCUMENTS] == [
            current(opened, OLD, d) for d in DOCUMENTS
        ]
    read = read_documents(opened, [origin_of(opened, baseline) for baseline in frozen], open_cache(opened))
    return [baseline_paper(opened, baseline, one) for baseline, one in zip(frozen, read, strict=True)]


@pytest.fixture(scope="module")
def seen(made: Made, soffice: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, list[Line]], Path]:
    folder = tmp_path_factory.mktemp("libreoffice")
    files: dict[str, bytes] = {}
    for name in DOCUMENTS:
        files |= {f"old-{name}": made.old[name], f"new-{name}": made.new[name]}
        files |= {f"accept-redline-{name}": made.redlines[name], f"reject-redline-{name}": made.redlines[name]}
        files |= {f"reject-copy-{name}": made.copies[name], f"copy-{name}": made.copies[name]}
        files |= {f"redline-{name}": made.redlines[name]}
    return resolve(soffice, files, folder), folder / "work"


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize(
    ("mode", "clean"), [("accept-redline", "new"), ("reject-redline", "old"), ("reject-copy", "old")]
)
def test_it_comes_to_the_clean_paper(
    seen: tuple[dict[str, list[Line]], Path], document: str, mode: str, clean: str
) -> None:
    got, want = (_worded(seen[0][f"{name}-{document}"]) for name in (mode, clean))
    assert [line for line in got if line not in want][:3] == [line for line in want if line not in got][:3] == []
    assert got == want
    assert len(want) > 100


def _worded(lines: Sequence[Line]) -> list[Line]:
    """The paragraphs with words: where a table of contents comes or goes, LibreOffice leaves empty ones."""
    return [line for line in lines if "".join(text for text, _ in line[2]).strip()]


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("kind", ["copy", "redline"])
def test_it_opens_every_comment_with_its_author_and_its_words(
    seen: tuple[dict[str, list[Line]], Path], made: Made, document: str, kind: str
) -> None:
    data = {"copy": made.copies, "redline": made.redlines}[kind][document]
    path = seen[1] / f"{kind}-{document}.docx"
    assert path.read_bytes() == data
    with zipfile.ZipFile(path) as word, zipfile.ZipFile(f"{path}.odt") as odt:
        ours = etree.fromstring(word.read("word/comments.xml"))
        theirs = etree.fromstring(odt.read("content.xml"))
    wanted = sorted((one.get(f"{W}author"), "".join(one.itertext())) for one in ours)
    notes = [one for one in theirs.iter(f"{OFFICE}annotation") if one.getparent() is not None]
    found = sorted((one.findtext("{*}creator"), _words(one)) for one in notes)
    assert found == wanted
    assert len(found) >= 10


def _words(note: etree._Element) -> str:
    return "".join("".join(part.itertext()) for part in note.iter(f"{TEXT}p"))
