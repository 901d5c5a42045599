"""Characters that no font of a PDF paper prints are findings with their places, and never break a build."""

import importlib.util
import json
from pathlib import Path

import pytest

from pipeline.app.checking import check
from pipeline.app.packs.building import BuildRequest, build
from pipeline.app.sources.opening import open_workspace
from pipeline.model.finding import Finding
from pipeline.store.cache import Cache
from tests.formats.test_typst_glyphs import embedded_fonts

SECTION = "drafts/common-approach/01-purpose.md"
SESSION = "hlcp-50"


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Cache:
    """One cache for all workspaces here: it goes by content, so only the section that a test changes is parsed."""
    return Cache(tmp_path_factory.mktemp("cache"))


def add(workspace: Path, text: str) -> int:
    """Append a text to the section; the number of its first line."""
    path = workspace / SECTION
    before = path.read_text()
    path.write_text(f"{before}\n{text}\n")
    return before.count("\n") + 2


def use_fonts(workspace: Path, folder: str) -> None:
    path = workspace / "templates" / "profiles" / "un-ceb.yaml"
    path.write_text(path.read_text().replace("  size: 11\n", f"  size: 11\n  folder: {folder}\n"))


def findings(workspace: Path, cache: Cache, code: str = "TEXT-GLYPH") -> list[Finding]:
    opened = open_workspace(workspace)
    return [f for f in check(opened, (), cache) if f.code == code]


def make(workspace: Path, cache: Cache) -> dict[str, object]:
    """The manifest of a pack with the common approach, built from today's text."""
    opened = open_workspace(workspace)
    request = BuildRequest((SESSION,), ("common-approach",))
    build(opened, request, cache, lambda _: None)
    manifest: dict[str, object] = json.loads((workspace / "build" / SESSION / "manifest.json").read_text())
    return manifest


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        ("A smile 😀 here.", 9, "“😀” (U+1F600, grinning face)"),
        ("Sign ۞ and ۞.", 6, "(U+06DE, arabic start of rub el hizb), 2 times in this file"),
        ("In Chinese 中文, 中 alone.", 12, "“中” (U+4E2D, cjk unified ideograph-4e2d), 2 times in this file"),
        ("| A | B |\n|---|---|\n| x | 中 |", 7, "U+4E2D"),
        ("A note.[^z]\n\n[^z]: Of 😀.", 10, "U+1F600"),
    ],
    ids=["emoji", "Arabic", "Chinese", "in a table", "in a note"],
)
def test_a_character_without_glyph_is_found_at_its_first_place(
    workspace: Path, cache: Cache, text: str, column: int, says: str
) -> None:
    first = add(workspace, text)
    found = findings(workspace, cache)
    assert {finding.place.path for finding in found} == {SECTION}
    assert any(says in finding.message for finding in found)
    place = next(finding.place for finding in found if says in finding.message)
    assert place.line == first + text.count("\n")
    assert place.column == column


def test_of_many_characters_the_first_are_named_and_the_others_counted(workspace: Path, cache: Cache) -> None:
    add(workspace, "".join(map(chr, range(0x4E00, 0x4E20))) * 2)
    found = findings(workspace, cache)
    assert len(found) == 9
    assert "24 more characters of this file, which stand in 48 places" in found[-1].message


def test_titles_are_looked_at_and_quotation_marks_accents_and_blanks_are_fine(workspace: Path, cache: Cache) -> None:
    add(workspace, "“Déjà vu” – l’été… e\u0301 5\u00a0€ Привет; typst brings letters for سلام too")
    path = workspace / "drafts" / "common-approach" / "document.yaml"
    path.write_text(path.read_text().replace("short-title: ", "short-title: 中 "))
    assert [finding.place.path for finding in findings(workspace, cache)] == ["drafts/common-approach/document.yaml"]


