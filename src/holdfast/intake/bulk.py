"""Reading many documents: what is kept is not read again, the rest in several processes, whatever is done is kept.

An interruption loses at most what was being read at that moment; the result does not depend on the number of processes.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from holdfast.case import documents
from holdfast.case.case import Case
from holdfast.case.documents import Document
from holdfast.case.encodings import DocumentError
from holdfast.intake import cache
from holdfast.intake.found import Reading, digest, read, text_of
from holdfast.intake.model import Text

Item = TypeVar("Item")
Made = TypeVar("Made")
#: So many documents are given to a process at a time, and kept together.
_BATCH: Final = 16
#: Below so many paragraphs, starting processes takes longer than they save.
_WORTH_PROCESSES: Final = 2000


def readings(
    case: Case,
    sources: Sequence[str] | None = None,
    *,
    processes: int | None = None,
    told: Callable[[str, float], None] = lambda what, share: None,
) -> dict[str, Reading]:
    """What is found in documents of a case, by source.

    Args:
        case: the case.
        sources: which of them; all that are at hand where it is left out.
        processes: how many; as many as there are processors where it is left out.
        told: is told what is being done, and the share of it that is.
    """
    texts: dict[str, tuple[str, Text]] = {}
    for source in case.sources if sources is None else sources:
        text = text_of(case, source)
        if text is not None:
            texts[source] = (digest(text), text)
    found: dict[str, Reading] = {}
    for compartment in case.compartments:
        mine = {name: one for name, one in texts.items() if case.compartment_of(name) == compartment}
        if not mine:
            continue
        known = cache.load(case.folder, compartment, [one[0] for one in mine.values()])
        unread = {key: text for key, text in mine.values() if key not in known}
        share = len(found) / len(texts)
        with cache.keeping(case.folder, compartment) as keeper:
            done = 0
            for batch in _read(unread, processes):
                keeper.keep(batch)
                known |= batch
                done += len(batch)
                told("reading", share + len(mine) / len(texts) * done / len(unread))
        found |= {name: known[key] for name, (key, _) in mine.items()}
    return {name: found[name] for name in texts}


def _read(texts: dict[str, Text], processes: int | None) -> Iterator[dict[str, Reading]]:
    """The readings of texts, batch by batch, in their order."""
    items = list(texts.items())
    batches = [items[at : at + _BATCH] for at in range(0, len(items), _BATCH)]
    if processes is None and sum(len(text.paragraphs) for text in texts.values()) < _WORTH_PROCESSES:
        processes = 1
    yield from _mapped(_batch, batches, processes)


def _mapped(work: Callable[[Item], Made], items: Sequence[Item], processes: int | None) -> Iterator[Made]:
    """What work makes of items, in their order, in several processes."""
    wanted = min(processes or os.cpu_count() or 1, len(items))
    if wanted < 2:
        yield from map(work, items)
        return
    context = multiprocessing.get_context("spawn")  # nothing of this process is inherited, on any system
    with ProcessPoolExecutor(wanted, context, _quiet) as pool:
        try:
            yield from pool.map(work, items)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


@dataclass(frozen=True, slots=True)
class Opened:
    """A file of a document, read; or why it cannot be."""

    path: Path
    content: bytes | None = None
    document: Document | None = None
    problem: str | None = None


def opened(paths: Sequence[Path], encoding: str | None = None, processes: int | None = None) -> Iterator[Opened]:
    """The documents in files, in their order, read in several processes where there are many."""
    items = [(path, encoding) for path in paths]
    batches = [items[at : at + _BATCH] for at in range(0, len(items), _BATCH)]
    for batch in _mapped(_open_batch, batches, processes):
        yield from batch


def _open_batch(items: Sequence[tuple[Path, str | None]]) -> list[Opened]:
    return [_open(path, encoding) for path, encoding in items]


def _open(path: Path, encoding: str | None) -> Opened:
    try:
        content = path.read_bytes()
        return Opened(path, content, documents.read(content, path.name, encoding=encoding))
    except DocumentError as error:
        return Opened(path, problem=error.message + (f"; {error.hint}" if error.hint else ""))
    except OSError as error:
        return Opened(path, problem=(error.strerror or "cannot be read").lower())


def _batch(items: Sequence[tuple[str, Text]]) -> dict[str, Reading]:
    return {key: read(text) for key, text in items}


def _quiet() -> None:
    """Ctrl-C is for the process that the user started; it ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
