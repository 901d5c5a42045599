"""What property tests draw from: Markdown with the text that it must print, model values, histories of edits.

Markdown is made together with its meaning, so that a test can compare what the pipeline reads with what was meant.
"""

import string
from dataclasses import dataclass, field

from hypothesis import strategies as st

from pipeline.model.document import (
    Block,
    Cell,
    Document,
    Figure,
    Heading,
    Inline,
    LineBreak,
    Note,
    NoteMark,
    Paragraph,
    Part,
    Reference,
    Role,
    Section,
    Table,
    Text,
)
from pipeline.model.finding import Finding, Severity
from pipeline.model.rules import RULES
from pipeline.model.source import Place, Span
from pipeline.text.blocks import SectionText
from pipeline.text.words import Kind

NASTY = (
    "*", "_", "**bold**", "<b>", "</w:t>", "&amp;", "&", "$x$", ":smile:", "#", "#let", "1.", "(a)", "-", "+",
    "—", "…", "“q”", "\"", "'", "don't", "`code`", "[x]", "[^1]", "[](#p-a)", "{#id}", "{.class}", "|", "~~",
    "^2^", "~2~", "@ref", "http://example.org/a_b", "\\", "\\n", "%", "{{ 7*7 }}", "{% x %}", "=1+1", "]]>",
    "é", "e\u0301", "中文", "العربية", "😀", "a\xa0b", ":::", "---", "!", "ﬁ", "ß", "<!-- c -->", "//", "/*",
    "<<a>>", "A.B.", "İ", "\u2011x",
)  # fmt: skip
_LETTERS = "abcdefghijklmnopqrstuvwxyzéü"
_PLAIN_WORDS = st.text(_LETTERS, min_size=1, max_size=9)
WORDS = st.one_of(_PLAIN_WORDS, st.sampled_from(NASTY))
FIRST_WORDS = _PLAIN_WORDS.map(lambda word: "T" + word)
_WRAPPERS = ("{}", "{}", "{}", "*{}*", "**{}**", "***{}***", "~~{}~~", "[{}](https://example.org/a?b=1&c=2)")


def escaped(text: str) -> str:
    """Text as Markdown that means only this text."""
    return "".join(f"\\{character}" if character in string.punctuation else character for character in text)


@dataclass(frozen=True)
class Made:
    """A piece of Markdown and what it must print.

    Attributes:
        texts: kind and text of each stretch, in the order of `stretches`; references print nothing yet.
        notes: Markdown of the notes to be put at the end of the section.
        labels: those that can be referred to.
        numbered: how many numbered paragraphs it holds when it stands in the body.
    """

    markdown: str
    texts: tuple[tuple[Kind, str], ...] = ()
    notes: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    numbered: int = 0


@dataclass
class _Counter:
    notes: int = 0
    labels: int = 0
    references: list[str] = field(default_factory=list)

    def note(self) -> str:
        self.notes += 1
        return f"n{self.notes}"

    def label(self, kind: str) -> str:
        self.labels += 1
        return f"{kind}-{self.labels}"


@st.composite
def _runs(
    draw: st.DrawFn, counter: _Counter, *, notes: bool = True, least: int = 1
) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """Markdown, what it prints, and its notes as (Markdown, printed)."""
    first = draw(FIRST_WORDS)
    markdown, printed, found = [first], [first], []
    for word in draw(st.lists(WORDS, min_size=least, max_size=12)):
        markdown.append(draw(st.sampled_from(_WRAPPERS)).format(escaped(word)))
        printed.append(word)
    extra = draw(st.sampled_from(("", "", "", "note", "reference"))) if notes else ""
    if extra == "note":
        name = counter.note()
        text, shown, _ = draw(_runs(counter, notes=False))
        markdown.append(f"last[^{name}]")
        printed.append("last")
        found.append((f"[^{name}]: {text}\n", shown))
    if extra == "reference" and counter.references:
        markdown.append(f"[](#{draw(st.sampled_from(counter.references))})")
        printed.append("")
    return " ".join(markdown), " ".join(printed), tuple(found)


def _texts(kind: Kind, printed: str, notes: tuple[tuple[str, str], ...]) -> tuple[tuple[Kind, str], ...]:
    return ((kind, printed), *((Kind.NOTE, shown) for _, shown in notes))


