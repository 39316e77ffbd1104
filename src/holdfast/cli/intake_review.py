"""intake review: one suggestion after the other, one key for each decision."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from holdfast.cli.common import audience_for, case_argument, case_options, load_case, must_exist, tell_problems
from holdfast.cli.intake import (
    Wanted,
    coder_option,
    only_options,
    suggestions_of,
    tell_log,
    tell_refusal,
    told_done,
    who,
)

if TYPE_CHECKING:
    from holdfast.intake.deciding import Desk
    from holdfast.intake.suggestion import Suggestion

_HELP = "y confirm, e edit, n reject, l later, u undo the last one, q quit"
#: How stretches are shown in a terminal.
_STYLES: dict[str, dict[str, Any]] = {
    "content": {"underline": True},
    "figure": {"underline": True},
    "speaker": {"bold": True},
    "cue": {"italic": True},
    "if": {"bold": True, "underline": True},
    "unless": {"bold": True, "underline": True},
}


@click.command()
@case_argument
@only_options
@click.option(
    "--settles", metavar="A,B", help="Decide where these coders differ: 1 takes the first one's answer, 2 the other's."
)
@click.option("--independent", is_flag=True, help="Decide without what other coders decided, to compare afterwards.")
@coder_option
@case_options
def review(
    folder: Path,
    only: tuple[str, ...],
    kinds: tuple[str, ...],
    finder: str | None,
    processes: int | None,
    model: str | None,
    endpoint: str | None,
    settles: str | None,
    independent: bool,
    coder: str | None,
    audience: str | None,
    sources: tuple[Path, ...],
) -> None:
    """Go through the suggestions one by one and decide with one key: y, e, n, l; u takes back, q quits.

    What is missing is asked for. Every decision is written at once: one can quit at any time and go on later. A
    confirmed statement is checked with the whole case first, and what would be wrong is refused.
    """
    from holdfast.intake.deciding import Desk
    from holdfast.intake.queue import items, waiting

    reader = audience_for(audience, text=True, output=None)
    tell_problems(load_case(folder, reader, sources), folder)
    desk = Desk(folder, reader, sources)
    name = who(coder)
    found, notes = suggestions_of(desk.case, Wanted(only, kinds, finder, processes, model, endpoint))
    for note in notes:
        click.echo(note, err=True)
    tell_log(desk.log(), folder)
    between = tuple(part.strip() for part in (settles or "").split(",") if part.strip())
    session = _Session(desk, name, folder, between)
    if between:
        session.run(_apart(desk, found, between))
        return
    everything = items(found, desk.decided(), name if independent else None)
    session.run([one.suggestion for one in waiting(everything, independent=independent)])


def _apart(desk: Desk, found: Sequence[Suggestion], between: tuple[str, ...]) -> list[Suggestion]:
    """The suggestions on which these coders differ and that nobody has settled."""
    from holdfast.intake.comparing import differences

    decided = desk.decided()
    must_exist("coder", between, decided.coders)
    if len(between) < 2:
        raise click.UsageError("--settles takes two coders: --settles ana,ben")
    keys = {one.key for one in differences(decided, between) if one.settled is None}
    return [one for one in found if one.key in keys]


class _Session:
    def __init__(self, desk: Desk, coder: str, folder: Path, between: tuple[str, ...]) -> None:
        self._between = between
        self._desk = desk
        self._coder = coder
        self._folder = folder
        self._done: list[int] = []
        self._width = shutil.get_terminal_size((100, 24)).columns
        self._tty = sys.stdin.isatty()
        self._styled = sys.stdout.isatty()

    def run(self, queue: Sequence[Suggestion]) -> None:
        """Shows one after the other until none is left or somebody quits."""
        at = 0
        while at < len(queue):
            one = queue[at]
            self._show(one, at, len(queue))
            key = self._key()
            if key == "q":
                break
            if key == "u":
                at = self._undo(queue, at)
            elif self._decide(one, key):
                self._done.append(at)
                at += 1
        left = len(queue) - at
        click.echo(f"{len(self._done):,} decided, {left:,} left." if queue else "Nothing waits for a decision.")

    def _show(self, one: Suggestion, at: int, total: int) -> None:
        from holdfast.cli import intake_text
        from holdfast.views.diagnostics import visible

        case = self._desk.case
        mark = _styled if self._styled else None
        click.echo(f"\n{at + 1}/{total}  {one.source}  ¶{one.lead.paragraph}  {intake_text.called(one)}  {one.key}")
        for source in one.sources:
            for words in intake_text.excerpt(case, one, source, mark):
                # Escape sequences have no width: a styled line is left to the terminal to break.
                lines = [f"  {words}"] if mark else intake_text.wrapped("  ", words, self._width)
                click.echo("\n".join(lines))
        for line in intake_text.explained(case, one, self._width):
            click.echo(line)
        for number, coder in enumerate(self._between, 1):
            decision = self._desk.decided().by_coder(coder).get(one.key)
            if decision is not None:
                told = "; ".join(_flat(dict(entry)) for entry in decision.entries) or decision.reason or ""
                click.echo(visible(f"  {number} {coder}: {decision.status}{f': {told}' if told else ''}"))
        if not self._between:
            for entry in self._proposed(one):
                click.echo(visible(f"  would be written: {_flat(entry)}"))

    def _proposed(self, one: Suggestion) -> list[dict[str, Any]]:
        from holdfast.intake.proposing import proposal

        return [dict(entry) for entry in proposal(self._desk.case, one)]

    def _key(self) -> str:
        while True:
            taking = f"{' '.join(str(n) for n, _ in enumerate(self._between, 1))} take, " if self._between else ""
            click.echo(f"{taking}{_HELP}: ", nl=False, err=True)
            if self._tty:
                key = click.getchar()
                click.echo(key, err=True)
            else:
                line = sys.stdin.readline()
                key = line.strip()[:1] if line else "q"
            if key in ("y", "e", "n", "l", "u", "q") or (key.isdecimal() and 0 < int(key) <= len(self._between)):
                return key
            if key in ("\x03", "\x04"):
                raise click.Abort

    def _decide(self, one: Suggestion, key: str) -> bool:
        """Carries out a decision. Whether it was."""
        from holdfast.intake.deciding import RefusedError

        choice: Any = {"y": "confirm", "e": "confirm", "n": "reject", "l": "later"}.get(key)
        entries: list[dict[str, Any]] | None = None
        reason: str | None = None
        if choice is None:
            taken = self._desk.decided().by_coder(self._between[int(key) - 1]).get(one.key)
            if taken is None or taken.status not in ("confirmed", "rejected"):
                click.echo("That coder has not decided about this.", err=True)
                return False
            choice = "confirm" if taken.status == "confirmed" else "reject"
            entries = [dict(entry) for entry in taken.entries] if choice == "confirm" else None
        if key == "n":
            reason = self._ask("why (may be empty)") or None
        if key in ("y", "e"):
            entries = self._edited(one, self._proposed(one)) if key == "e" else self._proposed(one)
        while True:
            if entries is not None:
                entries = self._completed(one, entries)
                if entries is None:
                    return False
            try:
                done = self._desk.decide(
                    one, choice, self._coder, entries=entries, reason=reason, settles=self._between
                )
            except RefusedError as error:
                tell_refusal(error, self._folder)
                if entries is None or self._ask("e edit, or empty to leave it undecided") != "e":
                    return False
                entries = self._edited(one, entries)
                continue
            click.echo(told_done(done.decision.decision, done.file, done.warnings))
            return True

    def _undo(self, queue: Sequence[Suggestion], at: int) -> int:
        from holdfast.intake.deciding import RefusedError

        if not self._done:
            click.echo("Nothing was decided yet that could be taken back.", err=True)
            return at
        last = self._done[-1]
        try:
            self._desk.decide(queue[last], "undo", self._coder)
        except RefusedError as error:
            tell_refusal(error, self._folder)
            return at
        self._done.pop()
        click.echo("Taken back.")
        return last

    def _ask(self, question: str, default: str = "") -> str:
        shown = f"{question} [{default}]: " if default else f"{question}: "
        if self._tty:
            return str(click.prompt(question, default=default, show_default=bool(default), err=True)).strip()
        click.echo(shown, nl=False, err=True)
        line = sys.stdin.readline()
        if not line:
            raise click.Abort
        return line.strip() or default

    def _completed(self, one: Suggestion, entries: list[dict[str, Any]]) -> list[dict[str, Any]] | None:
        """The entries with what was missing, as far as somebody says it; None where they do not."""
        from holdfast.intake.proposing import missing, verb_of

        for entry in entries:
            for key in list(missing(entry)):
                if key == "party":
                    value = self._ask("whose word is it? a party, or a name for who is none")
                    if value:
                        entry["party" if value in self._desk.case.parties else "by"] = value
                elif key == "gist":
                    entry["gist"] = self._ask("what was said, in your own words")
                else:
                    self._ask_verb(one, entry)
            if verb_of(entry) is None or list(missing(entry)):
                click.echo("Left undecided: something is still missing.", err=True)
                return None
        return entries

    def _ask_verb(self, one: Suggestion, entry: dict[str, Any]) -> None:
        from holdfast.case.model import VERBS
        from holdfast.diagnostics import or_list
        from holdfast.intake import editing

        first = one.verbs[0].value if one.verbs else ""
        verb = self._ask("verb", first)
        if verb not in VERBS:
            click.echo(f"There is no verb '{verb}'; there are {or_list(VERBS)}.", err=True)
            return
        options = self._answers(one, verb)
        for number, option in enumerate(options, 1):
            click.echo(f"  {number} {option}", err=True)
        while text := self._ask(editing.question(verb) + (" or its number" if options else "")):
            if text.isdecimal() and 0 < int(text) <= len(options):
                text = options[int(text) - 1]
            elif text.isdecimal() and options:
                click.echo(f"There is no number {text}.", err=True)
                continue
            try:
                entry[verb] = editing.said_value(verb, text)
            except editing.NotEntriesError as error:
                click.echo(error.message, err=True)
                continue
            if text == "agreement" and verb == "accepts":
                entry.setdefault("extent", "unknown")
            return

    def _answers(self, one: Suggestion, verb: str) -> list[str]:
        from holdfast.intake.editing import atoms

        if verb == "asserts":
            return [f"{fact.value}: {one.value}" for fact in one.facts] if one.value is not None else []
        if verb in ("requires", "refuses", "accepts", "offers"):
            likely = [atom for atom in atoms(one.issues) if verb == "accepts" or atom != "agreement"]
            first = next((issue.value for issue in one.issues if issue.value in self._desk.case.issues), None)
            others = () if first is None else self._desk.case.issues[first].options
            return list(dict.fromkeys([*likely, *(f"{first} = {option}" for option in others)]))
        if verb in ("undecided", "silent", "raises"):
            return [issue.value for issue in one.issues if issue.value != "agreement"]
        return []

    def _edited(self, one: Suggestion, entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The entries as somebody changed them: in their editor where there is one, else key by key."""
        from holdfast.intake import editing

        if not self._tty or not (os.environ.get("VISUAL") or os.environ.get("EDITOR")):
            return [self._asked(one, entry) for entry in entries]
        text = editing.as_text(entries, one)
        while (text := click.edit(text, extension=".yaml") or "").strip():
            try:
                return list(editing.from_text(text)) or entries
            except editing.NotEntriesError as error:
                click.echo(error.message, err=True)
                if self._ask("e edit again, or empty to leave it as it was") != "e":
                    break
        return entries

    def _asked(self, one: Suggestion, entry: dict[str, Any]) -> dict[str, Any]:
        from holdfast.intake import editing
        from holdfast.intake.proposing import verb_of, with_verb

        click.echo("Empty keeps what is there, a hyphen drops it.", err=True)
        verb = verb_of(entry) or (one.verbs[0].value if one.verbs else "")
        wanted = self._ask("verb", verb)
        if wanted != verb and wanted:
            entry = {**with_verb(self._desk.case, one, wanted)[0], **{k: v for k, v in entry.items() if k != verb}}
        if wanted:
            while True:
                text = self._ask(editing.question(wanted) if wanted in entry else wanted, _shown(entry.get(wanted)))
                if not text or text == _shown(entry.get(wanted)):
                    break
                try:
                    entry[wanted] = editing.said_value(wanted, text)
                    break
                except editing.NotEntriesError as error:
                    click.echo(error.message, err=True)
        for key in ("party", "by", "via", "channel", "if", "unless", "gist", "firmness", "because"):
            value = self._ask(key, _shown(entry.get(key)))
            if value == "-":
                entry.pop(key, None)
            elif value and value != _shown(entry.get(key)):
                entry[key] = [part.strip() for part in value.split(",")] if key == "party" and "," in value else value
        return entry


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key}: {one}" for key, one in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")


def _flat(entry: dict[str, Any]) -> str:
    from holdfast.views.diagnostics import visible

    return visible("; ".join(f"{key}: {_shown(value)}" for key, value in entry.items()))


def _styled(role: str, words: str) -> str:
    """Words in the style of their role, which goes on where an inner style ends."""
    start, end = click.style("", reset=False, **_STYLES[role]), click.style("")
    return f"{start}{words.replace(end, end + start)}{end}"
