"""All benchmarks: `python -m benchmarks [--only NAME] [DATA_FOLDER]`; explained in docs/explanation/speed.md."""

import argparse
import importlib
import pkgutil
import sys
from pathlib import Path

import benchmarks
from benchmarks.rows import HEAD


def main() -> int:
    """Run them one after the other and print a row for each; 0 when all targets are met, else 1."""
    arguments = _arguments()
    print(HEAD)
    met = True
    for name in _names(arguments.only):
        for row in importlib.import_module(f"benchmarks.{name}").run(arguments.data):
            print(row, flush=True)
            met = met and row.met
    return 0 if met else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure the pipeline in CPU seconds.")
    parser.add_argument("data", nargs="?", type=Path, help="folder of the sets that come from outside")
    parser.add_argument("--only", metavar="NAME", help="one module of this folder")
    arguments = parser.parse_args()
    if arguments.data is not None and not arguments.data.is_dir():
        parser.error(f"there is no folder {arguments.data}")
    return arguments


def _names(only: str | None) -> list[str]:
    if only:
        return [only]
    found = sorted(module.name for module in pkgutil.iter_modules(benchmarks.__path__))
    return [name for name in found if hasattr(importlib.import_module(f"benchmarks.{name}"), "run")]


if __name__ == "__main__":
    sys.exit(main())
