"""The redlines of a pack: for each document the change from the paper of the nearest earlier session that has it."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pipeline.app.redlines.compared import frozen_text, text_of_session
from pipeline.app.redlines.credits import Crediting, crediting
from pipeline.app.redlines.papers import baseline_files
from pipeline.app.redlines.proven import Made, make_redline, proof_findings, prove_credits, prove_redline
from pipeline.app.redlines.sayings import Saying
from pipeline.app.sources.baselines import Baseline, previous
from pipeline.app.sources.opening import Opened
from pipeline.model.finding import Finding, FindingsError
from pipeline.render.redline.engine import Redline
from pipeline.render.redline.scribe import Written
from pipeline.store.cache import Cache, key
from pipeline.store.versions import code_fingerprint

ENDING = ".redline.docx"
PROOF = "rejecting all gives the old paper, accepting all the new one: text, formatting, paragraph numbers"


@dataclass
class Redlines:
    """The redlines of a pack.

    Attributes:
        outputs: Word files by name.
        rows: what the manifest says of each.
        inputs: SHA-256 of the comments that they name, by path.
        changes: of each document, every tracked change as it was written.
        comments: of each document, the comments that its changes come from, by name, as readers may see them.
        findings: what could not be found out on their changes.
    """

    outputs: dict[str, bytes] = field(default_factory=dict)
    rows: list[dict[str, object]] = field(default_factory=list)
    inputs: dict[str, str] = field(default_factory=dict)
    changes: dict[str, tuple[Written, ...]] = field(default_factory=dict)
    comments: dict[str, Mapping[str, Saying]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def redlines(opened: Opened, session: str, papers: Mapping[str, bytes], cache: Cache) -> Redlines:
    """The redlines of the papers of a session, each proven.

    Args:
        opened: the workspace.
        session: whose pack it is.
        papers: the new Word files by document.
        cache: for papers and redlines.

    Raises:
        FindingsError: one of them does not hold both texts.
        PipelineError: an old paper cannot be made.
    """
    found = [(name, previous(opened, session, name)) for name in papers]
    wanted = [(name, baseline) for name, baseline in found if baseline is not None]
    done = Redlines()
    old_files = baseline_files(opened, [baseline for _, baseline in wanted], cache)
    for (name, baseline), old in zip(wanted, old_files, strict=True):
        owed = crediting(opened, frozen_text(opened, baseline), text_of_session(opened, session, name, cache), cache)
        made = kept_redline(old, papers[name], owed, cache)
        file = f"{name}{ENDING}"
        if made.problems:
            raise FindingsError(proof_findings(made.problems, f"build/{session}/{file}"))
        done.outputs[file] = made.redline.data
        done.rows.append(_row(name, baseline, made.redline, {"old": old, "new": papers[name]}) | {"credits": owed.how})
        done.changes[name], done.comments[name] = made.redline.changes, owed.comments
        done.findings += owed.findings
        done.inputs |= {path: opened.workspace.files.digest(path) for path in sorted(owed.used)}
    return done


def _row(document: str, before: Baseline, made: Redline, papers: Mapping[str, bytes]) -> dict[str, object]:
    return {
        "document": document,
        "from": before.name,
        "papers": {side: hashlib.sha256(data).hexdigest() for side, data in papers.items()},
        "changes": dict(sorted(made.counts.items())),
        "authors": dict(sorted(made.authors.items())),
        "untracked": list(made.untracked),
        "proof": PROOF,
        "credited": [_change_row(each) for each in made.changes],
    }


def _change_row(change: Written) -> dict[str, object]:
    return {
        "id": change.id,
        "kind": change.kind,
        "author": change.author,
        "comments": list(change.comments),
        "place": change.place,
    }


# -- kept by content


class _Stored(NamedTuple):
    changes: dict[str, int]
    authors: dict[str, int]
    untracked: list[str]
    problems: list[str]
    written: list[tuple[int, str, str, list[str], str]]

    @classmethod
    def of(cls, made: Made) -> "_Stored":
        """What is kept of a redline beside the file."""
        line = made.redline
        rows = [(each.id, each.kind, each.author, list(each.comments), each.place) for each in line.changes]
        return cls(dict(line.counts), dict(line.authors), list(line.untracked), list(made.problems), rows)

    def made(self, data: bytes) -> Made:
        """The redline that was kept."""
        rows = tuple(Written(number, kind, who, tuple(names), at) for number, kind, who, names, at in self.written)
        line = Redline(data, Counter(self.changes), Counter(self.authors), tuple(self.untracked), rows)
        return Made(line, tuple(self.problems))


def kept_redline(old: bytes, new: bytes, owed: Crediting, cache: Cache) -> Made:
    """The redline of two papers, made when it is not in the cache."""
    name = key("redline", code_fingerprint(), old, new, owed.stamp)
    about_name = key(name, "about")
    data, about = cache.get("redlines", name), cache.get("redlines", about_name)
    if data is not None and about is not None:
        return _Stored(**json.loads(about)).made(data)
    made = make_redline(old, new, owed.of, owed.said)
    cache.put("redlines", name, made.redline.data)
    cache.put("redlines", about_name, json.dumps(_Stored.of(made)._asdict()).encode())
    return made


# -- proven again


def prove_again(opened: Opened, session: str, row: Mapping[str, Any], cache: Cache) -> tuple[Finding, ...]:
    """Prove a delivered redline once more, against the delivered paper and the paper of the earlier session."""
    document = str(row["document"])
    folder = opened.workspace.build / session
    file = f"build/{session}/{document}{ENDING}"
    before = previous(opened, session, document)
    if before is None or before.name != row["from"]:
        return proof_findings((f"the workspace has no baseline {row['from']} of {document} to compare",), file)
    try:
        made, new = (folder / f"{document}{ENDING}").read_bytes(), (folder / f"{document}.docx").read_bytes()
    except OSError as error:
        return proof_findings((f"it cannot be read: {error.strerror}",), file)
    old = baseline_files(opened, [before], cache)[0]
    return proof_findings((*prove_redline(old, new, made), *prove_credits(made, row.get("credited", ()))), file)
