"""Paragraph ids through a history of baselines."""

from hypothesis import example, given

from pipeline.model.config import Profile
from pipeline.model.document import Document, Paragraph, Part, Role, Section
from pipeline.text.blocks import words_of
from pipeline.text.identity import Known, inherit, known_paragraphs, numbered_paragraphs, provisional_id
from pipeline.text.numbering import number_document
from pipeline.text.words import printed
from tests.strategies import histories

PROFILE = Profile(name="Test")


def numbered(
    texts: tuple[str, ...], known: tuple[Known, ...], labels: tuple[str, ...] = ()
) -> tuple[Document, list[str]]:
    """Number a document of these paragraphs after its last baseline; and the codes of what is wrong with it."""
    names = labels or ("",) * len(texts)
    blocks = tuple(
        Paragraph(Role.NUMBERED, words_of(text, None), label=name) for text, name in zip(texts, names, strict=True)
    )
    bare = Document("d", "Title", "drafts/d", (Section("drafts/d/1.md", Part.BODY, "One", blocks=blocks),))
    ids = inherit(known, list(texts), list(names))
    document, findings = number_document(bare, PROFILE, ids)
    return document, [found.code for found in findings]


@given(histories())
@example((("a b c", "d e f"), ("a b c x", "d e f"), ("a b c", "a b c x", "d e f")))
def test_ids_are_unique_at_every_baseline(versions: tuple[tuple[str, ...], ...]) -> None:
    """Also when a text comes back whose id went on to its successor."""
    known: tuple[Known, ...] = ()
    for texts in versions:
        document, codes = numbered(texts, known)
        ids = [paragraph.id for paragraph in numbered_paragraphs(document)]
        assert codes == []
        assert len(set(ids)) == len(ids) == len(texts)
        known = known_paragraphs(document)


@given(histories())
def test_a_paragraph_that_nobody_touched_keeps_its_id(versions: tuple[tuple[str, ...], ...]) -> None:
    document, _ = numbered(versions[0], ())
    for texts in versions[1:]:
        before = {paragraph.words: paragraph.id for paragraph in known_paragraphs(document)}
        old = [paragraph.words for paragraph in known_paragraphs(document)]
        document, _ = numbered(texts, known_paragraphs(document))
        for paragraph in numbered_paragraphs(document):
            words = printed(paragraph.inlines)
            if old.count(words) == 1 == texts.count(words):
                assert paragraph.id == before[words]


@given(histories())
def test_numbering_again_changes_nothing(versions: tuple[tuple[str, ...], ...]) -> None:
    document, _ = numbered(versions[0], ())
    again, _ = numbered(versions[0], known_paragraphs(document))
    assert again == document


def test_a_label_wins_over_what_would_be_inherited() -> None:
    document, _ = numbered(("one two three", "four five six"), ())
    after, codes = numbered(("one two three", "four five six"), known_paragraphs(document), ("p-new", ""))
    assert [paragraph.id for paragraph in numbered_paragraphs(after)] == [
        "p-new", numbered_paragraphs(document)[1].id
    ]  # fmt: skip
    assert codes == []


def test_nobody_inherits_an_id_that_is_a_label_now() -> None:
    known = (Known("p-a", "one two three"), Known("p-b", "four five six"))
    assert inherit(known, ["one two three", "something else"], ["", "p-a"]) == (None, None)


def test_equal_words_give_equal_ids_and_a_copy_a_number() -> None:
    first = provisional_id("same words", frozenset())
    assert first == provisional_id("same  words", frozenset())
    assert provisional_id("same words", {first}) == f"{first}-2"
    assert provisional_id("same words", {first, f"{first}-2"}) == f"{first}-3"
