"""The data of a document put into its text: files are read, expressions evaluated, figures drawn.

Loaded only for a document that has expressions, because Jinja2 takes time to load.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from pydantic import BaseModel

from pipeline.app.sources.opening import YAML_BYTES, found
from pipeline.formats.expressions import ExpressionProblem, Expressions, printed
from pipeline.intake.data import DataFile, read_data
from pipeline.model.data import WorkstreamsFile
from pipeline.model.document import Block, Figure
from pipeline.model.expression import Expression, Value
from pipeline.model.finding import Finding
from pipeline.model.saying import counted, quoted
from pipeline.model.source import Place, Span
from pipeline.render.figures import matrix_alt, matrix_svg
from pipeline.text.blocks import SectionText
from pipeline.text.data import Evaluator, Printed, substituted, with_sources
from pipeline.text.problems import nearest

MOST_ROWS = 500  # of a table made from data
ReadFile = Callable[[str, int], bytes | None]


@dataclass(frozen=True, slots=True)
class Filled:
    """Sections with the values of their expressions.

    Attributes:
        images: pictures that were drawn, by their paths in the workspace.
    """

    sections: tuple[SectionText, ...]
    findings: tuple[Finding, ...]
    images: Mapping[str, bytes]


def _drawn(block: Block) -> bool:
    return isinstance(block, Figure) and block.image.startswith("data/")


def fill(folder: str, sections: Sequence[tuple[str, str, SectionText]], names: Sequence[str], read: ReadFile) -> Filled:
    """Evaluate the expressions of a document.

    Args:
        folder: of the document, in the workspace.
        sections: path, body and blocks of each.
        names: the files in its data folder, as paths in the workspace.
        read: gives the bytes of a file that is used, and thereby makes it an input of the document.
    """
    filler = _Filler(folder, names, read)
    filled = tuple(filler.section(path, with_sources(text, body)) for path, body, text in sections)
    return Filled(filled, tuple(filler.findings), filler.images)


@dataclass
class _Filler:
    folder: str
    names: Sequence[str]
    read: ReadFile
    findings: list[Finding] = field(default_factory=list)
    images: dict[str, bytes] = field(default_factory=dict)
    path: str = ""

    def __post_init__(self) -> None:
        self._paths = {
            PurePosixPath(path).stem.replace("-", "_"): path for path in self.names if path.endswith(".yaml")
        }
        self._files: dict[str, DataFile] = {}
        self._expressions = Expressions(_Views(self))

    def section(self, path: str, text: SectionText) -> SectionText:
        self.path = path
        filled = substituted(text, Evaluator(self.value, self.rows, self.refuse))
        return replace(filled, blocks=tuple(self.figure(block) for block in filled.blocks))

    def refuse(self, at: Span, code: str, message: str) -> None:
        self.findings.append(found(code, Place(self.path, at.line, at.column), message))

    def value(self, expression: Expression, row: object) -> Printed | None:
        try:
            return printed(self._expressions.value(expression.source, row))
        except ExpressionProblem as problem:
            self.refuse(expression.at, "DATA-EXPRESSION", f"{quoted(expression.source, 60)} has no value: {problem}")
            return None

    def rows(self, expression: Expression) -> Sequence[object] | None:
        try:
            rows = self._expressions.value(expression.source)
        except ExpressionProblem as problem:
            self.refuse(expression.at, "DATA-EXPRESSION", f"{quoted(expression.source, 60)} has no value: {problem}")
            return None
        if isinstance(rows, list) and len(rows) <= MOST_ROWS:
            return rows
        wrong = (
            f"gives {counted(len(rows), 'row')}; {MOST_ROWS} are the most" if isinstance(rows, list) else "is no list"
        )
        self.refuse(expression.at, "DATA-TABLE", f"{quoted(expression.source, 60)} {wrong}")
        return None

    # -- files

    def file(self, name: str) -> DataFile | None:
        if name not in self._files and name in self._paths:
            path = self._paths[name]
            data = self.read(path, YAML_BYTES)
            self._files[name] = (
                read_data(PurePosixPath(path).stem, data, path) if data is not None else DataFile(None, None, ())
            )
            self.findings += self._files[name].findings
        return self._files.get(name)

    def known(self) -> list[str]:
        return sorted(self._paths)

    # -- figures

    def figure(self, block: Block) -> Block:
        if not isinstance(block, Figure) or not _drawn(block) or block.at is None:
            return block
        name = PurePosixPath(block.image).stem.replace("-", "_")
        file = self.file(name)
        model: BaseModel | None = file.model if file else None
        if not isinstance(model, WorkstreamsFile) or not block.image.endswith(".svg"):
            message = f"no picture is drawn for {block.image}{nearest(block.image, ['data/workstreams.svg'])}"
            self.refuse(block.at, "DATA-FIGURE", message)
            return replace(block, image="")
        self.images[f"{self.folder}/{block.image}"] = matrix_svg(model)
        return replace(block, alt=block.alt or matrix_alt(model))


class _Views(Mapping[str, Value]):
    """The data by name; a file is read when it is first asked for, so that one that nothing names is no input."""

    def __init__(self, filler: _Filler) -> None:
        self._filler = filler

    def __getitem__(self, name: str) -> Value:
        file = self._filler.file(name)
        if file is None:
            raise KeyError(name)
        if file.view is None:
            raise ExpressionProblem(f"the data of {name} cannot be read")
        return file.view

    def __contains__(self, name: object) -> bool:
        return name in self._filler.known()

    def __iter__(self) -> Iterator[str]:
        return iter(self._filler.known())

    def __len__(self) -> int:
        return len(self._filler.known())
