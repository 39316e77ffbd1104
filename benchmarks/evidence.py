"""Verifying 10,000 citations of 50 sources of 5,000 words, against reading the files and hashing them alone.

python benchmarks/evidence.py [--json]
"""

from __future__ import annotations

import hashlib
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks._cases import write_case
from benchmarks._table import Table, compare, run
from holdfast.analyses.positions import positions
from holdfast.case.anchors import resolve
from holdfast.case.load import load
from holdfast.case.model import Citation
from holdfast.case.textindex import TextIndex, normalised

SOURCES, WORDS, PARAGRAPH, CITATIONS, STATEMENTS = 50, 5_000, 60, 10_000, 10_000
_SYLLABLES = "ka ro mi tel su an der vo li pra nes tu go bel fa rim".split()

_VERIFY = """
import pickle, sys
from pathlib import Path
from benchmarks.evidence import verify
folder = Path(sys.argv[1])
assert verify(folder, pickle.loads((folder / "citations.pickle").read_bytes())) == {"exact": 10_000}
"""
_CITATIONS = """
import pickle, sys
from pathlib import Path
from benchmarks.evidence import verify
pickle.loads((Path(sys.argv[1]) / "citations.pickle").read_bytes())
"""
_ALONE = """
import hashlib, sys
from pathlib import Path
for path in Path(sys.argv[1]).glob("*.txt"):
    hashlib.sha256(path.read_bytes()).hexdigest()
"""


def write_sources(folder: Path, seed: int = 3) -> list[Citation]:
    """Write the sources, and give citations of them: half by a quote, half by a hash, all at their places."""
    draw = random.Random(seed)
    words = ["".join(draw.choices(_SYLLABLES, k=draw.randrange(1, 4))) for _ in range(3_000)]
    texts: list[list[str]] = []
    for number in range(SOURCES):
        drawn = draw.choices(words, k=WORDS)
        lines = [" ".join(drawn[start : start + PARAGRAPH]).capitalize() + "." for start in range(0, WORDS, PARAGRAPH)]
        texts.append([line.replace(" ka ", " “ka” ") if number % 2 else line for line in lines])
        (folder / f"source-{number}.txt").write_text("\n\n".join(texts[-1]) + "\n", encoding="utf-8")
    citations = []
    for count in range(CITATIONS):
        number = draw.randrange(SOURCES)
        place = draw.randrange(len(texts[number]))
        text = texts[number][place]
        cited: dict[str, str] = {"source": f"source-{number}", "paragraph": str(place + 1)}
        if count % 2:
            parts = text.split()
            start = draw.randrange(len(parts) - 1)
            cited["quote"] = " ".join(parts[start : start + draw.randrange(5, 25)])
        else:
            cited["sha256"] = hashlib.sha256(normalised(text).encode()).hexdigest()
        citations.append(Citation.model_validate(cited))
    return citations


def verify(folder: Path, citations: list[Citation]) -> dict[str, int]:
    """What a case does with its sources: read, hash, divide into paragraphs, resolve every citation."""
    indexes: dict[str, TextIndex] = {}
    for path in folder.glob("*.txt"):
        content = path.read_bytes()
        hashlib.sha256(content).hexdigest()
        indexes[path.stem] = TextIndex.of(content.decode("utf-8-sig"))
    found: dict[str, int] = {}
    for citation in citations:
        status = resolve(citation, indexes[citation.source]).status
        found[status] = found.get(status, 0) + 1
    return found


def read_and_hash(folder: Path) -> None:
    """The least that can be done."""
    for path in folder.glob("*.txt"):
        hashlib.sha256(path.read_bytes()).hexdigest()


def _shifted(folder: Path) -> None:
    """Every source with a line more at its head: nothing is where it was."""
    for path in folder.glob("*.txt"):
        path.write_text("A heading.\n" + path.read_text(encoding="utf-8"), encoding="utf-8")


def _median(work: Callable[[], object], rounds: int = 7) -> float:
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


def measure(table: Table) -> None:
    import pickle

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        citations = write_sources(folder)
        if verify(folder, citations) != {"exact": CITATIONS}:
            raise SystemExit(f"not every citation holds: {verify(folder, citations)}")
        table.add("size of the sources", sum(path.stat().st_size for path in folder.glob("*.txt")) / 1e6, "MB")
        alone, ours = _median(lambda: read_and_hash(folder)), _median(lambda: verify(folder, citations))
        table.add("reading and hashing the files, in process", alone * 1000, "ms CPU")
        table.add("verifying 10,000 citations, in process", ours * 1000, "ms CPU")
        table.add("verifying / reading and hashing", ours / alone, "ratio", at_most=30)
        (folder / "citations.pickle").write_bytes(pickle.dumps(citations))
        both = compare(["-c", _VERIFY, str(folder)], ["-c", _CITATIONS, str(folder)])
        table.add("new process: with verifying / without", both.ratio, "ratio", at_most=1.25)
        alone_too = compare(["-c", _VERIFY, str(folder)], ["-c", _ALONE, str(folder)])
        table.add("new process: verifying / reading and hashing", alone_too.ratio, "ratio")
        _shifted(folder)
        moved = verify(folder, citations)
        if set(moved) - {"moved", "context", "ambiguous"}:
            raise SystemExit(f"a citation was lost where only its place changed: {moved}")
        table.add(
            "the same, every source shifted by a line", _median(lambda: verify(folder, citations)) * 1000, "ms CPU"
        )
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "case"
        write_case(folder, statements=STATEMENTS, commitments=100, files=10)
        case = load(folder, "desk").case
        if len(case.statements) != STATEMENTS:
            raise SystemExit(f"{len(case.statements)} statements were read")
        table.add("positions of 10,000 statements", _median(lambda: positions(case), 3) * 1000, "ms CPU")


if __name__ == "__main__":
    sys.exit(run(measure))
