"""Pairs of small papers, one for each kind of change."""

from tests.render.redlining.small_word import P, T, word

A = P("The Committee reviews the progress of all entities every year and reports on it.")
B = P("Field offices share what they learn. They meet twice a year, in person or online.")
C = P("Each entity names a focal point. The focal point answers within ten working days.")
D = P("Resources for joint analysis come from the regular budget and from voluntary funds.")
H = P("Governance", "Heading1")
N1, N2, N3 = (
    P(f"Numbered paragraph about {what}, with enough words to be told apart.", "Numbered")
    for what in ("data", "money", "people")
)
I1, I2, I3 = (P(f"Item on {what} and its follow-up;", "Normal", 1) for what in ("training", "equipment", "analysis"))
ROWS = (("Lead", "Area"), ("Office one", "Illicit markets"), ("Office two", "Protection of witnesses"))
TIED = (
    ("Lead", "Area"),
    ("A one", "Illicit markets"),
    ('"', "Firearms, parts and ammunition"),
    ("Office two", "Protection of witnesses"),
)
NOTED = P("A claim^See_~_the_~_report_~_of_~_last_~_year.^ that is borne out by the evidence we have.")

B1, B2 = P("Field offices share what they learn."), P("They meet twice a year, in person or online.")

PAIRS = {
    "word": ([A, B], [P(A.text.replace("every year", "twice a year")), B]),
    "inserted": ([A, C], [A, B, C]),
    "deleted": ([A, B, C], [A, C]),
    "inserted-last": ([A, B], [A, B, C]),
    "deleted-last": ([A, B, C], [A, B]),
    "last-replaced": ([A, B, C], [A, B, D]),
    "inserted-first": ([B, C], [A, B, C]),
    "tail-and-new": ([A, C], [P(A.text + " It does so in public."), B, C]),
    "tail-and-head": ([A, C], [P(A.text + " It does so in public."), P("From now on, each" + C.text[4:])]),
    "split": ([A, B, C], [A, B1, B2, C]),
    "merged": ([A, B1, B2, C], [A, B, C]),
    "moved": ([A, B, C, D], [B, C, D, A]),
    "moved-and-edited": ([A, B, C, D], [B, C, D, P(A.text.replace("every year", "in each biennium"))]),
    "moved-and-edited-end": ([A, B, C, D], [B, C, P(A.text.replace("on it.", "on this to the Board.")), D]),
    "heading": ([A, H, B], [A, P("Governance and reporting", "Heading1"), B]),
    "style": ([A, B, C], [A, P(B.text, "Quote"), C]),
    "numbered": ([N1, N2, N3], [N1, N3]),
    "numbered-inserted": ([N1, N3], [N1, N2, N3]),
    "item-inserted": ([A, I1, I3, B], [A, I1, I2, I3, B]),
    "item-deleted": ([A, I1, I2, I3, B], [A, I2, I3, B]),
    "last-item-deleted": ([A, I1, I2, I3, B], [A, I1, I2, B]),
    "item-to-paragraph": ([A, I1, I2, B], [A, I1, P(I2.text), B]),
    "list-split": ([A, I1, I2, I3], [A, I1, P(B.text), P(I2.text, "Normal", 2), P(I3.text, "Normal", 2)]),
    "list-gone": ([A, I1, I2, B], [A, B]),
    "row-inserted": ([A, T(ROWS), B], [A, T((*ROWS, ("Office three", "Firearms"))), B]),
    "row-deleted": ([A, T(ROWS), B], [A, T((ROWS[0], ROWS[2])), B]),
    "cell": ([A, T(ROWS), B], [A, T((ROWS[0], ("Office one", "Illicit markets and routes"), ROWS[2])), B]),
    "table-inserted": ([A, B], [A, T(ROWS), B]),
    "table-deleted": ([A, T(ROWS), B], [A, B]),
    "caption-and-table": ([A, B], [A, P("Table of leads and of their areas"), T(ROWS), B]),
    "noted-three-merged": ([NOTED, B1, B2, D], [P(f"{NOTED.text} {B1.text} {B2.text}"), D]),
    "noted-split-in-three": ([P(f"{NOTED.text} {B1.text} {B2.text}"), D], [NOTED, B1, B2, D]),
    "column": ([A, T(ROWS), B], [A, T(tuple((*row, "2026") for row in ROWS)), B]),
    "tied-cell": ([A, T(TIED), B], [A, T((TIED[0], ("B two", "Drugs"), *TIED[2:])), B]),
    "tied-rows-inserted": ([A, T((TIED[0], TIED[3])), B], [A, T(TIED), B]),
    "tied-rows-deleted": ([A, T(TIED), B], [A, T((TIED[0], TIED[3])), B]),
    "tied-row-inserted": ([A, T(TIED), B], [A, T((*TIED[:3], ('"', "Financial flows"), TIED[3])), B]),
    "tied-otherwise": ([A, T(TIED), B], [A, T((*TIED[:2], ("C three", "Firearms, parts and ammunition"), TIED[3])), B]),
    "emphasis": ([A, B], [P(A.text.replace("all", "*all*").replace("reports", "__reports__")), B]),
    "note-added": ([A, B], [P(A.text.replace("progress", "progress^See_~_annex_~_II.^")), B]),
    "note-removed": ([NOTED, B], [P("A claim that is borne out by the evidence we have."), B]),
    "note-changed": ([NOTED, B], [P(NOTED.text.replace("last", "this")), B]),
    "noted-inserted": ([A, B], [A, NOTED, B]),
    "noted-deleted": ([A, NOTED, B], [A, B]),
    "noted-split": ([A, P(NOTED.text + " It was tested twice in the field by two teams."), B],
                    [A, NOTED, P("It was tested twice in the field by two teams."), B]),
    "noted-moved-and-new": ([A, B, C, P(NOTED.text, "Quote")], [A, P(NOTED.text, "Quote"), D, B, C]),
    "noted-tail-and-moved": ([A, C, D, B], [P(A.text + " It reports.^See_~_annex_~_II.^"), B,
                                            P("Governance and the work of all."), C, D]),
    "noted-tail-and-new": ([A, C, D], [P(A.text + " It reports.^See_~_annex_~_II.^"), B, C, D]),
    "link-moved-before-heading": ([P("See <the_~_report> of the Committee on all of its work."), A, B, H, C],
                                  [A, B, P("See <the_~_report> of the Committee on all of its work."), H, C]),
    "noted-moved": ([A, NOTED, B, C], [A, B, C, NOTED]),
    "link": ([P("Details are in <here> and there."), B], [P("More details are in <here> and there."), B]),
    "nothing": ([A, H, I1, T(ROWS), NOTED, B], [A, H, I1, T(ROWS), NOTED, B]),
    "all-replaced": ([A, B], [P("Quite another text."), P("With nothing in common at all.")]),
    "to-empty": ([A, B], [P("")]),
    "from-empty": ([P("")], [A, B]),
}  # fmt: skip


