"""Data of a document from its files to its papers: values, findings at their lines, copies in baselines."""

import pytest

from tests.app.small import ROOT, Small

WORKSTREAMS = """\
areas:
  - {id: sea, title: Sea}
  - {id: land, title: Land}
entities:
  - {code: AAA, name: Agency A, short: Agency}
  - {code: BBB, name: Bureau B, short: Bureau}
workstreams:
  - {title: First work, lead: AAA, partners: [BBB], area: sea, level: global, basis: A resolution}
  - {title: Second work, lead: BBB, area: land, level: country, basis: A convention}
  - {title: Made up, lead: AAA, area: sea, level: regional, basis: sample, sample: true}
"""
DIALOGUES = """\
dialogues:
  - title: First dialogue
    state: held
    highlights:
      - {id: H1, text: Something was said., used-in: [{section: sec-first}]}
  - {title: Second dialogue, state: planned}
"""
MEMBERS = """\
members:
  - {code: AAA, name: Agency A, kind: office}
  - {code: BBB, name: Bureau B, kind: office}
"""
ANNEX = """\
---
title: Data
---

There are [workstreams.count | in_words]{.data} workstreams; [field_dialogues.held]{.data} dialogue was held.

![Who is where](data/workstreams.svg){#fig-who}

::: {.data-table #tbl-work caption="Work" rows="workstreams.rows"}
| Work | Who |
|:-----|:----|
| [row.title]{.data} | [row.lead]{.data} |
:::

::: {.data-table #tbl-said caption="Said" rows="field_dialogues.highlights"}
| Highlight | Used in |
|:-----|:----|
| [row.text]{.data} | [row.used]{.data} |
:::
"""


@pytest.fixture
def data(small: Small) -> Small:
    small.write("drafts/alpha/data/workstreams.yaml", WORKSTREAMS)
    small.write("drafts/alpha/data/field-dialogues.yaml", DIALOGUES)
    small.write("drafts/alpha/90-data.md", ANNEX)
    small.write("comments/members.yaml", MEMBERS)
    small.change("drafts/alpha/document.yaml", "title: Alpha\n", "title: Alpha\nannexes: [90-data.md]\n")
    return small


def paper(small: Small) -> str:
    from pipeline.app.sources.caching import open_cache
    from pipeline.app.sources.opening import open_workspace
    from pipeline.app.sources.reading import Origin, read_documents
    from pipeline.text.words import Kind, printed, stretches

    opened = open_workspace(small.root)
    read = read_documents(opened, [Origin("alpha", "drafts/alpha", opened.profile)], open_cache(opened))[0]
    assert read.document is not None
    section = read.document.sections[-1]
    assert {"data/workstreams.yaml", "data/field-dialogues.yaml"} <= set(read.inputs)
    assert "data/workstreams.svg" not in read.inputs
    assert set(read.images) == {"drafts/alpha/data/workstreams.svg"}
    return "\n".join(printed(stretch.inlines) for stretch in stretches(section) if stretch.kind is not Kind.NOTE)


def test_values_come_from_the_data_and_samples_are_not_counted(data: Small) -> None:
    assert data.check().codes == []
    assert paper(data).split("\n")[1:] == [
        "There are two workstreams; 1 dialogue was held.",
        "Who is where",
        "Work", "Work", "Who", "First work", "Agency", "Second work", "Bureau",
        "Said", "Highlight", "Used in", "Something was said.", "section I",
    ]  # fmt: skip


def test_papers_of_data_are_built_and_are_the_same_again(data: Small) -> None:
    assert data.run("build", "s-1").code == 0
    first = {name: (data.root / "build/s-1" / name).read_bytes() for name in data.pack("s-1") - {"manifest.json"}}
    (data.root / "build").rename(data.root.parent / "old")
    assert data.run("build", "s-1").code == 0
    assert {name: (data.root / "build/s-1" / name).read_bytes() for name in first} == first


