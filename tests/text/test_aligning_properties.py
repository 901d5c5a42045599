"""What holds for any two texts."""

import os
import subprocess
import sys
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.text.aligning import WordMap, align_words, through
from pipeline.text.wording import Wording

# Few words, so that they repeat as the words of real texts do; some written in two ways.
WORDS = st.sampled_from(
    ("the", "of", "and", "The", "committee", "members", "Members", "draft", "text", "12", "noted", "agreed", "crime")
)
SENTENCE = st.lists(WORDS, min_size=1, max_size=14).map(lambda words: " ".join(words) + ".")
BLOCK = st.lists(SENTENCE, max_size=4).map(" ".join)
TEXT = st.lists(BLOCK, max_size=7)
OWN = [
    " ".join(f"{name}{number}" for number in range(25))
    for name in ("alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf")
]


@given(TEXT)
def test_a_text_aligned_with_itself_is_the_identity(blocks: list[str]) -> None:
    text = Wording.of(blocks)
    found = align_words(text, text)
    assert list(found.to) == list(range(len(text)))
    assert set(found.backbone) <= {1}


@given(TEXT, TEXT)
def test_a_map_pairs_equal_words_each_at_most_once(old: list[str], new: list[str]) -> None:
    before, after = Wording.of(old), Wording.of(new)
    found = align_words(before, after)
    places = [place for place in found.to if place >= 0]
    assert len(found.to) == len(before) and len(set(places)) == len(places)
    assert all(before.keys[i] == after.keys[j] for i, j in enumerate(found.to) if j >= 0)
    assert all(found.to[i] == j for j, i in enumerate(found.back) if i >= 0)


@given(st.permutations(OWN))
def test_paragraphs_in_another_order_are_all_followed(new: list[str]) -> None:
    before, after = Wording.of(OWN), Wording.of(new)
    found = align_words(before, after)
    assert [after.word(place) for place in found.to] == [before.word(index) for index in range(len(before))]


@given(TEXT, TEXT)
def test_a_map_is_read_back_as_it_was_stored(old: list[str], new: list[str]) -> None:
    found = align_words(Wording.of(old), Wording.of(new))
    assert WordMap.decode(found.encode()) == found


@given(TEXT, TEXT, TEXT)
@settings(max_examples=50)
def test_a_history_pairs_equal_words_each_at_most_once(first: list[str], second: list[str], third: list[str]) -> None:
    texts = [Wording.of(text) for text in (first, second, third)]
    found = through(texts)
    places = [place for place in found.to if place >= 0]
    assert len(set(places)) == len(places)
    assert all(texts[0].keys[i] == texts[2].keys[j] for i, j in enumerate(found.to) if j >= 0)


@given(st.lists(st.text(max_size=60), max_size=5))
def test_any_text_is_cut_into_words_that_know_their_place(blocks: list[str]) -> None:
    text = Wording.of(blocks)
    assert text.firsts[-1] == len(text) and list(text.sentence) == sorted(text.sentence)
    for index in range(len(text)):
        word = blocks[text.block[index]][text.starts[index] : text.ends[index]]
        assert word == text.word(index) and word.casefold() == text.keys[index]
        assert text.firsts[text.block[index]] <= index < text.firsts[text.block[index] + 1]


def test_the_seed_of_hashes_does_not_matter() -> None:
    script = (
        "import random; from pipeline.text.aligning import align_words; from pipeline.text.wording import Wording\n"
        "r = random.Random(3); words = [f'w{i}' for i in range(60)]\n"
        "text = lambda: [' '.join(r.choices(words, k=12)) + '.' for _ in range(80)]\n"
        "a = text(); b = a[40:] + text() + a[:40]; random.Random(4).shuffle(b)\n"
        "import hashlib; print(hashlib.sha256(align_words(Wording.of(a), Wording.of(b)).encode()).hexdigest())"
    )
    root = Path(__file__).parents[2]
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(outputs) == 1
