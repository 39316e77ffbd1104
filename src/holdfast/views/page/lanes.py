"""Boxes in lanes, with lines between them that cross no box: the geometry of the commitment graph.

A lane is a band; its boxes stand in rows of at most `COLUMNS`, what comes first above what waits for it. Lines run in
the channels between rows and in the gutters between columns only, each on a track of its own:

1. Within each lane, break circles (the connection that closes one, in the order given, is left out of the layering) and
   let `fast_sugiyama` find layers with few crossings (Sugiyama, Tagawa and Toda 1981).
2. Cut layers that are too broad into rows; choose each row's columns nearest to where the layering put its boxes. Boxes
   without any connection in their lane fill what is free.
3. A line leaves a box below, and follows the channel there to its target, or to the gutter beside the target's column
   and the channel above the target; lines of one source and kind share their way. Tracks are given by the left-edge
   algorithm (Hashimoto and Stevens 1971), and a channel is as high as its tracks.

Everything is a function of the order in which things are given; names do not matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final, TypeAlias

from fast_sugiyama import from_edges

COLUMNS: Final = 5
WIDTH: Final = 900
LABELS: Final = 96
GUTTER: Final = 20
BOX: Final = (WIDTH - LABELS - (COLUMNS + 1) * GUTTER) // COLUMNS
#: Room between a channel's tracks, and between its last one and the boxes below, where line ends are labelled.
_TRACK: Final = 6
_ABOVE: Final = 17
_BELOW: Final = 7
_SPACING: Final = 10
#: Lines in one gutter stand so far apart; where there are more than fit, they share.
_SLOT: Final = 4
#: The room for a line's end on its box, and for one with a label.
_PORT: Final = 9
_LABELLED: Final = 26
_SLOTS: Final = GUTTER // _SLOT - 1
Key: TypeAlias = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A connection to be drawn: between boxes, by number, or lanes (`-1 - lane`)."""

    first: int
    second: int
    kind: str
    """Lines of one source and kind share their way."""
    layered: bool = True
    """Whether the first comes first; else it connects without an order."""
    side_by_side: bool = False
    """Whether its ends belong next to each other."""
    labelled: bool = False
    """Whether its end needs room for a label."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A box: its corner and size."""

    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line: its corners from source to target, and where its label may stand."""

    points: tuple[tuple[float, float], ...]
    across: bool
    """Whether it runs straight between two boxes side by side."""

    @property
    def path(self) -> str:
        """Its corners as an SVG path."""
        return "M" + "L".join(f"{x:g} {y:g}" for x, y in self.points)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything is."""

    height: float
    boxes: tuple[Placed, ...]
    bands: tuple[tuple[float, float], ...]
    """Top and height of every lane."""
    lines: tuple[Drawn, ...]


def layout(lanes: Sequence[Sequence[int]], heights: Sequence[float], lines: Sequence[Line], least: float = 0) -> Layout:
    """Places boxes and lines.

    Args:
        lanes: the boxes of each lane, by number.
        heights: the height of every box.
        lines: the connections.
        least: the least height of a lane.
    """
    return _Router([_rows(boxes, lines) for boxes in lanes], lines).layout(heights, least)


# Rows and columns


def _rows(boxes: Sequence[int], lines: Sequence[Line]) -> list[list[tuple[int, int]]]:
    """The rows of a lane: boxes with their columns."""
    inside = set(boxes)
    own = [one for one in lines if {one.first, one.second} <= inside and one.first != one.second]
    head = {box: box for box in boxes}

    def top(box: int) -> int:
        while head[box] != box:
            box = head[box]
        return box

    for one in own:
        if one.side_by_side:
            head[top(one.second)] = top(one.first)
    groups: dict[int, list[int]] = {}
    for box in boxes:
        groups.setdefault(top(box), []).append(box)
    edges = _acyclic([(top(one.first), top(one.second)) for one in own if one.layered])
    connected = {end for edge in edges for end in edge}
    layers: list[list[tuple[float, int]]] = []
    start = 0.0
    for positions, width, *_ in from_edges(edges, vertex_spacing=_SPACING, dummy_vertices=False):
        known = sorted((int(box), x, y) for box, (x, y) in positions)
        levels = sorted({y for _, _, y in known}, reverse=True)
        left = min(x for _, x, _ in known)
        layers += [[] for _ in range(len(levels) - len(layers))]
        for box, x, y in known:
            layers[levels.index(y)].append((start + (x - left) / _SPACING, box))
        start += width / _SPACING + 1
    scale = (COLUMNS - 1) / max(start - 1, COLUMNS - 1)
    rows: list[list[tuple[float, int]]] = []
    for layer in layers:
        flat = [(x * scale + n, box) for x, top_ in sorted(layer) for n, box in enumerate(groups[top_])]
        rows += [flat[at : at + COLUMNS] for at in range(0, len(flat), COLUMNS)]
    placed = [_columns(row) for row in rows]
    waiting = [groups[box] for box in groups if box not in connected]
    for group in waiting:
        for row in (*placed, None):
            content = [] if row is None else row
            taken = {column for _, column in content}
            free = next(
                (c for c in range(COLUMNS) if all(c + n < COLUMNS and c + n not in taken for n in range(len(group)))),
                0 if row is None else None,
            )
            if free is None:
                continue
            if row is None:
                placed += [
                    [(box, n) for n, box in enumerate(group[at : at + COLUMNS])] for at in range(0, len(group), COLUMNS)
                ]
            else:
                row += [(box, free + n) for n, box in enumerate(group)]
            break
    return placed


