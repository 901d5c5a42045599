"""Reading submissions in tests: one registry, one round, one file of MEMBER-A."""

from dataclasses import replace

from pipeline.intake.submissions import Context, read_submission
from pipeline.model.comment import Comment, Member, Registry, Submission
from pipeline.model.config import Round

PATH = "comments/s-2/MEMBER-A/alpha.yaml"
HEAD = "entity: MEMBER-A\ndocument: alpha\nbaseline: s-2\ncomments:\n"
REGISTRY = Registry(
    {
        "MEMBER-A": Member("MEMBER-A", "Sample member A", "sample", aliases=("Alpha Office",)),
        "MEMBER-B": Member("MEMBER-B", "Sample member B", "sample"),
    }
)
CONTEXT = Context(
    round="s-2",
    settings=Round(id=1, closes="2025-07-15T23:59:00-04:00"),
    documents=("alpha", "beta"),
    baselines=frozenset({"s-1", "s-2", "s-2-rev1"}),
    registry=REGISTRY,
    received="2025-07-01T09:00:00Z",
)


def read(text: str | bytes, *, folder: str = "MEMBER-A", document: str = "alpha", **changes: object) -> Submission:
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    return read_submission(data, PATH, folder, document, replace(CONTEXT, **changes))  # type: ignore[arg-type]


def entries(text: str, **changes: object) -> tuple[Comment, ...]:
    """The comments of a file with a good head and this list."""
    return read(HEAD + text, **changes).comments


def only(text: str, **changes: object) -> Comment:
    """The comment of a file with this one entry, whose keys need no indentation."""
    first, *rest = text.strip("\n").split("\n")
    (comment,) = entries("\n".join([f"  - {first}", *(f"    {line}" for line in rest)]) + "\n", **changes)
    return comment


def codes(found: Submission | Comment) -> list[str]:
    return [finding.code for finding in found.findings]
