"""When each comment came in: with the first commit that holds it as it stands, which may be later than its file's."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.app.sources.opening import found
from pipeline.intake.times import is_late, late_message
from pipeline.model.comment import Comment, Submission
from pipeline.store.git_history import Commit

Version = tuple[Commit, Submission]


def came_later(commits: Sequence[Commit], closes: str) -> bool:
    """Whether a file was changed after the round had closed: only then single comments may be later than their file."""
    return len(commits) > 1 and is_late(commits[-1].when, closes)


def received_singly(today: Submission, versions: Sequence[Version], closes: str) -> Submission:
    """A submission with the time of each comment: that of the first version which says the same under the same name.

    Args:
        today: as it stands.
        versions: the commits of the file, oldest first, each with what it said then.
        closes: when the round closes.
    """
    seen: dict[tuple[str, str], str] = {}
    for commit, version in versions:
        for comment in version.comments:
            seen.setdefault((comment.name.id, comment.fingerprint), commit.when)
    first = versions[0][0].when
    comments = tuple(_received(comment, seen, first, closes) for comment in today.comments)
    findings = {*today.findings, *(finding for comment in comments for finding in comment.findings)}
    return replace(today, comments=comments, findings=tuple(sorted(findings)))


def _received(comment: Comment, seen: dict[tuple[str, str], str], first: str, closes: str) -> Comment:
    if comment.received != first:  # the secretariat noted when it came
        return comment
    received = seen.get((comment.name.id, comment.fingerprint), "")  # "": it is in no commit yet
    if not is_late(received, closes):
        return replace(comment, received=received)
    late = found("COMMENT-LATE", comment.at, f"{comment.name.short}: {late_message(received, closes)}")
    findings = comment.findings if comment.late else tuple(sorted((*comment.findings, late)))
    return replace(comment, received=received, late=True, findings=findings)
