"""Carrying out a decision: the statement into the case and the decision into the record, both or neither.

1. The entry is added to the text of its file in memory, and the case is loaded with it: what it would make wrong is
   refused, with the diagnostics, and nothing is changed.
2. The file of statements and the record are written together, each only if it still is what was read; where somebody
   else wrote meanwhile, everything is done anew on what they wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from holdfast.case.audience import View, compartment_folder, inside
from holdfast.case.case import Case, Loaded
from holdfast.case.edit import EditError, add_entry, index_of, remove_entry
from holdfast.case.files import Cache
from holdfast.case.load import load
from holdfast.case.register import identifier_for, names
from holdfast.case.trial import newly_wrong
from holdfast.case.writing import ConflictError, current, digest, replace
from holdfast.case.yamlwrite import flow
from holdfast.diagnostics import Diagnostic, Severity
from holdfast.intake.citing import CitingError, citations
from holdfast.intake.decisions import Choice, Decided, Decision, Log, appended, made, path
from holdfast.intake.decisions import load as load_log
from holdfast.intake.proposing import Entry, changed, missing, proposal, verb_of, written
from holdfast.intake.suggestion import Suggestion

#: So often it is tried anew where somebody else writes at the same time.
_TRIES: Final = 8


class RefusedError(Exception):
    """A decision that cannot be carried out, and why. Nothing was changed."""

    def __init__(self, problems: Sequence[Diagnostic] = (), message: str = "", hint: str | None = None) -> None:
        super().__init__(message or "; ".join(one.message for one in problems))
        self.problems = tuple(problems)
        self.message = message or (problems[0].message if problems else "")
        self.hint = hint or (problems[0].hint if problems else None)


class MovedError(RefusedError):
    """What was known when the decision was made is not so any more: somebody else decided meanwhile."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a decision did."""

    decision: Decision
    file: str | None = None
    """The file of statements that was changed."""
    warnings: tuple[Diagnostic, ...] = ()
    """What is newly to be looked at, if not wrong."""


