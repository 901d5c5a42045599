"""A paper: a numbered document with all that its cover and running heads say. Renderers need nothing else."""

from dataclasses import dataclass, field

from pipeline.model.config import Committee, Profile
from pipeline.model.document import Document


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands on the cover of a paper, ready to print.

    Attributes:
        symbol: document symbol, or a visible placeholder in square brackets; so are date and venue.
        session: "Forty-eighth session".
        purpose: "For approval".
        edition: "Provisional outline", or "".
        baseline: name of the baseline, `hlcp-2025-06` or `hlcp-2025-06-rev1`; "" for today's text.
        fingerprint: of the inputs, 12 hex digits.
        reissue: why it was reissued, or "".
        draft: whether it carries the watermark and is marked as not frozen.
    """

    committee: Committee
    session: str
    symbol: str = ""
    date: str = ""
    venue: str = ""
    purpose: str = ""
    edition: str = ""
    baseline: str = ""
    fingerprint: str = ""
    reissue: str = ""
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A document, its cover and the profile that says how it looks.

    Attributes:
        images: the bytes of each picture, by `Figure.image`.
        version: of the tool, for the file's properties.
    """

    document: Document
    cover: Cover
    profile: Profile
    version: str
    images: dict[str, bytes] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The title of the document."""
        return self.document.title

    @property
    def has_contents(self) -> bool:
        """Whether it is long enough for a table of contents."""
        return self.document.words >= self.profile.contents_from
