"""Who makes the changes of a review copy, as Word names them."""

from dataclasses import dataclass, field

from pipeline.model.credits import SECRETARIAT
from pipeline.render.word.margin import LONGEST_AUTHOR
from pipeline.render.word.xml import escape

Members = tuple[str, ...]
BETWEEN = "; "


@dataclass
class Credits:
    """Gives changes their ids, authors and dates.

    Attributes:
        first_id: above all ids of the paper and its comments.
        date: of changes, UTC.
        beside_date: of whole paragraphs, a second later: LibreOffice takes touching insertions of one author and date
            for one, and then joins the paragraphs around them when it is rejected.
        hidden: under which name all members stand together, "" when each is named.
        authors: the members whom each author of a change stands for.
    """

    first_id: int
    date: str
    beside_date: str
    hidden: str = ""
    authors: dict[str, Members] = field(default_factory=dict)

    def inside(self, members: Members) -> str:
        """The attributes of a change inside a paragraph."""
        return self._attributes(self.author(members), self.date)

    def beside(self, members: Members) -> str:
        """The attributes of a change of a whole paragraph."""
        return self._attributes(self.author(members), self.beside_date)

    def own(self) -> str:
        """The attributes of what the secretariat itself tells in whole paragraphs."""
        return self._attributes(SECRETARIAT, self.beside_date)

    def _attributes(self, author: str, date: str) -> str:
        self.first_id += 1
        return f' w:id="{self.first_id - 1}" w:author="{escape(author)}" w:date="{escape(date)}"'

    def author(self, members: Members) -> str:
        """The name under which these members stand: all of them, or how many where that is too long for Word."""
        if self.hidden:
            return self.hidden
        name = BETWEEN.join(members)
        if len(name) > LONGEST_AUTHOR:
            base = f"{len(members)} members"
            names = (base, *(f"{base} ({number})" for number in range(2, len(self.authors) + 3)))
            name = next(each for each in names if self.authors.get(each, members) == members)
        self.authors[name] = members
        return name
