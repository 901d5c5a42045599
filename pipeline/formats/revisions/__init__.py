"""What a Word file says once its tracked changes are accepted or rejected, read from the saved file alone.

This is the proof of a redline, so it shares no code with what writes one: lxml reads the package, the changes are
resolved by the rules of ECMA-376 part 1, 17.13.5, and text, formatting and the numbers of paragraphs are listed.
"""

from pipeline.formats.revisions.faults import faults
from pipeline.formats.revisions.listing import tracked_changes
from pipeline.formats.revisions.opening import Unreadable
from pipeline.formats.revisions.reading import Reading, differences, read
from pipeline.formats.revisions.resolving import ACCEPT, REJECT, resolved

__all__ = [
    "ACCEPT", "REJECT", "Reading", "Unreadable", "differences", "faults", "read", "resolved", "tracked_changes",
]  # fmt: skip
