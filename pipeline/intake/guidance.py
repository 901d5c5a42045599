"""`guidance.yaml` as points with their places."""

from pipeline.intake.located import Located
from pipeline.model.finding import Finding
from pipeline.model.guidance import GuidanceFile, Point


def read_guidance(session: str, data: bytes, path: str) -> tuple[tuple[Point, ...], tuple[Finding, ...]]:
    """The points that the committee made at a session; none when the file cannot be read, and why."""
    located = Located(GuidanceFile, data, path)
    points = tuple(
        Point(
            session,
            entry,
            located.place("guidance", index),
            tuple(located.place("guidance", index, "answers", place) for place in range(len(entry.answers))),
        )
        for index, entry in enumerate(located.value.guidance if located.value else ())
    )
    return points, tuple(sorted(located.findings))
