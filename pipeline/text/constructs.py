"""What pandoc calls a construct of Markdown, in words that people use, and what is told of one that no paper holds."""

from pipeline.model.saying import quoted

_NAMES = {
    "BlockQuote": "a block quotation",
    "BulletList": "a list",
    "Cite": "a citation in square brackets with @",
    "CodeBlock": "a block of code",
    "DefinitionList": "a list of definitions",
    "Div": "a block in `:::`",
    "Figure": "a picture",
    "Header": "a heading",
    "HorizontalRule": "a line across the page (`---`)",
    "LineBlock": "a block of lines that begin with |",
    "OrderedList": "a list",
    "Para": "a paragraph",
    "Plain": "a paragraph",
    "RawBlock": "HTML or another markup",
    "SmallCaps": "small capitals",
    "Table": "a table",
    "Underline": "underlining",
}
FORBIDDEN = {
    "level": ("{} stands here; papers have four levels with the title of the section", "Use `####` at most."),
    "capitals": ("the items of a list begin with capitals", "Write (a), (b) or (i), (ii)."),
    "item": ("{} stands inside an item of a list", "Put it after the list, and do not indent it."),
    "table": ("{} stands beside the table in a `::: {{.table}}` block", "Put it after the `:::` that ends the block."),
    "figure": ("a figure holds no picture", "Write `![Caption](images/flow.svg)`."),
    "note": ("{} stands inside a footnote", "Let the note hold paragraphs only."),
    "quotation": (
        "a block quotation stands here: its lines begin with >",
        "Put the words in quotation marks, or between the lines `::: epigraph` and `:::`.",
    ),
    "block of code": (
        "a block of code stands here: it is fenced, or its lines begin with four blanks",
        "Take away the fence, or the blanks at the beginning of its lines.",
    ),
    "code": ("words marked as code stand in the text: {}", "Take away the backticks."),
    "math": ("a formula stands in the text: {}", "Write it in words, or as a picture; a plain $ is written \\$."),
    "picture": (
        "a picture stands inside a paragraph, or has no caption",
        "Put it alone between two blank lines, with its caption: `![Caption](images/flow.svg)`.",
    ),
    "other": ("{} stands here, which no paper can hold", "Take it out, or say it in plain paragraphs."),
}
"""What no paper can hold, by a short name: what is told, with a place for the thing concerned, and the next step."""

_FORMATS = {"html": "HTML", "tex": "TeX", "latex": "TeX", "openxml": "Word markup", "typst": "typst markup"}


def named(kind: str) -> str:
    """The construct in words; one without a name of its own by what pandoc calls it."""
    return _NAMES.get(kind, f"a construct called {kind}")


def raw_message(form: str, text: str) -> str:
    """That markup of another format stands in the text."""
    return f"{_FORMATS.get(form, form)} stands in the text: {quoted(' '.join(text.split()))}"
