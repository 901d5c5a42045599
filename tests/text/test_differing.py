"""The readable difference of two versions of a paragraph."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.differing import kept_words, sentences, without_islands

WORDS = st.lists(
    st.sampled_from(["The", "Committee", "shall", "report.", "of", "a", "(a)", "review,", "12"]), max_size=25
)


def shown(old: str, new: str, *, islands: bool = True) -> str:
    """Both versions as one line: [-deleted-] {+inserted+}."""
    a, b = old.split(), new.split()
    out, i, j = [], 0, 0
    runs = kept_words(a, b) if islands else without_islands(kept_words(a, b), a, b)
    for run in (*runs, None):
        end_old, end_new = (run.old, run.new) if run else (len(a), len(b))
        if i < end_old:
            out.append(f"[-{' '.join(a[i:end_old])}-]")
        if j < end_new:
            out.append(f"{{+{' '.join(b[j:end_new])}+}}")
        if run:
            out += a[run.old : run.old + run.length]
            i, j = run.old + run.length, run.new + run.length
    return " ".join(out)


def test_one_word_is_replaced_and_all_others_stay() -> None:
    assert (
        shown("The Committee shall report.", "The Committee will report.") == "The Committee [-shall-] {+will+} report."
    )


def test_punctuation_changes_with_its_word() -> None:
    assert shown("in the field and beyond", "in the field, and beyond") == "in the [-field-] {+field,+} and beyond"


def test_an_inserted_sentence_begins_where_a_sentence_begins() -> None:
    old = "The entities report yearly. The secretariat collects."
    new = "The entities report yearly. The entities meet twice. The secretariat collects."
    assert shown(old, new) == "The entities report yearly. {+The entities meet twice.+} The secretariat collects."


def test_a_deleted_clause_begins_after_the_comma() -> None:
    old = "They review, assess, and report"
    assert shown(old, "They review, and report") == "They review, [-assess,-] and report"


def test_a_small_word_between_two_long_changes_is_given_up() -> None:
    old = "alpha beta gamma delta of epsilon zeta eta theta"
    new = "iota kappa lambda mu of nu xi omicron pi"
    assert shown(old, new) == f"[-{old}-] {{+{new}+}}"


def test_small_words_in_what_is_rewritten_are_given_up_for_readers_only() -> None:
    old = "The text is provisional, followed where necessary by the points on which a section is to be completed. End."
    new = "The text was prepared by the Task Team on Organized Crime, within its own terms of reference. End."
    assert shown(old, new).count("[-") == 3
    given_up = shown(old, new, islands=False)
    assert given_up.count("[-") == 1
    assert given_up.startswith("The text [-is provisional, followed where necessary by the points on which")


def test_small_words_stay_where_little_changes_and_where_a_sentence_begins() -> None:
    old, new = "They agreed in May on the draft text.", "They decided in June on the final text."
    assert shown(old, new, islands=False) == shown(old, new)
    old = "It will be held later this year. It shows what a framework would contain and what remains open. End."
    new = "It is for approval by members. It sets out how entities act together, and replaces every outline. End."
    assert " It " in shown(old, new, islands=False)


def test_a_number_between_changes_stays() -> None:
    old = "alpha beta gamma delta 12 epsilon zeta eta theta"
    new = "iota kappa lambda mu 12 nu xi omicron pi"
    assert " 12 " in shown(old, new).replace("[-", "").replace("-]", "")
    assert "[-alpha beta gamma delta-]" in shown(old, new)


def test_sentences_end_at_full_stops_and_closing_marks() -> None:
    assert sentences(["One", "two.", "“Three", "four.”", "Five"]) == [(0, 2), (2, 4), (4, 5)]


@given(WORDS, WORDS)
def test_kept_stretches_are_equal_and_in_order(old: list[str], new: list[str]) -> None:
    at_old = at_new = 0
    for run in kept_words(old, new):
        assert run.length > 0
        assert run.old >= at_old
        assert run.new >= at_new
        assert old[run.old : run.old + run.length] == new[run.new : run.new + run.length]
        at_old, at_new = run.old + run.length, run.new + run.length
    assert at_old <= len(old)
    assert at_new <= len(new)


@given(WORDS)
def test_nothing_changes_between_equal_versions(words: list[str]) -> None:
    assert sum(run.length for run in kept_words(words, words)) == len(words)
