"""`guidance.yaml` as points with their places."""

from pipeline.intake.located import Located
from pipeline.model.finding import Finding
from pipeline.model.guidance import AnswerEntry, GuidanceEntry, Point
from pipeline.model.guidance_file import GuidanceFile


def read_guidance(session: str, data: bytes, path: str) -> tuple[tuple[Point, ...], tuple[Finding, ...]]:
    """The points that the committee made at a session; none when the file cannot be read, and why."""
    located = Located(GuidanceFile, data, path)
    points = tuple(
        Point(
            session,
            GuidanceEntry(
                id=entry.id,
                text=entry.text,
                source=entry.source,
                document=entry.document,
                section=entry.section,
                status=entry.status,
                done=entry.done,
                answers=tuple(AnswerEntry(one.paragraph, one.document, one.of) for one in entry.answers),
            ),
            located.place("guidance", index),
            tuple(located.place("guidance", index, "answers", place) for place in range(len(entry.answers))),
        )
        for index, entry in enumerate(located.value.guidance if located.value else ())
    )
    return points, tuple(sorted(located.findings))