# Where a mark must stay, of a kind after which LibreOffice 7.4 leaves an empty paragraph.
ENDS = {
    "moved-behind-table": ([P(""), A, T(ROWS), B], [T(ROWS), P(""), A]),
    "moved-from-behind-table": ([T(ROWS), P(""), A], [P(""), A, T(ROWS), B]),
    "places-changed-round-tables": ([D, A, T(ROWS), B, T(TIED), C], [D, T(ROWS), A, T(TIED), C, B]),
}
TRAPS = (  # where readers are known to differ
    *("tied-cell", "tied-rows-inserted", "tied-rows-deleted", "tied-row-inserted", "tied-otherwise"),
    *("inserted-last", "last-replaced", "tail-and-new", "tail-and-head", "split", "merged", "moved"),
    *("moved-and-edited-end", "numbered", "item-inserted", "last-item-deleted", "list-split", "row-inserted"),
    *("caption-and-table", "table-deleted", "column", "emphasis", "note-added", "noted-inserted", "noted-split"),
    *("noted-three-merged", "noted-split-in-three"),
    *("noted-moved-and-new", "noted-tail-and-new", "noted-tail-and-moved", "link-moved-before-heading"),
)


def papers(name: str) -> tuple[bytes, bytes]:
    """Both papers of a pair."""
    old, new = (PAIRS | ENDS)[name]
    return word(old), word(new)