def _notes(notes: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    return tuple(markdown for markdown, _ in notes)


@st.composite
def _paragraphs(draw: st.DrawFn, counter: _Counter) -> Made:
    label = counter.label("p") if draw(st.booleans()) else ""
    markdown, printed, notes = draw(_runs(counter))
    if label:
        counter.references.append(label)
    head = f"{{#{label}}}\n" if label else ""
    return Made(
        f"{head}{markdown}\n", _texts(Kind.PARAGRAPH, printed, notes), _notes(notes), (label,) if label else (), 1
    )


@st.composite
def _headings(draw: st.DrawFn, counter: _Counter) -> Made:
    label = counter.label("sec") if draw(st.booleans()) else ""
    markdown, printed, notes = draw(_runs(counter, notes=False))
    if label:
        counter.references.append(label)
    tail = f" {{#{label}}}" if label else ""
    return Made(f"## {markdown}{tail}\n", _texts(Kind.HEADING, printed, notes), labels=(label,) if label else ())


@st.composite
def _lists(draw: st.DrawFn, counter: _Counter) -> Made:
    kinds = st.sampled_from(
        (("(a)", "(b)", "(c)", "(d)"), ("(i)", "(ii)", "(iii)", "(iv)"), ("1.", "2.", "3.", "4."), ("-",) * 4)
    )
    lines, texts, notes = [], [], []
    lead, shown, _ = draw(_runs(counter, notes=False))
    lines.append(f"{lead}\n")
    texts.append((Kind.PARAGRAPH, shown))
    for marker in draw(kinds)[: draw(st.integers(1, 4))]:
        markdown, printed, more = draw(_runs(counter))
        lines.append(f"{marker} {markdown}\n")
        texts += _texts(Kind.PARAGRAPH, printed, more)
        notes += _notes(more)
        if draw(st.booleans()):
            inner, shown, _ = draw(_runs(counter, notes=False))
            lines.append(f"{' ' * (len(marker) + 1)}- {inner}\n")
            texts.append((Kind.PARAGRAPH, shown))
    return Made("\n".join(lines), tuple(texts), tuple(notes), numbered=1)


@st.composite
def _tables(draw: st.DrawFn, counter: _Counter) -> Made:
    label = counter.label("tbl")
    counter.references.append(label)
    columns, rows = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    texts: list[tuple[Kind, str]] = [(Kind.CAPTION, f"Caption of {label}")]
    lines = [f'::: {{.table #{label} caption="Caption of {label}"}}']
    for row in range(rows + 1):
        cells = [draw(_runs(counter, notes=False)) for _ in range(columns)]
        lines.append("| " + " | ".join(markdown for markdown, _, _ in cells) + " |")
        lines += ["|" + "---|" * columns] * (row == 0)
        texts += [(Kind.CELL, printed) for _, printed, _ in cells]
    return Made("\n".join([*lines, ":::\n"]), tuple(texts), labels=(label,))


@st.composite
def _boxes(draw: st.DrawFn, counter: _Counter) -> Made:
    kind = draw(st.sampled_from(("summary", "epigraph")))
    markdown, printed, _ = draw(_runs(counter, notes=False))
    return Made(f"::: {kind}\n{markdown}\n:::\n", ((Kind.EPIGRAPH if kind == "epigraph" else Kind.PARAGRAPH, printed),))


@st.composite
def _blocks(draw: st.DrawFn, counter: _Counter) -> Made:
    makers = (_paragraphs, _paragraphs, _headings, _lists, _tables, _boxes)
    return draw(draw(st.sampled_from(makers))(counter))


@st.composite
def sections(draw: st.DrawFn, least: int = 1) -> Made:
    """The body of one section: paragraphs, headings, lists, tables, boxes and notes, all with nasty words."""
    counter = _Counter()
    blocks = [draw(_blocks(counter)) for _ in range(draw(st.integers(least, 5)))]
    # A comment keeps two lists apart that would otherwise be one; ours begin with a paragraph, so nothing is needed.
    markdown = "\n".join(block.markdown for block in blocks)
    notes = tuple(note for block in blocks for note in block.notes)
    return Made(
        "\n".join([markdown, *notes]),
        tuple(text for block in blocks for text in block.texts),
        notes,
        tuple(label for block in blocks for label in block.labels),
        sum(block.numbered for block in blocks),
    )


# -- model values, without pandoc

_SPANS = st.builds(
    lambda line, column, size: Span(line, column, line, column + size),
    st.integers(1, 999),
    st.integers(1, 99),
    st.integers(1, 20),
)
_PLACES = st.none() | _SPANS
_ANY_TEXT = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=8)
_LINKS = st.none() | st.just("https://example.org/")
_LABELS = st.just("") | st.from_regex(r"[a-z][a-z0-9-]{0,9}", fullmatch=True)


def _inline(notes: int) -> st.SearchStrategy[Inline]:
    texts = st.builds(Text, _ANY_TEXT | st.just(" "), st.integers(0, 31), _LINKS, _PLACES)
    marks = st.builds(NoteMark, st.integers(0, notes - 1), st.just(""), _PLACES) if notes else st.nothing()
    references = st.builds(Reference, st.just("p-somewhere"), st.just("") | _ANY_TEXT, st.integers(0, 31), _PLACES)
    return st.one_of(texts, texts, texts, marks, references, st.builds(LineBreak, _PLACES))


def inlines(notes: int = 0) -> st.SearchStrategy[tuple[Inline, ...]]:
    """Any pieces of a paragraph; note marks count below `notes`."""
    return st.lists(_inline(notes), max_size=8).map(tuple)


