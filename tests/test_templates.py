"""What is generated in templates/ is what its sources make."""

import importlib.util

from tests.copies import ROOT

FOLDER = ROOT / "templates"


def test_the_word_template_is_built_from_its_styles() -> None:
    spec = importlib.util.spec_from_file_location("build_reference", FOLDER / "build_reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    built = module.build((FOLDER / "word-styles.yaml").read_text(encoding="utf-8"))
    assert built == (FOLDER / "reference.docx").read_bytes(), "run `python templates/build_reference.py`"
