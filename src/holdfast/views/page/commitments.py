"""The commitment graph as a picture: phases as lanes, clauses as boxes, lines from what comes first to what waits."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from holdfast.analyses.coherence import Arrow, Coherence, Node
from holdfast.case.case import Case
from holdfast.views import commitment_words as words
from holdfast.views.names import and_list, clause_of, clause_text, isolated, party_label, sentence
from holdfast.views.page import lanes
from holdfast.views.page.sheets import sheets
from holdfast.views.signs import PartyMark, Sign, party_marks

#: With more clauses than this, those without any connection are not drawn.
_ALL: Final = 60
#: There are never more boxes than this: those in trouble first, then as the draft has them.
_MOST: Final = 150
_LINE: Final = 13
_PADDING: Final = 6
_TEXT: Final = 19.5
_LINES: Final = 3
_PARTY: Final = 19
_LANE: Final = 13
_MARKS: Final = 3


@dataclass(frozen=True, slots=True)
class Box:
    """A clause in the picture."""

    node: Node
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    """Its words, cut to the room there is."""
    marks: tuple[PartyMark, ...]
    party: str
    sign: Sign | None
    name: str
    """All of it for those who do not see it."""

    @property
    def baselines(self) -> tuple[tuple[float, str], ...]:
        """Each line of words with its height."""
        return tuple((self.y + _PADDING + _LINE * n + 9, line) for n, line in enumerate(self.lines))

    @property
    def foot(self) -> float:
        """The height of the line with the obligor."""
        return self.y + self.height - (_LINE if self.sign else 0) - _PADDING - 1


@dataclass(frozen=True, slots=True)
class Lane:
    """A phase in the picture."""

    y: float
    height: float
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Connection:
    """A line in the picture."""

    arrow: Arrow
    path: str
    style: str
    """The names of its classes."""
    heads: tuple[str, ...]
    """The outlines of its arrow heads."""
    label: str
    """``1``, ``or``: what stands at its end; empty where nothing does."""
    mark: PartyMark | None
    at: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Picture:
    """The commitment graph, placed."""

    width: float
    height: float
    labels: float
    lanes: tuple[Lane, ...]
    boxes: tuple[Box, ...]
    connections: tuple[Connection, ...]
    unconnected: int
    """How many clauses are not drawn since nothing connects them with others."""
    crowded_out: int
    """How many are not drawn since there would be too many boxes."""

    @property
    def sheets(self) -> tuple[tuple[float, float], ...]:
        """Where it is cut to be printed: the top and height of each sheet; empty where it fits on one."""
        return sheets(self.height, [(box.y - _PADDING, box.y + box.height + _PADDING) for box in self.boxes])

    @property
    def styles(self) -> frozenset[str]:
        """The kinds of line that occur, for the legend."""
        return frozenset(one.style.removesuffix(" circling") for one in self.connections)

    @property
    def ends(self) -> frozenset[str]:
        """What stands at the ends of lines."""
        return frozenset(one.label for one in self.connections)

    @property
    def troubles(self) -> frozenset[str | None]:
        """The troubles that occur."""
        return frozenset(box.node.trouble for box in self.boxes)


def picture(answer: Coherence, case: Case) -> Picture | None:
    """The picture of a draft; None where there is nothing to draw.

    Args:
        answer: what was found of the draft.
        case: the case with that draft alone.
    """
    tied = _tied(answer)
    nodes = _shown(answer, tied)
    if not nodes:
        return None
    number = {node.clause: place for place, node in enumerate(nodes)}
    named = [phase for phase in answer.commitments.lanes if phase is not None]
    number |= {phase: -1 - answer.commitments.lanes.index(phase) for phase in named}
    arrows = [one for one in answer.commitments.arrows if one.first in number and one.second in number]
    lines = [
        lanes.Line(
            number[one.first],
            number[one.second],
            f"{one.kind} {one.is_stated} {one.in_circle}",
            layered=one.kind in ("waits", "alternates"),
            side_by_side=one.kind == "one step",
            labelled=one.is_stated or one.alternative,
        )
        for one in arrows
    ]
    texts = [_wrapped(_text(node, case), _TEXT, _LINES) for node in nodes]
    heights = [
        2 * _PADDING + _LINE * (len(text) + 1 + (node.trouble is not None))
        for node, text in zip(nodes, texts, strict=True)
    ]
    rows = [[number[node.clause] for node in nodes if node.phase == lane] for lane in answer.commitments.lanes]
    labels = [_wrapped(words.lane_label(lane, case).strip("‘’"), _LANE, 6) for lane in answer.commitments.lanes]
    placed = lanes.layout(rows, heights, lines, least=max(20 + _LINE * len(label) for label in labels))
    marks = party_marks(case)
    return Picture(
        width=lanes.WIDTH,
        height=placed.height,
        labels=lanes.LABELS,
        lanes=tuple(Lane(*band, label) for band, label in zip(placed.bands, labels, strict=True)),
        boxes=tuple(
            _box(node, text, at, case, marks) for node, text, at in zip(nodes, texts, placed.boxes, strict=True)
        ),
        connections=tuple(
            _connection(one, drawn, answer, marks) for one, drawn in zip(arrows, placed.lines, strict=True)
        ),
        unconnected=len(answer.commitments.nodes) - len(tied),
        crowded_out=len(tied) - len(nodes),
    )


def _tied(answer: Coherence) -> tuple[Node, ...]:
    """The clauses that could be drawn: all of a short draft, of a long one those that have to do with others."""
    nodes = answer.commitments.nodes
    if len(nodes) <= _ALL:
        return nodes
    ends = {name for arrow in answer.commitments.arrows for name in (arrow.first, arrow.second)}
    return tuple(node for node in nodes if node.clause in ends or node.trouble is not None)


def _shown(answer: Coherence, tied: tuple[Node, ...]) -> tuple[Node, ...]:
    """As many of them as there is room for, in the order of the draft."""
    order = sorted(tied, key=lambda node: node.trouble is None)  # trouble first
    chosen = {node.clause for node in order[:_MOST]}
    return tuple(node for node in answer.commitments.nodes if node.clause in chosen)


def _text(node: Node, case: Case) -> str:
    clause = clause_of(node.clause, case)
    return sentence(node.clause if clause is None else clause_text(clause, node.clause))


def _box(node: Node, text: tuple[str, ...], at: lanes.Placed, case: Case, marks: Mapping[str, PartyMark]) -> Box:
    parties = [party_label(party, case) for party in node.obligors]
    known = [marks[party] for party in node.obligors if party in marks][:_MARKS]
    more = len(node.obligors) - len(known)
    party = _wrapped(", ".join(parties) or "nobody named", _PARTY - 2 * len(known), 1)[0]
    said = ", ".join(filter(None, (and_list(parties) or "nobody named", words.trouble_words(node))))
    return Box(
        node=node,
        x=at.x,
        y=at.y,
        width=lanes.BOX,
        height=at.height,
        lines=text,
        marks=tuple(known) if more >= 0 else (),
        party=party,
        sign=None if node.trouble is None else words.TROUBLES[node.trouble],
        name=f"{_text(node, case)}: {said}",
    )


def _connection(arrow: Arrow, drawn: lanes.Drawn, answer: Coherence, marks: Mapping[str, PartyMark]) -> Connection:
    (x, y), (_, before) = drawn.points[-1], drawn.points[-2]
    start_x, start_y = drawn.points[0]
    heads = []
    if arrow.kind in ("waits", "alternates"):
        heads.append(f"M{x:g} {y:g}l-3.5 -7h7z" if y != before else f"M{x:g} {y:g}l7 -3.5v7z")
    if arrow.kind == "alternates":
        heads.append(f"M{start_x:g} {start_y:g}l-3.5 7h7z")
    parties = [party for one in arrow.because for party in one.parties if party in marks]
    number = words.number(answer, arrow)
    style = {"waits": "", "alternates": " turn", "one step": " step", "tied": " tied"}[arrow.kind]
    return Connection(
        arrow=arrow,
        path=drawn.path,
        style=f"way{style}{' stated' if arrow.is_stated else ''}{' circling' if arrow.in_circle else ''}",
        heads=tuple(heads),
        label=str(number or ("or" if arrow.alternative else "")),
        mark=marks[parties[0]] if parties else None,
        at=(x + 3, y - 8),
    )


# Words cut to size


def _wrapped(text: str, width: float, most: int) -> tuple[str, ...]:
    """Words in at most so many lines of about so many letters; what does not fit is cut, and says so."""
    lines: list[str] = []
    line = ""
    for word in _pieces(text, width):
        longer = f"{line} {word}" if line else word
        if _wide(longer) <= width:
            line = longer
            continue
        lines.append(line)
        line = word
    lines.append(line)
    if len(lines) > most:
        lines = lines[:most]
        while lines[-1] and _wide(lines[-1]) > width - 1:
            lines[-1] = lines[-1][:-1].rstrip()
        lines[-1] = f"{lines[-1].rstrip(' ,;:.')}…"
    return tuple(isolated(one) for one in lines)


def _pieces(text: str, width: float) -> Iterator[str]:
    """The words of a text, those that are too long cut into pieces."""
    for word in text.split():
        piece = ""
        for char in word:
            if _wide(piece + char) > width:
                yield piece
                piece = ""
            piece += char
        yield piece


def _wide(text: str) -> float:
    """About how many letters of the usual width a text takes."""
    return sum(map(_letter, text))


def _letter(char: str) -> float:
    if unicodedata.east_asian_width(char) in "WF":
        return 2.0
    if char in "MWmw@%…":
        return 1.5
    if char in "ijltfrI.,:;'’|!()[] ":
        return 0.65
    return 1.15 if char.isupper() else 1.0
