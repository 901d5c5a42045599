"""The door to pandoc: few calls, bounded, sandboxed, and only the bad section fails."""

import subprocess

import pytest

from pipeline.formats import pandoc
from pipeline.model.document import Part
from pipeline.model.finding import EnvironmentProblem
from pipeline.text.blocks import read_section
from pipeline.text.words import printed

BAD = "x[^1]\n\n[^1]: [^1]\n"


def words(parsed: pandoc.Parsed) -> list[str]:
    return [printed(block.inlines) for block in read_section(parsed.blocks, Part.BODY).blocks]  # type: ignore[union-attr]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many files each process of pandoc was given."""
    made: list[int] = []
    call = pandoc._call

    def counted(names: list[str], folder: str, seconds: float) -> bytes:
        made.append(len(names))
        return call(names, folder, seconds)

    monkeypatch.setattr(pandoc, "_call", counted)
    return made


def test_many_sections_are_parsed_in_one_process(calls: list[int]) -> None:
    texts = [f"Section {n}.\n" for n in range(20)]
    assert [words(parsed) for parsed in pandoc.parse(texts)] == [[f"Section {n}."] for n in range(20)]
    assert calls == [20]


def test_nothing_starts_no_process(calls: list[int]) -> None:
    assert pandoc.parse([]) == ()
    assert calls == []


def test_when_one_fails_each_is_parsed_alone(calls: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "SECONDS", 1.0)
    first, bad, last = pandoc.parse(["One.\n", BAD, "Three.\n"])
    assert (words(first), words(last)) == (["One."], ["Three."])
    assert (bad.blocks, bad.problem) == ([], "pandoc did not finish within 1 seconds")
    assert calls == [3, 1, 1, 1]


@pytest.mark.parametrize(
    "texts",
    [
        ["One.\n", "<div>raw first</div>\n\nTwo.\n", "Three.\n"],
        ["One.\n", "***\n\nTwo.\n", "Three.\n"],
        ["One.\n", "\n\n", "Three.\n"],
        ["One.\n\n::: summary\nnot closed\n", "Two.\n"],
        ["One.\n\n```\nnot closed\n", "Two.\n"],
        ["One.[^n]\n", "Two.\n\n[^n]: note\n"],
        ["One.\n\n[a]: https://example.org\n", "Two [a].\n"],
        ["- one\n", "- two\n"],
        ["(a) one\n", "(b) two\n"],
        ["| a |\n|---|\n| b |\n", "| c |\n|---|\n| d |\n"],
        ['## One {data-pos="s00001.md@1:1-1:2"}\n', "Two.\n"],
        ['::: {data-pos="s00001.md@1:1-1:2"}\nOne.\n:::\n', "Two.\n"],
        ["One", "Two"],
    ],
)
def test_no_section_takes_anything_from_another(texts: list[str]) -> None:
    together = [read_section(parsed.blocks, Part.BODY) for parsed in pandoc.parse(texts)]
    alone = [read_section(pandoc.parse([text])[0].blocks, Part.BODY) for text in texts]
    assert [text.blocks for text in together] == [text.blocks for text in alone]


def test_positions_are_those_of_the_file_whichever_it_is() -> None:
    for parsed in pandoc.parse(["One.\n", "\n\nTwo.\n"])[1:]:
        (block,) = read_section(parsed.blocks, Part.BODY).blocks
        assert block.at is not None
        assert (block.at.line, block.at.column) == (3, 1)


def test_pandoc_may_read_nothing_but_the_text(tmp_path: object) -> None:
    (parsed,) = pandoc.parse(["![x](/etc/passwd)\n\n\\input{/etc/passwd}\n\n```{include=/etc/passwd}\n```\n"])
    assert "root:" not in repr(parsed.blocks)
    assert tmp_path


def test_pandoc_runs_sandboxed_with_bounded_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []
    run = subprocess.run

    def watched(command: list[str], **rest: object) -> object:
        seen.append(command)
        return run(command, **rest)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", watched)
    pandoc.parse(["x\n"])
    assert "--sandbox" in seen[0]
    assert f"-M{pandoc.MEMORY}" in seen[0]


def test_too_much_memory_is_a_problem_of_its_section(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "MEMORY", "8M")
    (parsed,) = pandoc.parse(["word " * 200_000])
    assert "pandoc stopped with code" in parsed.problem


def test_a_program_that_cannot_be_started_is_a_problem_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "pandoc_path", lambda: "/nowhere/pandoc")
    with pytest.raises(EnvironmentProblem, match="cannot be started"):
        pandoc.parse(["x\n"])
