"""Which words in -ise take -ize (Oxford spelling, as the United Nations Editorial Manual prescribes).

Most verbs in -ise do. Those that do not are nouns and words in which -ise is part of a longer root (advise, exercise,
compromise); they are few and listed here. A word with fewer than three letters before -ise (rise, wise) never does.
"""

import re

# Ends of words, without the final e, in which -ise belongs to the root: otherwise, enterprise, cruise, praise, noise.
_ROOT_ENDS = ("wis", "pris", "uis", "ais", "ois", "chis")
_ROOT_LIST = """
    advis devis revis previs supervis televis improvis
    exercis excis incis circumcis exorcis precis concis
    promis compromis premis demis surmis chemis remis
    merchandis paradis gourmandis expertis treatis mortis advertis practis chastis
    sunris moonris ceris valis cris denis
    pelvis trellis iris mantis metropolis necropolis
"""
_ROOTS = frozenset(_ROOT_LIST.split())
_BUT = frozenset({"archais", "hebrais", "judais", "catechis", "monarchis"})  # these do take z, against the ends above
_PREFIXES = ("re", "un", "in", "im", "mis", "over", "pre", "co", "non")
_VOWEL = re.compile(r"[aeiouyà-ÿ]")
_LEAST = 3


def ized(word: str, at: int) -> str:
    """The word with z for its s, or "" when it keeps the s.

    Args:
        word: letters only, ending in -ise or a form of it.
        at: where its "is" begins.
    """
    root = word[: at + 2].casefold()
    if at < _LEAST or not _VOWEL.search(root[:-2]) or _keeps(root):
        return ""
    return f"{word[: at + 1]}z{word[at + 2 :]}"


def _keeps(root: str) -> bool:
    if root in _BUT:
        return False
    if root.endswith(_ROOT_ENDS) or root in _ROOTS:
        return True
    return any(root.startswith(prefix) and root[len(prefix) :] in _ROOTS for prefix in _PREFIXES)
