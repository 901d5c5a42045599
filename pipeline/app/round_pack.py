"""What a pack holds beside its papers: the ledger of its round, the matrices, the sheets of members, old responses."""

import hashlib
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial

from pipeline.app.acknowledging import acknowledge
from pipeline.app.brackets import brackets
from pipeline.app.ledgers import RoundView, has_round, round_of
from pipeline.app.opening import Opened, found
from pipeline.app.rendering import Look, read_look, render
from pipeline.app.rounds import MEMBERS
from pipeline.formats.typst import TypstProblem, compile_pdf
from pipeline.model.finding import Finding
from pipeline.model.matrix import Matrix
from pipeline.model.source import Place
from pipeline.render.ledger_json import ledger_json
from pipeline.render.matrix.excel import matrix_xlsx
from pipeline.render.matrix.parts import parts_of
from pipeline.render.matrix.pdf import matrix_typst
from pipeline.render.matrix.rows import matrix_rows
from pipeline.render.matrix.word import matrix_docx
from pipeline.render.sheets import SheetLook, sheet_docx, sheet_json
from pipeline.store.cache import Cache, key
from pipeline.store.versions import code_fingerprint, tool_versions

ROUND, PREVIOUS = "round", "previous-round"
_Maker = Callable[[], bytes]


@dataclass
class Extra:
    """Files beside the papers.

    Attributes:
        outputs: by their names in the pack.
        inputs: SHA-256 of what they are made of, by path.
        findings: on these inputs, and files that could not be made.
    """

    outputs: dict[str, bytes] = field(default_factory=dict)
    inputs: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True)
class _Press:
    """What is needed to make files."""

    opened: Opened
    look: Look
    cache: Cache
    jobs: int

    def stamp(self) -> bytes:
        """Of everything but the content that shows in these files."""
        fonts = "".join(f"{path}:{hashlib.sha256(data).hexdigest()};" for path, data in sorted(self.look.fonts.items()))
        parts = (
            code_fingerprint(),
            repr(sorted(tool_versions().items())),
            fonts,
            self.opened.profile.model_dump_json(),
        )
        return key(*parts, self.opened.file.committee.model_dump_json(), self.look.reference).encode()


def round_extra(opened: Opened, session: str, cache: Cache, jobs: int) -> Extra:
    """The folder `round/` of a pack, and `previous-round/` with the responses to the comments on the last drafts."""
    extra = Extra()
    before = answered_round(opened, session)
    if before is None and not has_round(opened, session):
        return extra
    press = _Press(opened, read_look(opened), cache, jobs)
    if has_round(opened, session):
        view = round_of(opened, session, cache)
        extra.outputs[f"{ROUND}/ledger.json"] = ledger_json(view.ledger).encode()
        _made(press, extra, {**_matrices(press, view, ROUND), **_sheets(press, view)})
        _accounted(opened, extra, view, session)
        _bracketed(press, extra, view)
    if before is not None:
        view = round_of(opened, before, cache)
        _made(press, extra, _matrices(press, view, PREVIOUS))
        _accounted(opened, extra, view, before)
    return extra


def answered_round(opened: Opened, session: str) -> str | None:
    """The nearest earlier session with comments whose answers this session is told."""
    names = opened.file.sessions[: opened.file.sessions.index(session)]
    return next((name for name in reversed(names) if name in opened.sessions and has_round(opened, name)), None)


def _accounted(opened: Opened, extra: Extra, view: RoundView, session: str) -> None:
    for path in sorted({*view.files.used, MEMBERS}):
        extra.inputs[path] = opened.workspace.files.digest(path)
    extra.findings += acknowledge(view.ledger.findings, opened.session(session).acknowledged, session)


def _made(press: _Press, extra: Extra, makers: Mapping[str, _Maker]) -> None:
    """Make files, several at a time; one that fails is a finding, and the others are made."""

    def one(item: tuple[str, _Maker]) -> tuple[str, bytes | TypstProblem]:
        try:
            return item[0], item[1]()
        except TypstProblem as problem:
            return item[0], problem

    with ThreadPoolExecutor(max_workers=max(1, press.jobs)) as pool:
        results = list(pool.map(one, makers.items()))
    for name, data in results:
        if isinstance(data, bytes):
            extra.outputs[name] = data
        else:
            extra.findings.append(_failed(name, data))


