"""How much of a document serves which objective."""

from dataclasses import dataclass

from pipeline.model.document import Part


@dataclass(frozen=True, slots=True)
class Served:
    """A section and what it serves.

    Attributes:
        address: "section IV", "annex I".
        objectives: ids, in the order of the workspace; unknown ones are left out.
        words: that it prints.
    """

    address: str
    title: str
    part: Part
    objectives: tuple[str, ...]
    words: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """The sections of a document that have a title, in order."""

    document: str
    title: str
    sections: tuple[Served, ...]

    @property
    def words(self) -> int:
        """Of these sections."""
        return sum(section.words for section in self.sections)

    def words_for(self, objective: str) -> int:
        """Of the sections that serve an objective; one that serves several counts for each."""
        return sum(section.words for section in self.sections if objective in section.objectives)
