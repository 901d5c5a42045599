from pipeline.formats.pandoc import parse
from pipeline.model.config import Profile
from pipeline.model.document import Document, Part, Section
from pipeline.text.blocks import read_section
from pipeline.text.numbering import number_document
from pipeline.text.passages import CitedPassage, cited_passages, section_address

BODY = """\
{#p-one responds-to="G1"}
First, see [](#p-two):

(a) {#i-a responds-to="G2"}
    An item;

    (i) An inner item;

(b) Another item.

{.continued}
Which runs on.

{#p-two}
Second.
"""


def document(body: str = BODY, annex: str = '{responds-to="G3"}\nIn the annex.\n') -> Document:
    sections = tuple(
        Section(f"{part}.md", part, str(part), blocks=read_section(parse([text])[0].blocks, part).blocks)
        for part, text in ((Part.BODY, body), (Part.ANNEX, annex))
    )
    return number_document(Document("d", "D", "d", sections), Profile(name="x"))[0]


def passages(body: str = BODY) -> dict[str, CitedPassage]:
    return {one.id: one for one in cited_passages(document(body))}


def test_a_paragraph_has_the_list_and_the_rest_after_it() -> None:
    found = passages()
    assert list(found) == ["p-one", "i-a", "p-two", ""]
    assert [len(found[name].blocks) for name in found] == [5, 2, 1, 1]
    assert [found[name].printed for name in found] == ["paragraph 1", "paragraph 1 (a)", "paragraph 2", "annex I"]


def test_an_item_with_an_id_answers_for_itself() -> None:
    assert passages()["p-one"].responds_to == ("G1",)
    assert passages()["i-a"].responds_to == ("G2",)
    assert passages(BODY.replace("{#i-a r", "{r"))["p-one"].responds_to == ("G1", "G2")


def test_the_fingerprint_is_of_the_words_and_not_of_the_numbers() -> None:
    before = passages()["p-one"].fingerprint
    assert passages("A new first paragraph.\n\n" + BODY)["p-one"].fingerprint == before
    assert passages(BODY.replace("inner", "deep"))["p-one"].fingerprint != before
    assert passages(BODY.replace("inner", "deep"))["p-two"].fingerprint == passages()["p-two"].fingerprint


def test_a_section_is_cited_by_its_number() -> None:
    made = document()
    assert [section_address(made, section) for section in made.sections] == ["section I", "annex I"]
