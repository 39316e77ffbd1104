"""What the keys of a journal's entries are for: the same words in the terminal and in forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: What each key of `records.KEYS` says.
HELP: Final[Mapping[str, str]] = {
    "id": "A name for the entry. Default: one is made.",
    "received": "When it became known: 2026-03-02T14:30Z. Default: now.",
    "party": "Whose word it is: a party of the case.",
    "by": "The speaker, as the source names them.",
    "via": "Through whose mouth it is reported.",
    "about": "The commitment, event or phase.",
    "obligor": "Whose performance, where several owe the clause.",
    "says": "Of a claim: performed, in-part, not-performed, violated, reversed, counted, prevented; of an event: "
    "occurred; of a phase: opened, ended.",
    "finds": "Of a finding: performed, in-part, not-performed, breached, no-breach, reversed, unverifiable.",
    "decides": "Of a decision: extend, waive, suspend, resume, amend, consent, refuse.",
    "observed": "Of coverage: full, partly, none.",
    "on": "When: 2026-03-02, 2026-03-02 14:30, or 2026-03-02..2026-03-04.",
    "on_said": "The words of the source for when.",
    "place": "Where.",
    "stage": "The part of the clause, from 1.",
    "good": "What was counted, as the clause names it.",
    "amount": "How much: 243, about 1,200, more than 220.",
    "counts": "part: what came this time; total: all that had come by then.",
    "measure": "counted, handed-in, rejected or remaining.",
    "incident": "What sort of incident, for the periodic report.",
    "reason": "Why.",
    "blocked_by": "The party that prevented it, by this word.",
    "standard": "The standard of proof of a finding, or not-said.",
    "weighs": "The entries that a finding weighed.",
    "parties": "Who decided.",
    "until": "To when a decision extends.",
    "length": "By how much a decision extends: 7d.",
    "draft": "The version in force from a decision to amend on.",
    "of": "The entry that is corrected or withdrawn.",
    "set": "What a correction changes, as JSON: {\"amount\": \"233\"}.",
    "cite": "Where it rests, as JSON: {\"source\": \"notes\", \"paragraph\": 4}.",
    "note": "A remark.",
}  # fmt: skip
