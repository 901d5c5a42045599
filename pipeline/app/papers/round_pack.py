"""What a pack holds beside its papers: the ledger of its round, the matrices, the sheets of members, old responses."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from pipeline.app.papers.brackets import brackets
from pipeline.app.papers.executing import Executor, Local
from pipeline.app.papers.rendering import Look, paper_failed, read_look, render
from pipeline.app.rounds.ledgers import RoundView, round_of
from pipeline.app.sources.acknowledging import acknowledge
from pipeline.app.sources.opening import Opened
from pipeline.app.sources.which_rounds import answered_round, has_round
from pipeline.formats.typst import TypstProblem, compile_pdf
from pipeline.model.config import Committee, Profile
from pipeline.model.finding import Finding
from pipeline.model.matrix import Matrix
from pipeline.render.ledger_json import ledger_json
from pipeline.render.matrix.excel import matrix_xlsx
from pipeline.render.matrix.parts import parts_of
from pipeline.render.matrix.pdf import matrix_typst
from pipeline.render.matrix.rows import matrix_rows
from pipeline.render.matrix.word import matrix_docx
from pipeline.render.sheets import SheetLook, sheet_docx, sheet_json
from pipeline.store.cache import Cache, key
from pipeline.store.versions import code_fingerprint, tool_versions
from pipeline.store.workspace import MEMBERS, WORKSPACE_FILE

ROUND, PREVIOUS = "round", "previous-round"
_Maker = Callable[[], Mapping[str, bytes]]


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
    workers: Executor

    def stamp(self) -> bytes:
        """Of everything but the content that shows in these files."""
        parts = (
            code_fingerprint(),
            repr(sorted(tool_versions().items())),
            self.look.font_state,
            self.opened.profile.model_dump_json(),
        )
        return key(*parts, self.opened.file.committee.model_dump_json(), self.look.reference).encode()


def round_extra(opened: Opened, session: str, cache: Cache, workers: Executor) -> Extra:
    """The folder `round/` of a pack, and `previous-round/` with the responses to the comments on the last drafts."""
    extra = Extra()
    before = answered_round(opened, session)
    if before is None and not has_round(opened, session):
        return extra
    press = _Press(opened, read_look(opened), cache, workers)
    if has_round(opened, session):
        view = round_of(opened, session, cache)
        extra.outputs[f"{ROUND}/ledger.json"] = ledger_json(view.ledger).encode()
        _made(press, extra, _matrices(press, view, ROUND))
        _sheets(press, view, extra)
        _accounted(opened, extra, view, session)
        _bracketed(press, extra, view)
    if before is not None:
        view = round_of(opened, before, cache)
        _made(press, extra, _matrices(press, view, PREVIOUS))
        _accounted(opened, extra, view, before)
    return extra


def _accounted(opened: Opened, extra: Extra, view: RoundView, session: str) -> None:
    for path in sorted({*view.files.used, MEMBERS}):
        extra.inputs[path] = opened.workspace.files.digest(path)
    extra.findings += acknowledge(view.ledger.findings, opened.session(session).acknowledged, session)


@dataclass(frozen=True, slots=True)
class _Job:
    """Files that are made together; `keys` are the names of what they hold, in the cache."""

    names: tuple[str, ...]
    keys: tuple[str, ...]
    make: _Maker


def _made(press: _Press, extra: Extra, jobs: Sequence[_Job], workers: Executor | None = None) -> None:
    """Make the files that are not kept; one that fails is a finding, and the others are made."""
    missing = [job for job in jobs if not _kept(press, extra, job)]
    makers = [job.make for job in missing]
    for job, made in zip(missing, (workers or press.workers).each(_attempt, makers), strict=True):
        if isinstance(made, str):
            extra.findings += [paper_failed(WORKSPACE_FILE, name, made) for name in job.names]
            continue
        for name, stored in zip(job.names, job.keys, strict=True):
            extra.outputs[name] = made[name]
            press.cache.put("round", stored, made[name])


def _kept(press: _Press, extra: Extra, job: _Job) -> bool:
    """Take files over as they were made before from the same content; False when one of them is not there."""
    stored = {name: press.cache.get("round", key) for name, key in zip(job.names, job.keys, strict=True)}
    there = {name: data for name, data in stored.items() if data is not None}
    if len(there) < len(stored):
        return False
    extra.outputs |= there
    return True


def _attempt(make: _Maker) -> Mapping[str, bytes] | str:
    """What was made, or why it cannot be; here or on another machine."""
    try:
        return make()
    except TypstProblem as problem:
        return str(problem)


def _bracketed(press: _Press, extra: Extra, view: RoundView) -> None:
    """The texts with unresolved alternatives in brackets."""
    made = brackets(press.opened, view, ROUND)
    rendered = render(made.tasks, press.look, press.cache, press.workers, lambda _: None)
    extra.outputs |= rendered.files
    extra.inputs |= made.inputs
    failed = [paper_failed(WORKSPACE_FILE, *each) for each in rendered.problems.items()]
    accepted = press.opened.session(view.session).acknowledged
    extra.findings += acknowledge([*made.findings, *failed], accepted, view.session)


# -- matrices


def _matrices(press: _Press, view: RoundView, folder: str) -> list[_Job]:
    jobs: list[_Job] = []
    for document in view.ledger.documents:
        if any(entry.comment.name.document == document for entry in view.ledger.entries):
            public = _audience(view) == "public"
            jobs += _of_matrix(press, _matrix(view, document, public=public), f"{folder}/{document}.matrix")
            if public:  # nothing can be filled into that one
                inside = _matrix(view, document, public=False)
                jobs.append(_excel(press, inside, f"{folder}/{document}.matrix-internal.xlsx"))
    return jobs


def _audience(view: RoundView) -> str:
    return view.files.settings.audience if view.files.settings else "internal"


def _matrix(view: RoundView, document: str, *, public: bool) -> Matrix:
    table = view.table(document)
    hide = frozenset(view.files.settings.hide if view.files.settings else ())
    return matrix_rows(view.ledger, document, table.read.units if table else (), public=public, hide=hide)


def _of_matrix(press: _Press, matrix: Matrix, name: str) -> list[_Job]:
    profile, committee, fonts = press.opened.profile, press.opened.file.committee, press.look.fonts
    stamp = press.stamp()
    jobs = [_excel(press, matrix, f"{name}.xlsx")]
    for suffix, program in matrix_typst(matrix, profile, committee, fonts).items():
        file = f"{name}{suffix}.pdf"
        jobs.append(_Job((file,), (key(stamp, "pdf", program),), partial(_pdf, file, program, fonts)))
    # The Word files are made together, because a long matrix is split while it is made.
    parts = tuple(parts_of(matrix))
    make = partial(_words, name, matrix, (profile, committee, press.look.reference))
    keys = tuple(key(stamp, "docx", repr(matrix), suffix) for suffix in parts)
    return [*jobs, _Job(tuple(f"{name}{suffix}.docx" for suffix in parts), keys, make)]


def _excel(press: _Press, matrix: Matrix, file: str) -> _Job:
    return _Job((file,), (key(press.stamp(), "xlsx", repr(matrix)),), partial(_xlsx, file, matrix))


def _xlsx(file: str, matrix: Matrix) -> dict[str, bytes]:
    return {file: matrix_xlsx(matrix)}


def _pdf(file: str, program: str, fonts: Mapping[str, bytes]) -> dict[str, bytes]:
    return {file: compile_pdf(program, {}, fonts=fonts).pdf}


def _words(name: str, matrix: Matrix, with_: tuple[Profile, Committee, bytes]) -> dict[str, bytes]:
    return {f"{name}{suffix}.docx": data for suffix, data in matrix_docx(matrix, *with_).items()}


# -- sheets of members


def _sheets(press: _Press, view: RoundView, extra: Extra) -> None:
    """Made here, whatever the cluster: to send the ledger would take longer than to write a sheet."""
    ledger, jobs = view.ledger, []
    look = SheetLook(press.opened.profile, press.opened.file.committee, press.look.reference)
    for entity in sorted({entry.comment.name.entity for entry in ledger.entries}):
        member = view.files.registry.members.get(entity)
        name, file = member.name if member else "", f"{ROUND}/members/{entity}.docx"
        text = sheet_json(ledger, entity, ledger.titles, name)
        extra.outputs[f"{ROUND}/members/{entity}.json"] = text.encode()
        make = partial(_sheet, file, partial(sheet_docx, ledger, entity, ledger.titles, look, name))
        jobs.append(_Job((file,), (key(press.stamp(), "sheet", text),), make))
    _made(press, extra, jobs, press.workers if isinstance(press.workers, Local) else Local())


def _sheet(file: str, make: Callable[[], bytes]) -> dict[str, bytes]:
    return {file: make()}
