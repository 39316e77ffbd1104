"""What holdfast says about a case: diagnostics, the places they point to, and the registry of their codes.

Every message to a user has a code of `CODES`; its explanation and its examples lie in `holdfast/codes/CODE/` and are
what ``holdfast explain CODE`` prints, what the reference page shows and what the golden tests run.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from importlib import resources
from typing import Final


class Severity(StrEnum):
    """How much a diagnostic matters: an error costs the item, a warning asks for a look, a note only tells."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a file. Lines and columns count from 1, columns in Unicode code points; the end is exclusive."""

    file: str
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1
    excerpt: str | None = None
    """The whole first line, as in the file."""
    label: str = ""
    """What this place is, where a diagnostic shows more than one."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One message about one place (and the places it has to do with)."""

    code: str
    message: str
    spans: tuple[Place, ...]
    """The place itself first, then the places that explain it."""
    hint: str | None = None

    @property
    def severity(self) -> Severity:
        """The severity that the registry gives this code."""
        return CODES[self.code].severity

    @property
    def name(self) -> str:
        """The code's readable name, such as ``unknown-name``."""
        return CODES[self.code].name

    @property
    def place(self) -> Place:
        """Where the diagnostic points first."""
        return self.spans[0]


@dataclass(frozen=True, slots=True)
class Code:
    """An entry of the registry."""

    code: str
    name: str
    severity: Severity
    title: str

    @property
    def explanation(self) -> str:
        """The Markdown text that explains this code: what it means, why it matters, what to do."""
        return (resources.files("holdfast") / "codes" / self.code / "explanation.md").read_text(encoding="utf-8")


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE
_REGISTRY: Final = (
    # 1xx: files and YAML
    Code("HF101", "not-yaml", _E, "The file is not well-formed YAML"),
    Code("HF102", "duplicate-key", _E, "A key stands twice in one mapping"),
    Code("HF103", "yaml-extra", _E, "An anchor, alias, tag, merge key or second document"),
    Code("HF104", "not-text", _E, "The file is not UTF-8 text"),
    Code("HF105", "unreadable", _E, "A file or folder cannot be opened"),
    Code("HF106", "no-case", _E, "There is no case.yaml here"),
    Code("HF107", "unknown-file", _W, "A YAML file that holdfast does not read"),
    Code("HF108", "outside-compartment", _E, "A path leads out of its case or compartment"),
    Code("HF109", "nested-too-deep", _E, "Lists and mappings are nested too deep"),
    # 2xx: keys and values
    Code("HF201", "unknown-key", _E, "A key that does not belong here"),
    Code("HF202", "missing-key", _E, "A required key is missing"),
    Code("HF203", "wrong-shape", _E, "A list, mapping or text where another is expected"),
    Code("HF204", "wrong-value", _E, "A value that is not one of those allowed"),
    Code("HF205", "bad-id", _E, "A name that cannot be an identifier"),
    Code("HF206", "bad-date", _E, "A date that does not exist or cannot be read"),
    Code("HF207", "bad-duration", _E, "A duration or offset that cannot be read"),
    Code("HF208", "range-upside-down", _E, "A range whose end lies before its start"),
    Code("HF209", "bad-quantity", _E, "An amount that cannot be read"),
    Code("HF210", "format-version", _E, "A format version that this holdfast does not know"),
    Code("HF211", "keys-clash", _E, "Keys that do not go together"),
    Code("HF212", "given-twice", _E, "Two files of one split file give the same key"),
    # 3xx: references
    Code("HF301", "unknown-name", _E, "A reference to something that is not there"),
    Code("HF302", "unknown-option", _E, "An option that its issue does not have"),
    Code("HF303", "duplicate-id", _E, "Two items have the same name"),
    Code("HF304", "circle", _E, "A chain of references that comes back to itself"),
    Code("HF305", "wrong-kind", _E, "A name of another kind than is needed here"),
    Code("HF306", "not-ordered", _E, "A comparison of options that have no order"),
    Code("HF307", "leads-out", _E, "A reference to what its readers may not read"),
    Code("HF308", "redefined", _E, "A compartment defines again what the case already has"),
    Code("HF309", "left-out-too", _N, "What refers to a broken item is left out with it"),
    # 4xx: conditions
    Code("HF401", "bad-condition", _E, "A condition that cannot be read"),
    # 5xx: meaning
    Code("HF501", "firmness-without-because", _E, "A red line or bottom line without its reason"),
    Code("HF502", "not-cited", _W, "A statement that cites nothing"),
    Code("HF503", "citation-broken", _E, "The cited words are not in the source"),
    Code("HF504", "source-not-at-hand", _N, "A source's file is not here, so its citations are not checked"),
    Code("HF505", "source-changed", _W, "A source's file is not the one that was registered"),
    Code("HF506", "votes", _E, "Votes that do not add up"),
    Code("HF507", "supersedes-later", _W, "A statement retires a later one"),
    Code("HF508", "settled-mismatch", _E, "An issue's status and its settled option disagree"),
    Code("HF509", "undeclared-audience", _E, "An audience that the case does not declare"),
    Code("HF510", "not-quotable", _E, "A quotation from a source that may not be quoted"),
    Code("HF511", "citation-moved", _W, "The cited words stand elsewhere in the source"),
    Code("HF512", "citation-ambiguous", _W, "The cited words stand in several places, and it is not said in which"),
    Code("HF513", "citation-respelt", _N, "The cited words differ from the source in quotation marks or line ends"),
    # 6xx: the draft, found by the analysis of its coherence
    Code("HF601", "circular-conditions", _E, "Clauses that wait for each other"),
    Code("HF602", "refers-to-left-out", _W, "A reference to a clause that the package leaves out"),
    Code("HF603", "never-comes", _W, "A clause or phase waits for what never comes"),
    Code("HF604", "standing-unknown", _N, "The package does not decide whether a clause stands"),
    Code("HF605", "order-not-said", _W, "Clauses are tied together in an order that nobody said"),
    Code("HF606", "no-obligor", _W, "Nobody is named who owes a clause"),
    Code("HF607", "no-date", _W, "No day is said by which a clause is due"),
    Code("HF608", "rests-on-undated", _W, "The time of a clause rests on a step without a date"),
    Code("HF609", "no-verifier", _W, "Nobody verifies a clause"),
    Code("HF610", "no-decider", _N, "Nobody rules on disputes about a clause"),
    Code("HF611", "no-remedy", _N, "Nothing follows a breach of a clause"),
    Code("HF612", "vague-amount", _W, "An amount that can be read in more than one way"),
    Code("HF613", "undefined-term", _W, "A clause uses a term that has no definition"),
    Code("HF614", "open-term", _W, "The draft itself lists a term as open"),
    Code("HF615", "effort-only", _W, "An effort is owed where others wait for the result"),
    Code("HF616", "no-end", _W, "A prohibition or lasting duty has no end"),
    Code("HF617", "several-consents", _N, "A clause needs the consent of several"),
    Code("HF618", "end-undeclared", _W, "A clause depends on something whose end nobody declares"),
    Code("HF619", "readings-differ", _W, "Readings of a clause differ in when or how much"),
    Code("HF620", "phase-unopened", _W, "A phase that nobody opens"),
    Code("HF621", "body-not-created", _N, "A body has a task and no clause creates it"),
    Code("HF622", "body-not-overseen", _N, "A body is created and nobody oversees it"),
    Code("HF623", "totals", _W, "Amounts that do not add up"),
    Code("HF624", "never-said", _N, "One who owes a clause has never said that it will do it"),
    Code("HF625", "outside-control", _W, "What a clause takes is in the hands of one who owes nothing for it"),
    Code("HF626", "penalty-unrelated", _W, "What follows a breach falls on a clause that has nothing to do with it"),
    Code("HF627", "differs-from-fact", _N, "An amount does not fit what is said of the fact"),
    # 7xx: the journal
    Code("HF701", "not-an-entry", _E, "A line of a journal that is no entry"),
    Code("HF702", "entry-key", _E, "A key of an entry is missing or does not belong to it"),
    Code("HF703", "entry-value", _E, "A value of an entry that cannot be read"),
    Code("HF704", "entry-names-unknown", _E, "An entry names something that is not there"),
    Code("HF705", "entry-twice", _E, "Two different entries have the same name"),
    Code("HF706", "not-named-to-find", _W, "A finding by one who neither decides nor verifies the clause"),
    # 8xx: decisions on what documents may say
    Code("HF801", "not-a-decision", _E, "A line of intake.jsonl that is no decision"),
    Code("HF802", "decision-key", _E, "A key of a decision is missing, or its value cannot be read"),
    Code("HF803", "statement-gone", _N, "A decision names a statement that is not there any more"),
)
#: Every code that holdfast can print, in order.
CODES: Final = {code.code: code for code in _REGISTRY}


#: Nobody means to write a longer one, and comparing takes as long as the word.
_LONGEST_WORD: Final = 80


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """A hint that names the closest known words, or None where none is close."""
    if len(word) > _LONGEST_WORD:
        return None
    written = {name.casefold(): name for name in reversed(list(known))}
    close = get_close_matches(word.casefold(), list(reversed(written)), n=3, cutoff=0.6)
    return f"did you mean {or_list([written[name] for name in close])}?" if close else None


def or_list(words: Sequence[str]) -> str:
    """``a``, ``a or b``, ``a, b or c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} or {words[-1]}"


def by_place(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The diagnostics in the order of their places, each once."""
    return tuple(
        sorted(
            dict.fromkeys(diagnostics),
            key=lambda d: (d.place.file, d.place.line, d.place.column, d.code, d.message),
        )
    )