class Desk:
    """A case at which decisions are made, as one audience sees it."""

    def __init__(
        self,
        folder: Path,
        audience: str,
        sources: Iterable[Path] = (),
        *,
        cache: Cache | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.folder = folder
        self.audience = audience
        self._sources = tuple(sources)
        self._now = now
        self._cache = Cache() if cache is None else cache
        self.loaded = self._load()

    @property
    def case(self) -> Case:
        """The case as it was when it was last read."""
        return self.loaded.case

    def refresh(self) -> Loaded:
        """Reads the case again."""
        self.loaded = self._load()
        return self.loaded

    def log(self) -> Log:
        """The decisions as they are now."""
        return load_log(self.folder, self.case.compartments)

    def decided(self) -> Decided:
        """The decisions that count."""
        return Decided(self.log().decisions, self.case.documents)

    def decide(
        self,
        suggestion: Suggestion,
        choice: Choice,
        coder: str,
        *,
        entries: Sequence[Entry] | None = None,
        reason: str | None = None,
        settles: Sequence[str] = (),
        compartment: str | None = None,
        still: Callable[[Decided], bool] = lambda decided: True,
    ) -> Done:
        """Carries out a decision about a suggestion.

        Args:
            suggestion: what is decided about.
            choice: the decision; `confirm` and `change` are told apart by whether a suggested value was changed.
            coder: whose decision it is.
            entries: what to write, as `proposal` has it; the proposal itself where it is left out.
            reason: why, in words.
            settles: the coders between whom this decides; what their decisions wrote is replaced.
            compartment: where the statement goes, if not beside its source.
            still: whether the decisions still are as they were known to whoever decides.

        Raises:
            MovedError: the decisions are others now.
            RefusedError: something is missing, or would be wrong with the case.
        """
        home = self._home(suggestion, compartment)
        if choice in ("confirm", "change"):
            entries = tuple(entries if entries is not None else proposal(self.case, suggestion))
            _complete(entries)
        for _ in range(_TRIES):
            try:
                return self._carry_out(
                    suggestion, choice, coder, tuple(entries or ()), reason, tuple(settles), home, still
                )
            except ConflictError:
                self.refresh()
            except OSError as error:
                told = (error.strerror or "unknown reason").lower()
                raise RefusedError(message=f"this cannot be written: {told}") from None
        raise RefusedError(message="somebody else keeps writing to the same files", hint="try again")

    def trial(
        self, suggestion: Suggestion, entries: Sequence[Entry], compartment: str | None = None
    ) -> tuple[Diagnostic, ...]:
        """What would newly be to be looked at if these entries were confirmed. Nothing is written.

        Raises:
            RefusedError: something is missing, or would be wrong with the case.
        """
        home = self._home(suggestion, compartment)
        _complete(entries)
        edit = _Edit(self)
        edit.add(suggestion, entries, home)
        return edit.check()[1]

    def _home(self, suggestion: Suggestion, compartment: str | None) -> str:
        home = compartment or suggestion.compartment
        if home not in self.case.compartments:
            raise RefusedError(message=f"the audience '{self.audience}' sees no compartment '{home}'")
        view = View(self.audience, self.case.compartments, self.case.audiences)
        for source in suggestion.sources:  # a decision names it, whatever is decided
            if not view.may_refer(home, self.case.compartment_of(source)):
                message = f"not everybody who may read '{home}' may read '{source}'"
                raise RefusedError(message=message, hint="leave the compartment out: then it is kept beside its source")
        return home

    def _carry_out(
        self,
        suggestion: Suggestion,
        choice: Choice,
        coder: str,
        entries: tuple[Entry, ...],
        reason: str | None,
        settles: tuple[str, ...],
        home: str,
        still: Callable[[Decided], bool],
    ) -> Done:
        edit = _Edit(self)
        record = path(self.folder, home)
        edit.read(record, home)
        decided = self.decided()
        if not still(decided):
            raise MovedError(message="somebody else decided about this meanwhile")
        confirmed = choice in ("confirm", "change")
        earlier = self._standing(decided, suggestion.key)
        if choice == "undo":
            last = decided.by_coder(coder).get(suggestion.key) or decided.settled(suggestion.key)
            if last is None or last.coder != coder:
                raise RefusedError(message=f"{coder} has decided nothing about this that could be undone")
            home, record = last.compartment, path(self.folder, last.compartment)
            edit.read(record, home)
            for name in last.statements:
                edit.remove(name, home)
            before = decided.before(suggestion.key, coder)
            if before is not None and before.statements and before.compartment == home:
                named = zip(before.statements, before.entries, strict=False)
                edit.add(suggestion, [{"id": name, **entry} for name, entry in named], home)
        elif earlier and (settles or any(one.coder == coder for one in earlier)):
            # Who decides anew, or between others, replaces what was written.
            for one in earlier:
                for name in one.statements:
                    edit.remove(name, one.compartment)
            earlier = ()
        ids: tuple[str, ...] = ()
        more: dict[str, Any] = {"reason": reason, "settles": settles}
        if confirmed:
            suggested = proposal(self.case, suggestion)
            more["changed"] = changed(suggested, entries) if len(suggested) == len(entries) else ()
            choice = "change" if more["changed"] else "confirm"
            more["entries"] = entries
            if not earlier:
                ids = edit.add(suggestion, entries, home)
        decision = made(suggestion, self.case.documents, choice, coder, self._now(), home, statements=ids, **more)
        after, warnings = edit.check()
        edit.files[record] = appended(edit.before[record], [decision])
        replace(self.folder, edit.files, {file: digest(edit.before[file]) for file in edit.files})
        if after is not None:
            self.loaded = after
        return Done(decision, edit.file, warnings)

    def _standing(self, decided: Decided, key: str) -> tuple[Decision, ...]:
        """The decisions about a suggestion whose statements are in the case."""
        found = [mine[key] for coder in decided.coders if key in (mine := decided.by_coder(coder))]
        settled = decided.settled(key)
        everything = [*found, *([] if settled is None else [settled])]
        return tuple(one for one in everything if any(name in self.case.statements for name in one.names))

    def load_with(self, files: Mapping[Path, bytes]) -> Loaded:
        """The case as it would be with other contents of files."""
        cache = Cache(dict(self._cache.units))
        return load(self.folder, self.audience, sources=self._sources, cache=cache, instead=files)

    def _load(self) -> Loaded:
        return load(self.folder, self.audience, sources=self._sources, cache=self._cache)


def _complete(entries: Iterable[Entry]) -> None:
    """Raises RefusedError where an entry still needs something."""
    for entry in entries:
        if lacking := list(missing(entry)):
            hint = "choose what is said and its verb" if "verb" in lacking else None
            raise RefusedError(message=f"this still needs: {', '.join(lacking)}", hint=hint)


class _Edit:
    """Changes of a case's files in memory."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.before: dict[Path, bytes | None] = {}
        self.files: dict[Path, bytes | None] = {}
        self.file: str | None = None
        """The last file of statements that was changed, relative to the case."""

    def read(self, file: Path, home: str) -> str:
        """The text of a compartment's file as it is or as it is going to be."""
        if file not in self.before:
            if not inside(self._desk.folder, home, file):  # what is written there would be for others to read
                raise RefusedError(message=f"{file.name} of '{home}' is a link that leads out of its compartment")
            self.before[file] = current(file)
        content = self.files.get(file, self.before[file]) or b""
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise RefusedError(message=f"{file.name} is not UTF-8 text", hint="save it as UTF-8 first") from None

    def add(self, suggestion: Suggestion, entries: Sequence[Entry], home: str) -> tuple[str, ...]:
        """Adds the entries with their citations. Gives the ids."""
        case = self._desk.case
        taken = set(names(case, home))
        file = _file_for(case, self._desk.loaded.files, suggestion.source, home)
        text = self.read(file, home)
        ids = []
        try:
            sides = suggestion.sources if len(entries) == len(suggestion.sources) else ()
            for number, entry in enumerate(entries):
                cites = citations(case, suggestion, None if home == "public" else home, sides[number : number + 1])
                name = str(entry.get("id") or identifier_for(_stem(entry), taken.__contains__))
                taken.add(name)
                values = written({"id": name, **entry}, home)
                values["cite"] = flow(cites[0] if len(cites) == 1 else cites)
                ordered = written({"cite": "…", "id": name, **entry}, home)
                text = add_entry(text, (), {key: values[key] for key in ordered})
                ids.append(name)
        except (EditError, CitingError) as error:
            raise RefusedError(message=error.message, hint=error.hint) from None
        self._put(file, text)
        return tuple(ids)

    def remove(self, name: str, home: str) -> None:
        """Takes a statement out again, if it is there and nobody has worked on it since."""
        case = self._desk.case
        qualified = name if home == "public" else f"{home}/{name}"
        place = case.places.get(qualified)
        if place is None or qualified not in case.statements:
            return
        file = self._desk.folder / place.file
        text = self.read(file, home)
        try:
            self._put(file, remove_entry(text, (index_of(text, name),)))
        except EditError as error:
            raise RefusedError(message=error.message, hint=error.hint) from None

    def _put(self, file: Path, text: str) -> None:
        start = b"\xef\xbb\xbf" if (self.before[file] or b"").startswith(b"\xef\xbb\xbf") else b""
        self.files[file] = start + text.encode()
        self.file = file.relative_to(self._desk.folder).as_posix()

    def check(self) -> tuple[Loaded | None, tuple[Diagnostic, ...]]:
        """The case with the changes, if there are any, and what is newly to be looked at.

        Raises:
            RefusedError: something would be newly wrong.
        """
        if not self.files:
            return None, ()
        after = self._desk.load_with({file: content or b"" for file, content in self.files.items()})
        fresh = newly_wrong(self._desk.loaded.diagnostics, after.diagnostics)
        wrong = [one for one in fresh if one.severity is Severity.ERROR]
        if wrong:
            raise RefusedError(wrong)
        return after, fresh


def _stem(entry: Entry) -> str:
    """What a statement is called after: whose it is, and what it is about."""
    party = entry.get("party")
    who = (party if isinstance(party, str) else party[0]) if party else str(entry.get("by", ""))[:20]
    verb = verb_of(entry)
    said = entry.get(verb or "", "")
    about = next(iter(said), "") if isinstance(said, Mapping) else (said if isinstance(said, str) else said[0])
    about = str(about).split(" ")[0] if verb not in ("warns", "expects") else str(verb)
    return f"{who.rpartition('/')[2]}-{about.rpartition('/')[2]}".replace(".", "-").replace("/", "-")


def _file_for(case: Case, files: Sequence[str], source: str, home: str) -> Path:
    """The file of a compartment that a statement goes into: the one there is, else one named after the source."""
    folder = compartment_folder(case.folder, home)
    start = "" if home == "public" else f"compartments/{home}/"
    split = [name for name in files if name.startswith(f"{start}statements/")]
    if not split or f"{start}statements.yaml" in files:
        return folder / "statements.yaml"
    return folder / "statements" / f"{source.rpartition('/')[2]}.yaml"


__all__ = ["Desk", "Done", "MovedError", "RefusedError"]
