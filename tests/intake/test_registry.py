from pipeline.intake.registry import read_registry
from pipeline.model.finding import Finding


def read(text: str) -> tuple[list[str], list[tuple[int, str]], tuple[Finding, ...]]:
    registry, findings = read_registry(text.encode(), "comments/members.yaml")
    return list(registry.members), [(one.place.line, one.code) for one in findings], findings


def test_members_are_found_by_code_name_and_alias_whatever_case_and_blanks() -> None:
    registry, findings = read_registry(
        b"members:\n  - {code: UN-X, name: Office of X, kind: office, parent: UN-Y, aliases: [X Office]}\n"
        b"  - {code: UN-Y, name: Organization Y, kind: ceb, address: y@example.org}\n",
        "m",
    )
    assert findings == ()
    assert {registry.find(name) for name in ("UN-X", "office  of x", "X OFFICE")} == {registry.members["UN-X"]}
    assert registry.find("UN-Z") is None
    assert registry.members["UN-Y"].address == "y@example.org"


def test_a_broken_entry_does_not_lose_the_others() -> None:
    members, found, _ = read(
        "members:\n  - {code: A, name: One}\n  - {code: b, nam: Two}\n  - three\n  - {code: D, name: Four}\n"
    )
    assert members == ["A", "D"]
    assert found == [(3, "KEY-MISSING"), (3, "VALUE-INVALID"), (3, "KEY-UNKNOWN"), (4, "VALUE-INVALID")]


def test_a_code_a_name_and_an_alias_belong_to_the_first_who_has_them() -> None:
    members, found, findings = read(
        "members:\n  - {code: A, name: One, aliases: [Uno]}\n  - {code: A, name: Two}\n"
        "  - {code: C, name: Three, aliases: [UNO, Tre]}\n  - {code: D, name: One}\n"
    )
    assert members == ["A", "C", "D"]
    assert found == [(3, "MEMBER-TWICE"), (4, "MEMBER-TWICE"), (5, "MEMBER-TWICE")]
    assert "C has the name “UNO”, which A has already" in findings[1].message


def test_a_name_that_is_another_members_code_does_not_take_the_code_away() -> None:
    members, found, _ = read("members:\n  - {code: A, name: B}\n  - {code: B, name: Two}\n")
    assert members == ["A", "B"]
    assert found == [(3, "MEMBER-TWICE")]


def test_a_parent_must_be_there() -> None:
    _, found, findings = read(
        "members:\n  - {code: CHILD, name: One, parent: PARENTS}\n  - {code: PARENT, name: Two}\n"
    )
    assert found == [(2, "MEMBER-UNKNOWN")]
    assert "did you mean “PARENT”?" in findings[0].message


def test_what_is_no_registry_gives_findings_and_no_member() -> None:
    for text in ("", "x", "- a\n", "members: x\n", "members: {}\nmember: []\n", "members:\n  - [", "\0"):
        members, found, _ = read(text)
        assert members == []
        assert found, text
    assert read("members: []\n")[:2] == ([], [])