def _bracketed(press: _Press, extra: Extra, view: RoundView) -> None:
    """The texts with unresolved alternatives in brackets."""
    made = brackets(press.opened, view, ROUND)
    rendered = render(made.tasks, press.look, press.cache, press.jobs, lambda _: None)
    extra.outputs |= rendered.files
    extra.inputs |= made.inputs
    failed = [_failed(name, problem) for name, problem in rendered.problems.items()]
    accepted = press.opened.session(view.session).acknowledged
    extra.findings += acknowledge([*made.findings, *failed], accepted, view.session)


def _failed(name: str, problem: TypstProblem) -> Finding:
    return found("PAPER-FAILED", Place("hlcp.yaml"), f"{name} cannot be made: {' '.join(str(problem).split())[:300]}")


# -- matrices


def _matrices(press: _Press, view: RoundView, folder: str) -> dict[str, _Maker]:
    makers: dict[str, _Maker] = {}
    for document in view.ledger.documents:
        if any(entry.comment.name.document == document for entry in view.ledger.entries):
            public = _audience(view) == "public"
            makers |= _of_matrix(press, _matrix(view, document, public=public), f"{folder}/{document}.matrix")
            if public:  # nothing can be filled into that one
                inside = partial(matrix_xlsx, _matrix(view, document, public=False))
                makers[f"{folder}/{document}.matrix-internal.xlsx"] = inside
    return makers


def _audience(view: RoundView) -> str:
    return view.files.settings.audience if view.files.settings else "internal"


def _matrix(view: RoundView, document: str, *, public: bool) -> Matrix:
    table = view.table(document)
    hide = frozenset(view.files.settings.hide if view.files.settings else ())
    return matrix_rows(view.ledger, document, table.read.units if table else (), public=public, hide=hide)


def _of_matrix(press: _Press, matrix: Matrix, name: str) -> dict[str, _Maker]:
    profile, committee = press.opened.profile, press.opened.file.committee
    content = repr(matrix)
    makers: dict[str, _Maker] = {f"{name}.xlsx": partial(_kept, press, ("xlsx", content), partial(matrix_xlsx, matrix))}
    for suffix, program in matrix_typst(matrix, profile, committee, press.look.fonts).items():
        make = partial(_pdf, program, press.look.fonts)
        makers[f"{name}{suffix}.pdf"] = partial(_kept, press, ("pdf", program), make)
    makers |= _word(press, matrix, name, content)
    return makers


def _pdf(program: str, fonts: Mapping[str, bytes]) -> bytes:
    return compile_pdf(program, {}, fonts=fonts).pdf


def _word(press: _Press, matrix: Matrix, name: str, content: str) -> dict[str, _Maker]:
    """The Word files; they are made together, because a long matrix is split while it is made."""
    parts = press.opened.profile, press.opened.file.committee, press.look.reference
    made: dict[str, bytes] = {}

    def one(suffix: str) -> bytes:
        if not made:
            made.update(matrix_docx(matrix, *parts))
        return made[suffix]

    return {f"{name}{s}.docx": partial(_kept, press, ("docx", content, s), partial(one, s)) for s in parts_of(matrix)}


# -- sheets of members


def _sheets(press: _Press, view: RoundView) -> dict[str, _Maker]:
    makers: dict[str, _Maker] = {}
    ledger = view.ledger
    look = SheetLook(press.opened.profile, press.opened.file.committee, press.look.reference)
    for entity in sorted({entry.comment.name.entity for entry in ledger.entries}):
        member = view.files.registry.members.get(entity)
        name = member.name if member else ""
        text = sheet_json(ledger, entity, ledger.titles, name)
        make = partial(sheet_docx, ledger, entity, ledger.titles, look, name)
        makers[f"{ROUND}/members/{entity}.json"] = text.encode
        makers[f"{ROUND}/members/{entity}.docx"] = partial(_kept, press, ("sheet", text), make)
    return makers


def _kept(press: _Press, content: tuple[str, ...], make: _Maker) -> bytes:
    """A file as it was made before from the same content, or made now."""
    name = key(press.stamp(), *content)
    stored = press.cache.get("round", name)
    if stored is None:
        stored = make()
        press.cache.put("round", name, stored)
    return stored