def test_the_pack_is_built_all_the_same_and_names_the_finding(workspace: Path, cache: Cache) -> None:
    add(workspace, "Emoji 😀, Arabic قانون, Chinese 中文.")
    manifest = make(workspace, cache)
    assert manifest["failed"] == []
    assert {"common-approach.pdf", "common-approach.docx"} <= set(manifest["outputs"])  # type: ignore[call-overload]
    assert any(row["code"] == "TEXT-GLYPH" for row in manifest["findings"])  # type: ignore[attr-defined]


def test_the_profile_switches_the_rule(workspace: Path, cache: Cache) -> None:
    add(workspace, "😀")
    path = workspace / "templates" / "profiles" / "un-ceb.yaml"
    path.write_text(path.read_text().replace("rules: {}", "rules: {TEXT-GLYPH: off}"))
    assert findings(workspace, cache) == []


def _font_with(char: str) -> bytes:
    """One of typst's own fonts, with this character drawn as its letter a."""
    import io

    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(next(embedded_fonts())))
    for table in font["cmap"].tables:
        if table.format in {4, 12}:
            table.cmap[ord(char)] = table.cmap[ord("a")]
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


@pytest.mark.skipif(importlib.util.find_spec("fontTools") is None, reason="fontTools draws the font")
def test_a_font_of_the_profile_is_used_by_the_check_and_by_the_pdf(workspace: Path, cache: Cache) -> None:
    add(workspace, "A 中 sign.")
    (workspace / "fonts").mkdir()
    (workspace / "fonts" / "extra.otf").write_bytes(_font_with("中"))
    (workspace / "fonts" / "OFL.txt").write_text("a licence is no font, and no finding")
    without = len(findings(workspace, cache))
    use_fonts(workspace, "fonts")
    assert (without, findings(workspace, cache), findings(workspace, cache, "FONT-BROKEN")) == (1, [], [])
    assert "fonts/extra.otf" in make(workspace, cache)["inputs"]  # type: ignore[operator]
    assert "中" in _words(workspace / "build" / SESSION / "common-approach.pdf")


def _words(pdf: Path) -> str:
    """The characters that the fonts of a PDF map back to: what a reader can search for and copy."""
    import pikepdf

    with pikepdf.open(pdf) as document:
        maps = [each.ToUnicode.read_bytes().decode("latin-1") for each in document.objects
                if isinstance(each, pikepdf.Dictionary) and "/ToUnicode" in each]  # fmt: skip
    codes = {word for text in maps for word in text.replace("<", " ").replace(">", " ").split()}
    return "".join(
        chr(int(code, 16)) for code in codes if len(code) == 4 and all(c in "0123456789abcdefABCDEF" for c in code)
    )


def test_a_broken_font_and_a_missing_folder_are_warnings_and_the_papers_are_made(workspace: Path, cache: Cache) -> None:
    (workspace / "fonts").mkdir()
    (workspace / "fonts" / "broken.ttf").write_bytes(b"not a font")
    use_fonts(workspace, "fonts")
    assert [finding.place.path for finding in findings(workspace, cache, "FONT-BROKEN")] == ["fonts/broken.ttf"]
    assert make(workspace, cache)["failed"] == []
    (workspace / "fonts" / "broken.ttf").unlink()
    (workspace / "fonts").rmdir()
    [missing] = findings(workspace, cache, "FONT-BROKEN")
    assert (missing.place.path, missing.place.line > 1) == ("templates/profiles/un-ceb.yaml", True)


def test_what_covers_take_from_the_settings_is_looked_at_too(workspace: Path, cache: Cache) -> None:
    session, own = workspace / "comments" / SESSION / "session.yaml", workspace / "hlcp.yaml"
    session.write_text(session.read_text().replace("title: ", "title: 中 ", 1))
    own.write_text(own.read_text().replace("workstream: ", "workstream: 中 😀 "))
    assert [(finding.place.path, finding.message[:18]) for finding in findings(workspace, cache)] == [
        (f"comments/{SESSION}/session.yaml", "no font prints “中”"),
        ("hlcp.yaml", "no font prints “中”"),
        ("hlcp.yaml", "no font prints “😀”"),
    ]
