"""The commitment graph in words: its legend, and the table beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from holdfast.analyses.coherence import Arrow, Coherence, Moment, Node, Step
from holdfast.analyses.coherence.commitments import ArrowKind, Trouble
from holdfast.case.case import Case
from holdfast.views.coherence import link_words, step_words
from holdfast.views.names import and_list, count, party_label, sentence, step_label
from holdfast.views.signs import Sign

HEADING: Final = "What waits for what"
TROUBLES: Final[Mapping[Trouble, Sign]] = {
    "circular": Sign("⟳", "in a circle"),
    "order disputed": Sign("⇄", "order disputed"),
    "never": Sign("✕", "never done"),
}
KINDS: Final[Mapping[ArrowKind, str]] = {
    "alternates": "in turn with",
    "one step": "in one step with",
}


def heading(answer: Coherence) -> str:
    """``What waits for what: 12 connections between 21 clauses, 3 of them by what the parties have said``."""
    graph = answer.commitments
    if not graph.arrows:
        return f"{HEADING}: no clause waits for another one"
    stated = sum(arrow.is_stated for arrow in graph.arrows)
    said = f", {stated:,} of them by what the parties have said" if stated else ""
    return f"{HEADING}: {count(len(graph.arrows), 'connection')} between {count(len(graph.nodes), 'clause')}{said}"


def number(answer: Coherence, arrow: Arrow) -> int | None:
    """The number of a connection that the parties' statements make; None where the text makes it."""
    stated = [one for one in answer.commitments.arrows if one.is_stated]
    return stated.index(arrow) + 1 if arrow in stated else None


def trouble_words(node: Node) -> str:
    """``in a circle``, ``order disputed (with stated conditions)``; empty where there is no trouble."""
    if node.trouble is None:
        return ""
    return TROUBLES[node.trouble].word + ("" if node.by_text else " (with stated conditions)")


def lane_label(phase: str | None, case: Case) -> str:
    """A phase's words; what stands in none has a lane of its own."""
    return "In no phase" if phase is None else step_label(phase, case)


def undrawn_words(unconnected: int, crowded_out: int) -> str:
    """Which clauses the picture leaves out, and why; empty where it has all of them."""
    words = []
    if unconnected:
        words.append(f"{count(unconnected, 'clause')} without a connection")
    if crowded_out:
        words.append(f"{count(crowded_out, 'clause')} for want of room, whose connections the table has")
    return f"Not drawn: {'; '.join(words)}." if words else ""


def arrow_words(arrow: Arrow, case: Case) -> str:
    """A connection in a sentence."""
    first, second = step_label(arrow.first, case), step_label(arrow.second, case)
    if arrow.kind == "one step":
        return f"{first} and {second} are one step"
    if arrow.kind == "tied":
        return f"{first} and {second} are tied together, and nobody says which comes first"
    if arrow.kind == "alternates":
        return f"The parts of {first} and of {second} wait for each other in turn"
    told = [step_words(Step(waits, (moment,), arrow.links[0], None), case) for waits, moment in arrow.waits[:1]]
    more = len(arrow.waits) - 1
    rest = f", and {count(more, 'further moment')} of it likewise" if more > 0 else ""
    other = "; another way would do as well" if arrow.alternative else ""
    return sentence(f"{and_list(told)}{rest}{other}")


def by_words(arrow: Arrow, case: Case) -> str:
    """Where a connection stands: in which keys of the text, or in whose statements."""
    found = list(dict.fromkeys(link_words(link, case) for link in arrow.links))
    return "; ".join(found) if found else f"clause {arrow.first}, `linked_to`"


def short_words(arrow: Arrow, case: Case) -> str:
    """What waits, for what, in the names of clauses: for the terminal."""
    if arrow.kind == "tied":
        return f"tied to {arrow.first}, order not said"
    if arrow.kind != "waits":
        return f"{KINDS[arrow.kind]} {arrow.first}"
    awaited = list(dict.fromkeys(_short(moment, case) for _, moment in arrow.waits))
    return f"waits for {arrow.first} ({and_list(awaited)}{', or another' if arrow.alternative else ''})"


def _short(moment: Moment, case: Case) -> str:
    words = {
        "begun": "begun",
        "part": f"part {moment.part}",
        "performed": "done",
        "verified": "verified",
        "part verified": f"part {moment.part} verified",
        "recognised": f"recognised by {party_label(moment.party, case)}",
        "opens": "opened",
        "ends": "ended",
        "event": "come",
    }
    return words[moment.kind]
