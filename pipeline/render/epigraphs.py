"""An epigraph in two parts, whatever the format: the words, and whose they are."""

from pipeline.model.document import Inline, Text

_DASHES = ("—", "–")
Inlines = tuple[Inline, ...]


def words_and_source(inlines: Inlines) -> tuple[Inlines, Inlines]:
    """What stands before the first dash and what after it; a dash that parts nothing belongs to the words."""
    dash = next((i for i, piece in enumerate(inlines) if isinstance(piece, Text) and piece.text in _DASHES), None)
    if dash is None:
        return inlines, ()
    words, source = _stripped(inlines[:dash]), _stripped(inlines[dash + 1 :])
    return (words, source) if words and source else (inlines, ())


def _stripped(inlines: Inlines) -> Inlines:
    pieces = list(inlines)
    while pieces and isinstance(pieces[-1], Text) and not pieces[-1].text.strip():
        pieces.pop()
    while pieces and isinstance(pieces[0], Text) and not pieces[0].text.strip():
        pieces.pop(0)
    return tuple(pieces)
