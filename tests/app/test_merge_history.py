"""GitPython, which shares no code with us, reads the commits that a merge wrote."""

import git

from tests.app.merging_sample import SESSION, decided, merge, replace, start, submit
from tests.app.small import Small


def test_an_independent_reader_sees_each_proposal_as_a_commit_of_its_member(small: Small) -> None:
    start(small)
    submit(small, "MEMBER-A", replace("what the paper is for", "why"), replace("Something short", "Something brief"))
    submit(small, "MEMBER-C", replace("Something longer", "Something else"))
    decided(small, "MEMBER-A#1", "MEMBER-A#2", "MEMBER-C#1")
    with git.Repo(small.root) as repository:
        before = repository.head.commit
        assert merge(small).code == 0
        made = list(repository.iter_commits(f"{before.hexsha}..HEAD", reverse=True))
        assert [commit.author.name for commit in made] == ["Member Á", "Member Á", "Member C"]
        named = [dict(commit.trailers_list) for commit in made]
        assert [trailers["Comment"] for trailers in named] == [
            f"{SESSION}/MEMBER-A/alpha#1", f"{SESSION}/MEMBER-A/alpha#2", f"{SESSION}/MEMBER-C/alpha#1",
        ]  # fmt: skip
        assert {trailers["Disposition"] for trailers in named} == {"accepted"}
        for commit in made:
            (change,) = commit.parents[0].diff(commit)
            assert change.b_path == "drafts/alpha/01-first.md"
            assert len(commit.parents) == 1
        assert not repository.is_dirty(untracked_files=False)
