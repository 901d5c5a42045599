"""How messages name things: words of others in quotation marks, numbers with their nouns, lists with an "and"."""

from collections.abc import Iterable

LONGEST = 80  # characters of somebody's words that a message repeats


def quoted(text: str, most: int = LONGEST) -> str:
    """`“text”`, cut to a sensible length; characters that cannot be seen, or would steer a terminal, by their codes."""
    cut = text if len(text) <= most else f"{text[: most - 1]}…"
    return f"“{''.join(char if char.isprintable() else f'<U+{ord(char):04X}>' for char in cut)}”"


def counted(number: int, one: str, many: str = "") -> str:
    """`1 comment`, `12,000 comments`; `many` where the plural does not end in s."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def listed(names: Iterable[str], word: str = "and") -> str:
    """`a, b and c`, each name once; "" for none."""
    unique = list(dict.fromkeys(names))
    return f" {word} ".join([", ".join(unique[:-1]), unique[-1]] if len(unique) > 1 else unique)
