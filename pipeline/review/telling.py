"""What a member is told about the place of a comment."""

from collections.abc import Sequence

from pipeline.model.comment import CitedKind, Target
from pipeline.review.anchoring import How
from pipeline.text.body import Body

Span = tuple[int, int]
NO_PLACE = "is no place that we understand"
ELSEWHERE = "is that document meant?"  # ends what is told of words that stand in another document


def inside_of(body: Body, span: Span, cited: Sequence[int]) -> bool:
    """Whether words begin in one of the units that were cited, or in the section that one of them opens."""
    for index in cited:
        start, end = body.section_span(index) if body.of_sections([index]) else body.span(index)
        if start <= span[0] < end:
            return True
    return False


def gone(address: str) -> str:
    """That words are gone, and where they stood."""
    return f"its words stood in {address} and are no longer in the text"


def told(read: Body, target: Target, cited: Sequence[int], span: Span) -> str:
    """That number and quote disagree; nothing when they agree or no place was named."""
    if not cited or inside_of(read, span, cited) or _same_paragraph(read, span, cited):
        unknown = target.citation.kind not in (CitedKind.DOCUMENT, CitedKind.UNKNOWN) and not cited
        return f"there is no {target.citation}; the words were found by themselves" if unknown else ""
    return f"{target.citation} is cited, the words stand in {read.address(span)}"


def _same_paragraph(body: Body, span: Span, cited: Sequence[int]) -> bool:
    """Whether a list item or what runs on after it stands under the number that was cited."""
    unit = body.units[body.unit_at(span[0])]
    return any(unit.number and unit.number == body.units[i].number and not body.units[i].marks for i in cited)


def copied(how: How | None, words: str) -> str:
    """That a quote is not literally there; `words` are those that were found."""
    if how is None or how is How.LITERAL:
        return ""
    if how is How.ELISION:
        return "the words left out were filled in"
    if how is How.LETTERS:
        return "the words are there with other hyphens or blanks"
    return f"the words are not there literally; nearest is “{words}”"


def listed(names: Sequence[str]) -> str:
    """At least one name, each once: "a, b and c"."""
    unique = list(dict.fromkeys(names))
    return unique[0] if len(unique) == 1 else f"{', '.join(unique[:-1])} and {unique[-1]}"
