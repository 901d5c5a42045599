"""What is found when packs are built, filled in by hand, and proven after somebody changed them; and on baselines."""

import io
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import openpyxl
import pikepdf

from finding_cases.bench import Bench
from finding_cases.drafts import broken_picture
from pipeline.app.packs.freezing import Why, freeze
from pipeline.app.packs.previewing import preview
from pipeline.app.packs.proving import prove
from pipeline.app.rounds.disposing import Decision
from pipeline.app.rounds.disposing import plan as decide
from pipeline.app.rounds.ledgers import comment_named, round_of
from pipeline.app.rounds.matrix_back import plan_from_matrix
from pipeline.model.finding import FindingsError

_FIRST, _SECOND = "first-session", "second-session"
_BASELINE = f"comments/{_FIRST}/baseline/plan-of-work"


def run(bench: Bench) -> None:
    """Build packs of the workspace as the comments left it, prove them, and then change what must not change."""
    bench.write(
        {
            f"comments/{_SECOND}/session.yaml": "title: Second session\ndocuments:\n"
            "  - {document: plan-of-work, purpose: approval}\n"
        }
    )
    _refuse(bench)
    bench.build()
    _fill_in(bench)
    _damage(bench.root / "build")
    opened, _ = bench.open()
    for session in (_FIRST, _SECOND):
        bench.keep("hlcp prove", (finding for pack in prove(opened, (session,)) for finding in pack.findings))
    _alter(bench)
    bench.check()
    _clone(bench)
    _break_picture(bench)


def _refuse(bench: Bench) -> None:
    """Decide what cannot be decided so."""
    opened, cache = bench.open()
    view = round_of(opened, _FIRST, cache)
    entry = comment_named(view.ledger, "BETA#9", "plan-of-work")
    bench.keep("hlcp dispose BETA#9 --as accepted", decide(view, [(entry, Decision("accepted"))]).refused)


def _fill_in(bench: Bench) -> None:
    opened, cache = bench.open()
    view = round_of(opened, _FIRST, cache)
    matrix = bench.root / "build" / _FIRST / "round" / "plan-of-work.matrix.xlsx"
    book = openpyxl.load_workbook(matrix)
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    sheet.cell(2, heads.index("Decision") + 1).value = "agreed"
    buffer = io.BytesIO()
    book.save(buffer)
    command = "hlcp dispose --from-matrix plan-of-work.matrix.xlsx"
    bench.keep(command, plan_from_matrix(view, buffer.getvalue(), matrix.name).refused)
    bench.keep(command, plan_from_matrix(view, b"Comment;Decision", matrix.name).refused)


def _damage(packs: Path) -> None:
    first, second = packs / _FIRST, packs / _SECOND
    _rewrite(first / "agenda.docx", lambda xml: xml.replace("<w:body>", "<w:body><w:nonsense/>", 1))
    _rewrite(first / "plan-of-work.docx", lambda xml: xml.replace('<w:pStyle w:val="NumberedParagraph"/>', "", 1))
    _rewrite(first / "round" / "plan-of-work.review.docx", lambda xml: xml.replace("pilot", "captain", 1))
    _rewrite(second / "plan-of-work.redline.docx", lambda xml: xml.replace("pilot", "captain", 1))
    with pikepdf.open(first / "agenda.pdf", allow_overwriting_input=True) as pdf:
        del pdf.Root["/StructTreeRoot"]
        pdf.save(first / "agenda.pdf")


def _rewrite(path: Path, change: Callable[[str], str]) -> None:
    """Change the text of a Word file."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    text = parts["word/document.xml"].decode()
    if change(text) == text:
        raise ValueError(f"{path.name} does not hold what was to be changed")
    parts["word/document.xml"] = change(text).encode()
    with zipfile.ZipFile(path, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)


def _alter(bench: Bench) -> None:
    """Change what is frozen, and take the manifest away."""
    (bench.root / "build" / _FIRST / "manifest.json").unlink()
    bench.change("templates/paper.typ", "// ", "//  ")
    opened, _ = bench.open()
    for session in (_FIRST, _SECOND):
        bench.keep("hlcp prove", (finding for pack in prove(opened, (session,)) for finding in pack.findings))
    bench.change(f"{_BASELINE}/02-lights.md", "The tug waits", "The tug rests")
    bench.change(
        f"comments/{_FIRST}/baseline/harbour-rules/lock.json", '"session": "first-session"', '"session": "first"'
    )
    _change_with_its_digest(bench.root / _BASELINE, "01-purpose.md")


def _change_with_its_digest(folder: Path, name: str) -> None:
    """Change a frozen file and also what its lock says of it."""
    old = (folder / name).read_bytes()
    new = old.replace(b"paper", b"document", 1)
    (folder / name).write_bytes(new)
    lock = (folder / "lock.json").read_text("utf-8")
    (folder / "lock.json").write_text(lock.replace(sha256(old).hexdigest(), sha256(new).hexdigest()), "utf-8")


def _clone(bench: Bench) -> None:
    """Build and freeze in a copy that came without the history."""
    bench.commit("Change")
    copy = Bench(bench.root.parent / "copy", bench.found)
    bench.git("clone", "-q", "--depth", "1", bench.root.as_uri(), str(copy.root))
    copy.build()
    for name, value in (("user.name", "Secretariat"), ("user.email", "secretariat@example.org")):
        copy.git("config", name, value)
    opened, cache = copy.open()
    try:
        freeze(opened, (_SECOND,), Why(), cache)
    except FindingsError as error:
        copy.keep(f"hlcp freeze {_SECOND}", error.findings)


def _break_picture(bench: Bench) -> None:
    """A picture that only turns out to be broken when it is printed."""
    bench.path("drafts/harbour-rules/images/map.png").write_bytes(broken_picture())
    with bench.path("drafts/harbour-rules/02-office.md").open("a", encoding="utf-8") as file:
        file.write('\n![The way](images/map.png){alt="The way from the quay to the office"}\n')
    opened, cache = bench.open()
    bench.keep("hlcp preview", preview(opened, ("harbour-rules",), 1, cache, lambda _: None).findings)