def test_a_baseline_carries_its_data(data: Small) -> None:
    data.start_git()
    assert data.run("freeze", "s-1").code == 0
    assert data.read("comments/s-1/baseline/alpha/data/workstreams.yaml") == WORKSTREAMS
    data.change("drafts/alpha/data/workstreams.yaml", "Second work", "Other work")
    assert data.check().codes == []
    data.change("comments/s-1/baseline/alpha/data/workstreams.yaml", "Second work", "Other work")
    assert "BASELINE-ALTERED" in data.check().codes


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        ("90-data.md", "workstreams.count", "workstreams.cuont", (5, 11, "DATA-EXPRESSION", "count")),
        ("90-data.md", "row.lead", "row.led", (12, 24, "DATA-EXPRESSION", "lead")),
        ("90-data.md", "workstreams.rows", "workstreams.count", (9, 1, "DATA-TABLE", "no list")),
        ("90-data.md", "data/workstreams.svg", "data/works.svg", (7, 1, "DATA-FIGURE", "workstreams.svg")),
        ("data/workstreams.yaml", "area: land,", "area: lend,", (9, 43, "DATA-UNKNOWN", "land")),
        ("data/workstreams.yaml", "[BBB]", "[BBC]", (8, 47, "DATA-UNKNOWN", "BBB")),
        ("data/workstreams.yaml", "id: land", "id: sea", (3, 5, "DATA-TWICE", "sea")),
        ("data/workstreams.yaml", "level: country", "level: local", (9, 56, "VALUE-INVALID", "")),
        ("data/workstreams.yaml", "code: AAA", "code: AAB", (5, 12, "DATA-ENTITY", "AAA")),
        ("data/workstreams.yaml", "name: Agency A", "name: A", (5, 23, "DATA-ENTITY", "Agency")),
        ("data/field-dialogues.yaml", "sec-first", "sec-frist", (5, 55, "DATA-HIGHLIGHT", "sec-first")),
        ("data/field-dialogues.yaml", "[{section: sec-first}]", "[]", (5, 9, "DATA-HIGHLIGHT", "H1")),
        ("data/field-dialogues.yaml", "dialogues:", "dialogues: [", (2, 3, "YAML-SYNTAX", "")),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found_at_its_line(
    data: Small, path: str, old: str, new: str, expected: tuple[int, int, str, str]
) -> None:
    data.change(f"drafts/alpha/{path}", old, new)
    rows = data.check().rows
    line, column, code, word = expected
    hits = [row for row in rows if row["code"] == code and row["file"] == f"drafts/alpha/{path}"]
    assert [(row["line"], row["column"]) for row in hits[:1]] == [(line, column)], rows
    assert word in hits[0]["message"] + hits[0]["hint"]


def test_the_rest_of_a_pack_is_built_when_data_are_broken(data: Small) -> None:
    data.change("drafts/alpha/90-data.md", "workstreams.count", "workstreams.cuont")
    assert data.run("build", "s-2").code == 1
    assert {"beta.docx", "beta.pdf"} <= data.pack("s-2")
    assert "alpha.docx" not in data.pack("s-2")


def test_a_data_file_that_nothing_names_is_reported(data: Small) -> None:
    data.write("drafts/alpha/data/other.yaml", "words: [one]\n")
    assert [(row["code"], row["file"]) for row in data.check().rows] == [
        ("FILE-UNUSED", "drafts/alpha/data/other.yaml")
    ]
    data.add("drafts/alpha/90-data.md", "\nOther data have [other.words | count]{.data} word.\n")
    assert data.check().codes == []


def test_a_text_without_data_loads_no_templates() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from pathlib import Path\n"
        "from pipeline.app.sources.opening import open_workspace\n"
        "from pipeline.app.sources.reading import Origin, read_documents\n"
        "from pipeline.app.sources.caching import open_cache\n"
        "opened = open_workspace(Path('.'))\n"
        "folder = 'drafts/terms-of-reference'\n"
        "read_documents(opened, [Origin('terms-of-reference', folder, opened.profile)], open_cache(opened))\n"
        "assert 'jinja2' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_a_table_of_data_that_is_too_wide_for_the_page_is_found(data: Small) -> None:
    columns = 14
    head, line, row = ("|".join(["", *[cell] * columns, ""]) for cell in (" C ", "---", " [row.lead]{.data} "))
    start = data.add(
        "drafts/alpha/90-data.md",
        f'\n::: {{.data-table #tbl-wide caption="Wide" rows="workstreams.rows"}}\n{head}\n{line}\n{row}\n:::\n',
    )
    assert [(r["code"], r["line"]) for r in data.check().rows] == [("TABLE-WIDE", start + 1)]


def test_what_a_row_offers_in_words(data: Small) -> None:
    data.change("drafts/alpha/90-data.md", "row.lead", "row.who")
    data.change(
        "drafts/alpha/data/field-dialogues.yaml", "sec-first}", "sec-first}, {section: sec-only, document: beta}"
    )
    data.change("drafts/beta/01-only.md", "title: Only", "title: Only\nid: sec-only")
    assert data.check().codes == []
    text = paper(data)
    assert "Agency, with Bureau" in text
    assert "section I, beta" in text