def _many(notes: int) -> st.SearchStrategy[tuple[tuple[Inline, ...], ...]]:
    return st.lists(inlines(notes), max_size=2).map(tuple)


def _grid(columns: int, notes: int) -> st.SearchStrategy[tuple[tuple[Cell, ...], ...]]:
    row = st.lists(st.builds(Cell, _many(notes)), min_size=columns, max_size=columns).map(tuple)
    return st.lists(row, max_size=3).map(tuple)


def _model_table(columns: int, notes: int) -> st.SearchStrategy[Table]:
    alignments = st.lists(st.sampled_from(("left", "center", "right")), min_size=columns, max_size=columns).map(tuple)
    return st.builds(
        Table, _LABELS, inlines(notes), _grid(columns, notes), _grid(columns, notes), alignments, at=_PLACES
    )


def model_blocks(notes: int = 0) -> st.SearchStrategy[Block]:
    """Any block as the reader of sections makes them: not numbered yet."""
    roles = st.sampled_from([Role.NUMBERED, Role.CONTINUED, Role.PLAIN, Role.SUMMARY, Role.EPIGRAPH])
    responds = st.lists(st.just("G1"), max_size=2).map(tuple)
    paragraphs = st.builds(Paragraph, roles, inlines(notes), label=_LABELS, responds_to=responds, at=_PLACES)
    items = st.builds(
        Paragraph, st.just(Role.ITEM), inlines(notes), label=_LABELS, level=st.integers(1, 4), list=st.integers(1, 5),
        ordinal=st.integers(1, 30), kind=st.sampled_from(("alpha", "roman", "decimal", "bullet")), at=_PLACES,
    )  # fmt: skip
    headings = st.builds(Heading, st.integers(2, 4), inlines(notes), id=_LABELS, at=_PLACES)
    figures = st.builds(Figure, _LABELS, st.just("images/a.svg"), inlines(notes), _ANY_TEXT, at=_PLACES)
    tables = st.integers(1, 3).flatmap(lambda columns: _model_table(columns, notes))
    return st.one_of(paragraphs, paragraphs, items, headings, figures, tables)


_FINDINGS = st.builds(
    lambda code, line, words: Finding(Place("", line, 1), code, words, RULES[code].remedy, Severity.ERROR),
    st.sampled_from(sorted(RULES)), st.integers(1, 999), _ANY_TEXT,
)  # fmt: skip


@st.composite
def section_texts(draw: st.DrawFn) -> SectionText:
    """A section as it is kept in the cache."""
    count = draw(st.integers(0, 3))
    blocks = draw(st.lists(model_blocks(count), max_size=6))
    notes = tuple(Note(draw(_many(0)), at=draw(_PLACES)) for _ in range(count))
    return SectionText(tuple(blocks), notes, tuple(draw(st.lists(_FINDINGS, max_size=3))))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A whole document, not numbered yet: front matter, body and annexes."""
    parts = (
        [Part.FRONT] * draw(st.integers(0, 1))
        + [Part.BODY] * draw(st.integers(1, 3))
        + [Part.ANNEX] * draw(st.integers(0, 2))
    )
    made = []
    for index, part in enumerate(parts):
        text = draw(section_texts())
        title = draw(st.just("") | FIRST_WORDS)
        made.append(Section(f"drafts/d/{index:02}.md", part, title, blocks=text.blocks, notes=text.notes))
    return Document("d", "Title", "drafts/d", tuple(made))


# -- histories

_VOCABULARY = (
    "market",
    "route",
    "fund",
    "person",
    "state",
    "court",
    "border",
    "data",
    "right",
    "trade",
    "risk",
    "duty",
)
_SENTENCES = st.lists(st.sampled_from(_VOCABULARY), min_size=1, max_size=10).map(" ".join)


@st.composite
def _edited(draw: st.DrawFn, texts: tuple[str, ...]) -> tuple[str, ...]:
    after = list(texts)
    for _ in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(("insert", "delete", "change", "move", "copy")))
        spot = draw(st.integers(0, max(len(after) - 1, 0)))
        if kind == "insert" or not after:
            after.insert(spot, draw(_SENTENCES))
        elif kind == "delete":
            del after[spot]
        elif kind == "change":
            after[spot] = f"{after[spot]} {draw(st.sampled_from(_VOCABULARY))}"
        elif kind == "move":
            after.insert(draw(st.integers(0, len(after) - 1)), after.pop(spot))
        else:
            after.insert(draw(st.integers(0, len(after))), after[spot])
    return tuple(after)


@st.composite
def histories(draw: st.DrawFn) -> tuple[tuple[str, ...], ...]:
    """The paragraphs of a document at each of its baselines: every one is an edit of the one before."""
    versions = [tuple(draw(st.lists(_SENTENCES, min_size=1, max_size=7)))]
    for _ in range(draw(st.integers(1, 4))):
        versions.append(draw(_edited(versions[-1])))
    return tuple(versions)
