"""Numbers as papers print them: II, B, (iv), (aa)."""

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def lower_roman(number: int) -> str:
    """4 → "iv"; number from 1."""
    digits = []
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        digits.append(letters * count)
    return "".join(digits)


def lower_alpha(number: int) -> str:
    """1 → "a", 26 → "z", 27 → "aa", 28 → "bb": as Word counts, which doubles the letter."""
    rounds, letter = divmod(number - 1, 26)
    return chr(ord("a") + letter) * (rounds + 1)


def numeral(scheme: str, number: int) -> str:
    """A number in a scheme of a profile: "upper-roman", "upper-alpha", "decimal", "lower-alpha" …; "" for "none"."""
    if scheme == "none":
        return ""
    if scheme == "decimal":
        return str(number)
    text = lower_roman(number) if scheme.endswith("roman") else lower_alpha(number)
    return text.upper() if scheme.startswith("upper") else text


def item_marker(kind: str, ordinal: int) -> str:
    """What is printed before a list item: "(a)", "(i)", "1.", "•"."""
    if kind == "bullet":
        return "•"
    if kind == "decimal":
        return f"{ordinal}."
    return f"({lower_roman(ordinal) if kind == 'roman' else lower_alpha(ordinal)})"
