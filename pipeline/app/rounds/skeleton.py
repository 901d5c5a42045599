"""`hlcp comment`: a submission to fill in, which teaches by a good example of every action."""

from typing import NamedTuple

from pipeline.app.sources.baselines import current
from pipeline.app.sources.opening import YAML_BYTES, Opened
from pipeline.intake.registry import read_registry
from pipeline.model.comment import Member, Registry
from pipeline.model.finding import PipelineError
from pipeline.model.saying import quoted
from pipeline.store.files import FileProblem
from pipeline.text.problems import nearest

MEMBERS = "comments/members.yaml"

_TEXT = """\
# yaml-language-server: $schema=../../../{schemas}/submission.schema.json
# Comments of {name} on {document}, as printed for {baseline}.
{closes}#
# The examples at the end show every kind of comment. Copy one below `comments:`, without the # before it, and put your
# own words in. A place is the printed number of a paragraph and the words quoted from it: with both it is always found.
# Words that hold a colon, a # or quotation marks stand safely in a block: write | after the key, and the words
# indented on the lines below. `hlcp check` tells what cannot be read.
entity: {entity}
document: {document}
baseline: {baseline}
comments:

# Other words for those quoted. Quote no more than changes: short edits are the easiest to accept.
#
#  - id: 1
#    paragraph: 12
#    quote: should take note of
#    type: substantive
#    action: replace
#    proposal: should build on
#    comment: The work exists already; taking note of it would leave it unused.
#
# New words after those quoted; `insert-before` puts them in front. A blank line in the proposal makes two paragraphs.
#
#  - id: 2
#    paragraph: 14
#    quote: at the regional level
#    type: technical
#    action: insert-after
#    proposal: |
#      , and with the regional economic commissions
#    comment: The commissions hold the data that the paragraph asks for.
#
#  - id: 3
#    paragraph: 15
#    action: insert-before
#    proposal: |
#      Progress depends on data that are comparable between countries.
#{blank}
#      Collecting them is a task of its own.
#    comment: Paragraph 15 takes such data for granted.
#
# Words to be taken out; a deletion needs no proposal.
#
#  - id: 4
#    paragraph: 12 (a)
#    quote: as appropriate
#    type: editorial
#    action: delete
#    comment: The words limit nothing.
#
# Words to be moved; the proposal says where to.
#
#  - id: 5
#    paragraph: 21
#    quote: Each entity remains responsible for its own mandate.
#    action: move
#    proposal: after paragraph 9
#    comment: The principle should stand before its consequences.
#
# A remark that asks for no words. `section:` and `reference:` name other places; without any it is on the whole text.
#
#  - id: 6
#    section: III.A
#    type: general
#    action: comment
#    comment: The section repeats the mapping; a reference to it would do.
#
# One comment on several places, with a second choice of words. Parts that need decisions of their own are 7a, 7b.
#
#  - id: 7a
#    targets:
#      - {{paragraph: 8, quote: vulnerable groups}}
#      - {{paragraph: 31, quote: vulnerable groups}}
#    type: substantive
#    action: replace
#    proposal: people in vulnerable situations
#    alternatives:
#      - persons in vulnerable situations
#    comment: |
#      Two reasons: the first wording labels people, and the second is agreed language.
#
#  - id: 7b
#    reference: Table 1, row 2
#    action: comment
#    comment: The same words stand in the table.
#
# To take a comment back, leave it in the file and add `withdrawn: true` to it.
"""


class Skeleton(NamedTuple):
    """A submission to fill in: where it belongs, relative to the workspace, and its text."""

    path: str
    text: str


def skeleton(opened: Opened, entity: str, document: str, session: str = "") -> Skeleton:
    """Make a submission to fill in.

    Args:
        opened: the workspace.
        entity: code, name or alias of a member.
        document: what is commented on.
        session: whose draft was read; "" for the last one at which the document is frozen.

    Raises:
        PipelineError: there is no such entity, document or session, or the document is not frozen there.
        PipelineError: there is no such session, or its file cannot be read.
    """
    member = _member(opened, entity)
    if document not in opened.file.documents:
        known = opened.file.documents
        raise PipelineError(f"there is no document {quoted(document)}{nearest(document, known)}", _listed(known))
    name = session or _last_frozen(opened, document)
    rounds = opened.session(name).rounds
    baseline = current(opened, name, document)
    if baseline is None:
        raise PipelineError(f"{document} is not frozen at {name}: there is no printed draft to comment on",
                            f"freeze it with `hlcp freeze {name}`, or name another session with --session")  # fmt: skip
    closes = f"# The round closes {_line(rounds[-1].closes)}.\n" if rounds else ""
    text = _TEXT.format(
        name=_line(member.name),
        entity=member.code,
        document=document,
        baseline=baseline.name,
        closes=closes,
        blank=" " * 6,
        schemas=_schemas(opened),
    )
    return Skeleton(f"{opened.workspace.session_folder(name)}/{member.code}/{document}.yaml", text)


def write_skeleton(opened: Opened, made: Skeleton) -> None:
    """Write a submission to fill in.

    Raises:
        PipelineError: there is one already, or the disk refuses.
    """
    if opened.workspace.files.exists(made.path):
        raise PipelineError(
            f"{made.path} is there already; it belongs to its member and is never overwritten",
            "add to it, or look at a fresh one with --print",
        )
    opened.workspace.files.write_atomic(made.path, made.text.encode())


def _member(opened: Opened, entity: str) -> Member:
    registry = _registry(opened)
    member = registry.find(entity)
    if member is None:
        raise PipelineError(
            f"there is no entity {quoted(entity)} in {MEMBERS}{nearest(entity, _names(registry))}",
            f"correct its code, or add it to {MEMBERS}",
        )
    return member


def _schemas(opened: Opened) -> str:
    """Where the workspace keeps its schemas: `hlcp init` writes them; beside the tool itself they are part of it."""
    return "schemas" if opened.workspace.files.exists("schemas") else "pipeline/schemas"


def _names(registry: Registry) -> tuple[str, ...]:
    return tuple(name for member in registry.members.values() for name in (member.code, member.name, *member.aliases))


def _registry(opened: Opened) -> Registry:
    try:
        return read_registry(opened.workspace.files.read(MEMBERS, YAML_BYTES), MEMBERS)[0]
    except FileProblem as problem:
        raise PipelineError(str(problem), "the registry says who may comment") from problem


def _last_frozen(opened: Opened, document: str) -> str:
    names = [name for name in opened.file.sessions if name in opened.sessions and current(opened, name, document)]
    if not names:
        message = f"{document} is not frozen at any session: there is no printed draft to comment on"
        on_table = (n for n, s in opened.sessions.items() if any(one.document == document for one in s.documents))
        raise PipelineError(message, f"freeze it first: `hlcp freeze {next(on_table, 'SESSION')}`")
    return names[-1]


def _line(text: str) -> str:
    """A text in one line, so that it stays inside its YAML comment."""
    return " ".join(word for word in text.split() if word.isprintable())


def _listed(names: tuple[str, ...]) -> str:
    return f"there are: {', '.join(names)}"
