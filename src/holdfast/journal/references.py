"""Whether what an entry names is there, and may be named where the entry lies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from holdfast.case.case import Case
from holdfast.case.records import Entry, Problem, Record
from holdfast.diagnostics import Diagnostic, Place, did_you_mean


@dataclass(frozen=True)
class Names:
    """What entries may name, as far as the audience of a case sees it."""

    case: Case

    @cached_property
    def things(self) -> frozenset[str]:
        """Commitments, events and phases of every draft."""
        drafts = [draft.agreement for draft in self.case.drafts.values()]
        return frozenset(str(one) for draft in drafts for part in _parts(draft) for one in part)

    @cached_property
    def goods(self) -> Mapping[str, frozenset[str]]:
        """For each commitment: the goods that any draft counts of it."""
        found: dict[str, set[str]] = {}
        for draft in self.case.drafts.values():
            for name, clause in draft.agreement.commitments.items():
                mine = found.setdefault(str(name), set())
                mine |= {str(good) for goods in (clause.gives, clause.leaves_at_most) for good in goods}
                mine |= {str(part) for quantity in clause.gives.values() for part in quantity.of_which}
        return {name: frozenset(goods) for name, goods in found.items()}

    def check(self, record: Record, compartment: str) -> Iterator[Problem]:
        """What of an entry's names is not there."""
        known: list[tuple[str, str | None, Iterable[str], str]] = [
            ("about", record.about, self.things, "commitment, event or phase"),
            ("draft", record.draft, self.case.drafts, "draft"),
        ]
        known += [(key, getattr(record, key), self.case.parties, "party") for key in ("party", "obligor", "blocked_by")]
        known += [("parties", one, self.case.parties, "party") for one in record.parties]
        known += [("cite", one.source, self.case.sources, "source") for one in record.cite]
        for key, name, names, kind in known:
            if name is None:
                continue
            owner = name.rpartition("/")[0]
            if owner not in ("", compartment):
                hint = "write the entry into that compartment, or leave the name out"
                yield Problem("HF704", f"'{name}' cannot be named here: not all who read this may read it", key, hint)
            elif name not in names:
                yield Problem("HF704", f"there is no {kind} '{name}'", key, did_you_mean(name, names))
        goods = self.goods.get(record.about or "")
        if record.good is not None and goods is not None and record.good not in goods:
            listed = f"it has {', '.join(sorted(goods))}" if goods else None
            near = did_you_mean(record.good, goods) or listed
            yield Problem("HF704", f"'{record.about}' has no good '{record.good}'", "good", near)


def _parts(draft: object) -> tuple[Mapping[str, object], ...]:
    return tuple(getattr(draft, key) for key in ("commitments", "events", "phases"))


def check_all(case: Case, entries: Iterable[Entry], places: Mapping[str, Place]) -> tuple[Diagnostic, ...]:
    """What is wrong with the names in entries that lie beside a case, and findings by whom nobody named to decide."""
    names = Names(case)
    found: list[Diagnostic] = []
    for one in entries:
        place = places[one.name]
        for problem in names.check(one.record, one.compartment):
            found.append(Diagnostic(problem.code, problem.message, (place,), problem.hint))
        if (warning := not_named(case, one.record)) is not None:
            found.append(Diagnostic(warning.code, warning.message, (place,), warning.hint))
    return tuple(found)


def not_named(case: Case, record: Record) -> Problem | None:
    """The warning that a finding's author neither decides nor verifies the clause."""
    draft = case.draft
    clause = None if draft is None else draft.agreement.commitments.get(record.about or "")
    if clause is None or record.party is None or record.kind != "finding":
        return None
    named = {str(one) for one in (clause.decider, *clause.verified_by) if one is not None}
    party: str | None = record.party
    seen: set[str] = set()
    while party is not None and party not in seen:
        if party in named:
            return None
        seen.add(party)
        known = case.parties.get(party)
        party = None if known is None else known.of
    if not named:
        return None
    message = f"'{record.party}' neither decides nor verifies '{record.about}': this counts as a claim"
    return Problem("HF706", message, "party", f"named there are {', '.join(sorted(named))}")
