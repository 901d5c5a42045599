"""No stream of a PDF file ends in a carriage return, which would be taken for a part of the line end behind it."""

import importlib.util
import zlib
from pathlib import Path
from types import ModuleType

import pikepdf
import pytest

from pipeline.formats import typst
from pipeline.formats.validators import pdf_problems


@pytest.fixture(scope="module")
def child() -> ModuleType:
    """The program of the child process, as a module."""
    path = Path(typst.__file__).with_name("typst_child.py")
    spec = importlib.util.spec_from_file_location("typst_child", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def ending_in_return(data: bytes) -> bytes:
    """The data with as much behind it as makes the compressed stream end in a carriage return."""
    for tail in range(1, 256):
        if zlib.adler32(data + bytes([tail])) & 0xFF == 0x0D:
            return data + bytes([tail])
    raise AssertionError(data)


def paper(folder: Path) -> Path:
    """A sound PDF/A paper, by typst."""
    source = '#set document(title: "t")\n#"Some words."\n'
    path = folder / "paper.pdf"
    path.write_bytes(typst.compile_pdf(source, {}).pdf)
    assert pdf_problems(path) == ()
    return path


def spoil(path: Path) -> dict[str, int]:
    """Make the page and the font program of a file end in a carriage return; how long they are."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        fonts = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/FontFile3" in each]
        streams = {"page": pdf.pages[0].Contents, "font": fonts[0]["/FontFile3"]}
        # A line end in a comment of the page, and bytes behind the end of a font, mean nothing.
        streams["page"].write(ending_in_return(streams["page"].read_bytes() + b"\n%"))
        streams["font"].write(ending_in_return(streams["font"].read_bytes()))
        pdf.save(path, recompress_flate=True)
        return {name: len(stream.read_bytes()) for name, stream in streams.items()}


def test_a_validator_minds_and_one_blank_mends_it(child: ModuleType, tmp_path: Path) -> None:
    path = paper(tmp_path)
    spoil(path)
    assert child.has_open_end(str(path))
    assert any("STREAM-LENGTH" in problem for problem in pdf_problems(path))
    with pikepdf.open(path) as pdf:
        child.settle_ends(pdf)
        child.save(pdf, str(tmp_path / "mended.pdf"))
    assert not child.has_open_end(str(tmp_path / "mended.pdf"))
    assert pdf_problems(tmp_path / "mended.pdf") == ()


def test_objects_can_be_shifted_when_a_stream_of_objects_ends_badly(child: ModuleType, tmp_path: Path) -> None:
    path = paper(tmp_path)
    sizes = set()
    with pikepdf.open(path) as pdf:
        for attempt in range(3):
            child.shift_objects(pdf)
            child.save(pdf, str(tmp_path / f"{attempt}.pdf"))
            assert pdf_problems(tmp_path / f"{attempt}.pdf") == ()
            sizes.add((tmp_path / f"{attempt}.pdf").read_bytes())
    assert len(sizes) == 3


def test_a_set_of_glyphs_that_ends_badly_is_left_out(child: ModuleType, tmp_path: Path) -> None:
    path = paper(tmp_path)
    with pikepdf.open(path) as pdf:
        (font,) = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/CIDSet" in each]
        font["/CIDSet"].write(ending_in_return(b"\x80"))
        child.settle_ends(pdf)
        assert "/CIDSet" not in font
        child.save(pdf, str(tmp_path / "mended.pdf"))
    assert pdf_problems(tmp_path / "mended.pdf") == ()
