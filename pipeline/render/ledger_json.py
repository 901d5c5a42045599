"""The ledger as JSON, for programs: `ledger.json`. The same ledger always gives the same text."""

import json
import re
from typing import Any

from pipeline.model.comment import Comment, CommentName, Proposal
from pipeline.model.guidance import Answer, Response
from pipeline.model.ledger import Anchor, Collision, Disposition, Effect, Entry, Ledger, Pair, Passage, Request
from pipeline.render.reports import finding_row

SCHEMA_VERSION = 1
_flat = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode
_HALVES = re.compile("[\ud800-\udfff]")  # of characters: no encoding holds them


def ledger_json(ledger: Ledger) -> str:
    """The whole account of a round; comments by name, requests and collisions in the order of the text.

    Each entry of a list stands on one line: that is written three times as fast as an indented tree, and compares well.
    """
    text = _lined(
        {
            "schema_version": SCHEMA_VERSION,
            "session": ledger.session,
            "sample": ledger.sample,
            "documents": [
                {"document": name, "title": ledger.titles.get(name, name), "baseline_fingerprint": fingerprint}
                for name, fingerprint in ledger.documents.items()
            ],
            "comments": [entry_row(entry) for entry in sorted(ledger.entries, key=lambda e: e.comment.name.key)],
            "requests": [_request(one) for one in sorted(ledger.requests, key=_request_key)],
            "collisions": [_collision(one) for one in sorted(ledger.collisions, key=lambda c: (c.document, c.number))],
            "guidance": [_response(response) for response in ledger.guidance],
            "invited": sorted(ledger.invited),
            "findings": [finding_row(finding) for finding in sorted(ledger.findings)],
        }
    )
    return whole_characters(text)


def whole_characters(text: str) -> str:
    """The text with U+FFFD in the place of halves of characters, so that it can be written as UTF-8."""
    return _HALVES.sub("\ufffd", text)


def _lined(value: dict[str, Any]) -> str:
    """JSON with sorted keys, a line for each key of the whole and for each entry of its lists."""
    parts = [f"  {_flat(key)}: {_entries(item)}" for key, item in sorted(value.items())]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _entries(item: Any) -> str:  # noqa: ANN401 - any JSON value
    if not isinstance(item, list) or not item:
        return _flat(item)
    return "[\n" + ",\n".join(f"    {_flat(one)}" for one in item) + "\n  ]"


def _request_key(request: Request) -> tuple[str, int, int, tuple[str, str, str, int, str]]:
    return request.lead.document, request.start, request.end, request.lead.key


def entry_row(entry: Entry) -> dict[str, Any]:
    """One comment: what was said, where it points, what was decided."""
    return {
        **_comment(entry.comment),
        "anchors": [_anchor(anchor) for anchor in entry.anchors],
        "request": _name(entry.request),
        "supporters": list(entry.supporters),
        "repeats": _name(entry.repeats),
        "collisions": list(entry.collisions),
        "state": str(entry.state),
        "disposition": _disposition(entry.disposition),
        "effect": _effect(entry.effect),
    }


def _comment(comment: Comment) -> dict[str, Any]:
    name = comment.name
    return {
        "name": str(name),
        "short": name.short,
        "round": name.round,
        "entity": name.entity,
        "document": name.document,
        "id": name.id,
        "fingerprint": comment.fingerprint,
        "type": str(comment.type),
        "reference": comment.reference,
        "targets": [{"cited": str(target.citation), "quote": target.quote} for target in comment.targets],
        "proposal": _proposal(comment.proposal),
        "comment": comment.text,
        "baseline": comment.baseline,
        "file": comment.at.path,
        "line": comment.at.line,
        "received": comment.received,
        "late": comment.late,
        "withdrawn": comment.withdrawn,
        "problem": comment.problem,
        "findings": [finding_row(finding) for finding in sorted(comment.findings)],
    }


def _proposal(proposal: Proposal | None) -> dict[str, Any] | None:
    if proposal is None:
        return None
    return {
        "action": str(proposal.action),
        "words": proposal.words,
        "alternatives": list(proposal.alternatives),
        "result_only": proposal.result_only,
        "decided": proposal.decided,
    }


def _anchor(anchor: Anchor) -> dict[str, Any]:
    return {
        "status": str(anchor.status),
        "confidence": round(anchor.confidence, 4),
        "how": anchor.how,
        "read": _passage(anchor.read),
        "today": _passage(anchor.today),
        "candidates": [_passage(passage) for passage in anchor.candidates],
        "remark": anchor.remark,
    }


def _passage(passage: Passage | None) -> dict[str, Any] | None:
    if passage is None:
        return None
    return {
        "address": passage.address,
        "id": passage.id,
        "section": passage.section,
        "start": passage.start,
        "end": passage.end,
        "words": passage.words,
    }


def _effect(effect: Effect | None) -> dict[str, Any] | None:
    if effect is None:
        return None
    where = _passage(effect.candidate)
    return {"kind": str(effect.kind), "commit": effect.commit, "reason": effect.reason, "candidate": where}


def _disposition(disposition: Disposition | None) -> dict[str, str] | None:
    if disposition is None:
        return None
    return {
        "of": disposition.of,
        "decision": disposition.decision,
        "text": disposition.text,
        "response": disposition.response,
        "reply": disposition.reply,
        "superseded_by": disposition.superseded_by,
    }


def _request(request: Request) -> dict[str, Any]:
    return {
        "comments": [str(name) for name in request.comments],
        "supporters": list(request.supporters),
        "start": request.start,
        "end": request.end,
        "words": request.words,
    }


def _collision(collision: Collision) -> dict[str, Any]:
    return {
        "number": collision.number,
        "document": collision.document,
        "passage": _passage(collision.passage),
        "requests": [str(request.lead) for request in collision.requests],
        "pairs": [_pair(pair) for pair in collision.pairs],
        "order": [{"request": str(name), "reason": reason} for name, reason in collision.order],
    }


def _pair(pair: Pair) -> dict[str, str]:
    return {"one": str(pair.one), "other": str(pair.other), "relation": str(pair.relation), "why": pair.why}


def _response(response: Response) -> dict[str, Any]:
    entry = response.point.entry
    return {
        "id": entry.id,
        "text": entry.text,
        "document": entry.document,
        "section": entry.section,
        "source": entry.source,
        "state": str(response.state),
        "done": entry.done,
        "answers": [_answer(answer) for answer in response.answers],
        "claims": [f"{claim.document}: {claim.printed}" for claim in response.claims],
    }


def _answer(answer: Answer) -> dict[str, Any]:
    where = answer.where
    return {
        "document": where.document,
        "id": where.id,
        "address": where.printed,
        "state": str(answer.state),
        "listed": answer.listed,
        "fingerprint": answer.fingerprint,
    }


def _name(name: CommentName | None) -> str | None:
    return None if name is None else str(name)