def _columns(row: Sequence[tuple[float, int]]) -> list[tuple[int, int]]:
    """The columns of a row's boxes: in their order, as near as can be to where they are wanted."""
    ways = combinations(range(COLUMNS), len(row))
    best = min(ways, key=lambda way: sum(abs(column - x) for column, (x, _) in zip(way, row, strict=True)))
    return [(box, column) for column, (_, box) in zip(best, row, strict=True)]


def _acyclic(edges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The edges without those that, in this order, close a circle; each once."""
    after: dict[int, set[int]] = {}
    kept = []
    for first, second in dict.fromkeys(edges):
        stack, seen = [second], {second}
        while stack:
            for other in after.get(stack.pop(), ()):
                if other not in seen:
                    seen.add(other)
                    stack.append(other)
        if first not in seen:
            after.setdefault(first, set()).add(second)
            kept.append((first, second))
    return kept


# Lines


@dataclass(slots=True)
class _Tracks:
    """Intervals that run beside each other, those of one key on the same track."""

    wanted: dict[Key, tuple[float, float]] = field(default_factory=dict)

    def add(self, key: Key, first: float, second: float) -> None:
        """One more stretch of a key's way."""
        low, high = self.wanted.get(key, (first, first))
        self.wanted[key] = (min(low, first, second), max(high, first, second))

    def given(self) -> tuple[dict[Key, int], int]:
        """The track of each key, and how many there are: each takes the first that is free from where it starts."""
        ends: list[float] = []
        found = {}
        for key, (low, high) in sorted(self.wanted.items(), key=lambda item: item[1]):
            track = next((n for n, end in enumerate(ends) if end < low - 4), len(ends))
            ends[track : track + 1] = [high]
            found[key] = track
        return found, len(ends)


@dataclass(frozen=True, slots=True)
class _Way:
    """Where a line runs: from `out` in the channel `leave`; then by the `gutter` to the channel `arrive`, to `into`."""

    out: float
    into: float
    leave: int
    share: Key
    gutter: int | None = None
    arrive: int = 0
    below: bool = False
    """Whether it ends below its box, as it began."""


class _Router:
    """Finds the ways of the lines once the cells of the boxes are known. Every lane has one more channel than rows."""

    def __init__(self, rows: Sequence[Sequence[Sequence[tuple[int, int]]]], lines: Sequence[Line]) -> None:
        self._rows = rows
        self._lines = lines
        self._top: list[int] = []
        """The number of each lane's first channel."""
        self._cells: dict[int, tuple[int, int]] = {}
        """Of each box the channel above it, and its column."""
        channel = 0
        for lane in rows:
            self._top.append(channel)
            for row in lane:
                self._cells |= {box: (channel, column) for box, column in row}
                channel += 1
            channel += 1
        self._leaving: dict[int, dict[str, int]] = {}
        self._arriving = self._ports()
        self._channels: dict[int, _Tracks] = {}
        self._gutters: dict[int, _Tracks] = {}

    def layout(self, heights: Sequence[float], least: float) -> Layout:
        """All of it."""
        ways = [self._way(number, line) for number, line in enumerate(self._lines)]
        tracks = {channel: found.given() for channel, found in self._channels.items()}
        sides = {gutter: found.given()[0] for gutter, found in self._gutters.items()}
        boxes: list[Placed] = [Placed(0, 0, 0)] * len(heights)
        bands = []
        channels: list[float] = []
        y = 0.0
        for lane in self._rows:
            start = y
            for row in lane:
                count = tracks[len(channels)][1] if len(channels) in tracks else 0
                channels.append(y)
                y += _BELOW + _TRACK * count + _ABOVE
                for box, column in row:
                    boxes[box] = Placed(_left(column), y, heights[box])
                y += max(heights[box] for box, _ in row)
            count = tracks[len(channels)][1] if len(channels) in tracks else 0
            channels.append(y)
            y = max(y + _BELOW + _TRACK * count + _BELOW, start + least)
            bands.append((start, y - start))

        def track(channel: int, key: Key) -> float:
            return channels[channel] + _BELOW + _TRACK * tracks[channel][0][key]

        drawn = []
        for line, way in zip(self._lines, ways, strict=True):
            if way is None:
                one, other = boxes[line.first], boxes[line.second]
                middle = one.y + min(one.height, other.height) / 2
                leaving, arriving = (one.x + BOX, other.x) if one.x < other.x else (one.x, other.x + BOX)
                drawn.append(Drawn(((leaving, middle), (arriving, middle)), True))
                continue
            points = []
            if line.first >= 0:
                points.append((way.out, boxes[line.first].y + boxes[line.first].height))
            level = track(way.leave, way.share)
            points.append((way.out, level))
            if way.gutter is not None:
                slot = sides[way.gutter][way.share] % _SLOTS
                x = _left(way.gutter) - GUTTER + _SLOT * (slot + 1)
                level = track(way.arrive, (*way.share, way.gutter))
                points += [(x, points[-1][1]), (x, level)]
            points.append((way.into, level))
            if line.second >= 0:
                at = boxes[line.second]
                points.append((way.into, at.y + (at.height if way.below else 0)))
            drawn.append(Drawn(tuple(points), False))
        return Layout(y, tuple(boxes), tuple(bands), tuple(drawn))

    def _way(self, number: int, line: Line) -> _Way | None:
        """The channels and gutter that a line takes; None where it runs straight to the box beside."""
        first, second = line.first, line.second
        if line.side_by_side and min(first, second) >= 0:
            (channel, column), (other_channel, other) = self._cells[first], self._cells[second]
            if channel == other_channel and abs(column - other) == 1:
                return None
        share: Key = (first, line.kind)
        out, into = self._out(first, line.kind), self._arriving[number]
        leave = self._top[-1 - first] if first < 0 else self._cells[first][0] + 1
        arrive, column = (self._top[-1 - second], 0) if second < 0 else self._cells[second]
        if not line.layered and first >= 0 and second >= 0 and leave == arrive + 1:
            into = self._out(second, line.kind)  # side by side in a row, and neither comes first
            self._tracks(self._channels, leave).add(share, out, into)
            return _Way(out, into, leave, share, below=True)
        if leave == arrive:
            self._tracks(self._channels, leave).add(share, out, into)
            return _Way(out, into, leave, share)
        gutter = column + (second >= 0 and out > into)
        x = _left(gutter) - GUTTER / 2
        self._tracks(self._channels, leave).add(share, out, x)
        self._tracks(self._gutters, gutter).add(share, leave, arrive)
        self._tracks(self._channels, arrive).add((*share, gutter), x, into)
        return _Way(out, into, leave, share, gutter, arrive)

    @staticmethod
    def _tracks(found: dict[int, _Tracks], at: int) -> _Tracks:
        return found.setdefault(at, _Tracks())

    def _out(self, end: int, kind: str) -> float:
        """Where lines of a kind leave a box: left of its middle, each kind at its own place."""
        if end < 0:
            return LABELS
        known = self._leaving.setdefault(end, {})
        place = known.setdefault(kind, len(known))
        return self._middle(end) - 10 - 9 * (place % 5)

    def _middle(self, end: int) -> float:
        return LABELS if end < 0 else _left(self._cells[end][1]) + BOX / 2

    def _ports(self) -> dict[int, float]:
        """Where each line arrives: right of the middle where there is room, those from the left further left."""
        arriving: dict[int, list[int]] = {}
        for number, line in enumerate(self._lines):
            arriving.setdefault(line.second, []).append(number)
        found = {}
        for end, numbers in arriving.items():
            ordered = sorted(numbers, key=lambda number: self._middle(self._lines[number].first))
            rooms = [_LABELLED if self._lines[number].labelled else _PORT for number in ordered]
            room = sum(rooms)
            scale = min(1.0, (BOX - 8) / room)
            x = max(self._middle(end) + BOX / 2 - 4 - room * scale, self._middle(end) - BOX / 2 + 4)
            x = min(x, self._middle(end)) + 4
            for number, one in zip(ordered, rooms, strict=True):
                found[number] = float(LABELS) if end < 0 else x
                x += one * scale
        return found


def _left(column: int) -> float:
    """The left edge of a column's boxes; its gutter is to the left of it."""
    return LABELS + GUTTER + column * (BOX + GUTTER)
