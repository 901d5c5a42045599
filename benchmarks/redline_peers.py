"""Other programs that compare two Word files, where they are installed: run beside our own on the same files.

They are no part of this project. The variable HLCP_BENCH_PEERS names the Python of an environment that has some of them
(`pip install python-redlines[docxodus,ooxmlpowertools] jubarte-redlines`); those that it lacks are left out.
"""

import os
import subprocess
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from benchmarks.measuring import Step, program

SWITCH = "HLCP_BENCH_PEERS"
_ENGINE = "from python_redlines import {0}\nmade = {0}().run_redline('A', Path('old.docx'), Path('new.docx'))[0]"
_READ = "Path('old.docx').read_bytes(), Path('new.docx').read_bytes()"
_PROGRAMS: Mapping[str, tuple[str, str]] = {
    "Docxodus": ("python_redlines_docxodus", _ENGINE.format("DocxodusEngine")),
    "WmlComparer": ("python_redlines_ooxmlpowertools", _ENGINE.format("XmlPowerToolsEngine")),
    "jubarte": (
        "jubarte_redlines",
        f"from jubarte_redlines import compare_documents\nmade = compare_documents({_READ})",
    ),
}


def peers(folder: Path) -> Iterator[tuple[str, Step]]:
    """The peers at hand by name, each comparing `old.docx` and `new.docx` of a folder."""
    python = os.environ.get(SWITCH, "")
    for name, (module, lines) in _PROGRAMS.items():
        if python and _has(python, module):
            script = f"from pathlib import Path\n{lines}\nPath('peer.docx').write_bytes(made)"
            yield name, Step(partial(program, (python, "-c", script), folder))


def _has(python: str, module: str) -> bool:
    code = f"import importlib.util, sys; sys.exit(importlib.util.find_spec({module!r}) is None)"
    return subprocess.run((python, "-c", code), check=False).returncode == 0
