"""Sections of another dialect of Markdown become ours: every word, no error, and the way back to its line."""

from benchmarks.foreign import sections_of
from tests.app.small import ALPHA, Small

SOURCE = """\
# Cover <a name="x"></a>

Words before the first section.

## 1. First

*This section is informative.*

### <a name="one"></a>1.1. Inner

Text with `code`, $5, a [link](#one), {curly} and <b>bold</b> &amp; *stress*.

1. Item one
   runs on.

    * Nested

> Said by somebody.

<ol>
<li>One of HTML</li>
</ol>

**Table 1-1. A "table"**

| a | b |
|---|---|
| c | d<br>e |

```
<xml/> is code
```

#### Term
(a) begins like a list.

## 2. Empty
"""


def test_all_of_it_is_read_without_an_error(repository: Small) -> None:
    body, annexes = sections_of([("source.md", SOURCE)])
    for section in (*body, *annexes):
        repository.write(f"drafts/alpha/{section.name}", section.text)
    names = ", ".join(section.name for section in body)
    repository.write("drafts/alpha/document.yaml", ALPHA.replace("01-first.md, 02-second.md", names))
    repository.add("drafts/alpha/document.yaml", f"annexes: [{annexes[0].name}]\n")
    rows = [
        row for row in repository.check(str(repository.root / "drafts" / "alpha")).rows if row["severity"] == "error"
    ]
    assert [row for row in rows if row["code"] != "FILE-UNUSED"] == []


def test_every_word_is_there_and_knows_its_line() -> None:
    body, annexes = sections_of([("source.md", SOURCE)])
    lines = SOURCE.split("\n")
    wanted = {
        "Item one runs on": 13, "Nested": 16, "Said by somebody.": 18, "One of HTML": 21, "code, \\$5, a link": 11,
        "| c | d e |": 26, "(a\\) begins": 35, "bold \\& stress": 11,
    }  # fmt: skip
    found = [
        (line, origin)
        for section in (*body, *annexes)
        for line, origin in zip(section.text.split("\n"), section.origins, strict=False)
    ]
    for words, number in wanted.items():
        hits = [origin for line, origin in found if words in line]
        assert hits == [("source.md", number)], (words, lines[number - 1])


def test_numbers_of_headings_become_ranks_and_titles() -> None:
    body, annexes = sections_of([("source.md", SOURCE)])
    assert [section.name for section in (*body, *annexes)] == ["01-section.md", "02-section.md", "90-cover.md"]
    assert body[0].text.startswith('---\ntitle: "First"\n---\n\n## Inner\n')
    assert "\n### Term\n" in body[0].text
    assert "This section is informative" not in body[0].text
