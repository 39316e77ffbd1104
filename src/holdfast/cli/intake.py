"""The commands from documents to statements: intake add, suggest, review, decide, status, agreement."""

from __future__ import annotations

import getpass
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from holdfast.cli.common import (
    audience_for,
    case_argument,
    case_folder_option,
    case_options,
    form_option,
    load_case,
    must_exist,
    output_option,
    progress,
    tell_problems,
    write,
)

if TYPE_CHECKING:
    from holdfast.case.case import Case
    from holdfast.diagnostics import Diagnostic
    from holdfast.intake.decisions import Log
    from holdfast.intake.heard import Recalled
    from holdfast.intake.suggestion import Suggestion
    from holdfast.intake.whole import Whole

F = TypeVar("F", bound=Callable[..., Any])
#: As in `holdfast.intake.suggestion`, which would take long to import just for this.
KINDS = ("statement", "fact", "provision", "difference")
FINDERS = ("grammar", "model")


def coder_option(command: F) -> F:
    """Whose decisions these are."""
    return click.option(
        "--coder",
        metavar="NAME",
        envvar="HOLDFAST_CODER",
        help="Whose decisions these are (also: HOLDFAST_CODER). Default: the name you are logged in with.",
    )(command)


def model_options(command: F) -> F:
    """Whether a language model is asked too."""
    command = click.option(
        "--endpoint",
        metavar="URL",
        envvar="HOLDFAST_MODEL_ENDPOINT",
        help="Where its server listens (also: HOLDFAST_MODEL_ENDPOINT). Default: http://127.0.0.1:11434/v1.",
    )(command)
    return click.option(
        "--model",
        metavar="NAME",
        envvar="HOLDFAST_MODEL",
        help="Also ask this language model, on a server on this machine (also: HOLDFAST_MODEL). Default: none; "
        "what one found before is shown.",
    )(command)


def only_options(command: F) -> F:
    """Which suggestions."""
    command = model_options(command)
    command = click.option(
        "--by", "finder", type=click.Choice(FINDERS), help="Only what the grammar, or a language model, found."
    )(command)
    command = click.option(
        "--kind", "kinds", multiple=True, type=click.Choice(KINDS), help="Only this kind; may be repeated."
    )(command)
    command = click.option(
        "--source", "only", multiple=True, metavar="ID", help="Only of this document; may be repeated."
    )(command)
    return click.option(
        "--processes", type=click.IntRange(min=1), metavar="N", help="How many processes read. Default: all processors."
    )(command)


def who(coder: str | None) -> str:
    """The coder's name."""
    if coder is not None and coder.strip():
        return coder.strip()
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        raise click.UsageError("who are you? Say it with --coder NAME") from None


class _Commands(click.Group):
    """Lists the commands in the order in which a document goes through them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=_Commands)
def intake() -> None:
    """From documents to statements: suggestions that a person confirms.

    What documents say is found by rules and suggested with the exact place of every word it rests on. Nothing enters
    the case before somebody confirms it; what was rejected is not suggested again.
    """


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which suggestions somebody asks for."""

    only: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    finder: str | None = None
    processes: int | None = None
    model: str | None = None
    endpoint: str | None = None


def suggestions_of(case: Case, wanted: Wanted) -> tuple[tuple[Suggestion, ...], list[str]]:
    """The suggestions of a case's documents, and what is to be said about documents that were not read.

    Those that language models were found to make before are among them.
    """
    from holdfast.intake.heard import recall
    from holdfast.intake.suggestion import is_by
    from holdfast.intake.whole import joined, suggested

    must_exist("source", wanted.only, case.sources)
    with progress() as told:
        whole = suggested(case, wanted.only, wanted.kinds, processes=wanted.processes, told=told)
    if not wanted.kinds or "statement" in wanted.kinds:
        with progress() as told:
            recalled = recall(case, whole.texts, whole.readings, told)
        if wanted.model is not None:
            recalled = _asked(case, wanted.model, wanted.endpoint, whole, recalled)
        with progress() as told:
            whole = joined(case, whole, recalled, told)
    finder = wanted.finder
    return tuple(one for one in whole.suggestions if finder is None or is_by(one, finder)), list(whole.notes)


def _asked(case: Case, model: str, endpoint: str | None, whole: Whole, recalled: Recalled) -> Recalled:
    """What language models are found to say, with one of them asked what it was not asked before."""
    from holdfast.intake import llm
    from holdfast.intake.heard import Recalled

    endpoint = endpoint or llm.ENDPOINT
    try:
        llm.check_endpoint(endpoint, case)
        reader = llm.Reader(model, endpoint)
    except llm.LlmError as error:
        raise click.UsageError(error.message + (f"; {error.hint}" if error.hint else "")) from None
    sent = llm.readable(case, endpoint, [name for name, one in whole.readings.items() if not one.unread])
    with progress() as told:
        texts = {name: whole.texts[name] for name in sent}
        asked = llm.ask(case, reader, texts, whole.readings, recalled.answers, told)
    answers = {
        name: {**recalled.answers.get(name, {}), **asked.answers.get(name, {})}
        for name in whole.texts
        if name in recalled.answers or name in asked.answers
    }
    notes = [*recalled.notes, *asked.notes]
    if kept_back := len(whole.texts) - len(sent):
        notes.append(f"Documents not sent to {model}: {kept_back:,}.")
    return Recalled(answers, tuple(notes))


def tell_log(log: Log, folder: Path) -> None:
    """Says on standard error that lines of the record of decisions are wrong."""
    from holdfast.views import diagnostics as view

    if log.diagnostics:
        click.echo(
            f"{view.summary(log.diagnostics)} in intake.jsonl: these lines were left out. "
            f"See them with: holdfast check {folder}",
            err=True,
        )


@click.command()
@case_argument
@only_options
@click.option("--all", "everything", is_flag=True, help="Also what was decided, and what the case has already.")
@form_option
@case_options
@output_option
def suggest(
    folder: Path,
    only: tuple[str, ...],
    kinds: tuple[str, ...],
    finder: str | None,
    processes: int | None,
    model: str | None,
    endpoint: str | None,
    everything: bool,
    form: str,
    audience: str | None,
    sources: tuple[Path, ...],
    output: Path | None,
) -> None:
    """Show what the documents may say: statements, facts, provisions, differences between them.

    Each suggestion has a key, the places that it rests on, candidates for whose word it is, what it does and what it is
    about, with reasons. The text on the terminal shows the words of all documents at hand; other formats and files show
    those of documents that may be quoted.
    """
    from holdfast.cli import intake_text
    from holdfast.intake import machine
    from holdfast.intake.decisions import Decided
    from holdfast.intake.decisions import load as load_log
    from holdfast.intake.queue import items
    from holdfast.views.tables import csv_table

    reader = audience_for(audience, text=form == "text", output=output)
    loaded = load_case(folder, reader, sources)
    tell_problems(loaded, folder)
    case = loaded.case
    found, notes = suggestions_of(case, Wanted(only, kinds, finder, processes, model, endpoint))
    log = load_log(case.folder, case.compartments)
    tell_log(log, folder)
    shown = list(items(found, Decided(log.decisions, case.documents)))
    if not everything:
        asked = kinds == ("difference",)
        shown = [one for one in shown if one.waits or (asked and one.status == "open")]
    if form == "json":
        result = json.dumps(
            {
                "version": machine.VERSION,
                "answer": "intake",
                "case": case.title,
                "audience": case.audience,
                "notes": notes,
                "suggestions": [machine.record(case, one) for one in shown],
            },
            ensure_ascii=False,
            indent=1,
        )
    elif form == "csv":
        result = csv_table(machine.COLUMNS, (machine.row(case, one) for one in shown))
    else:
        width = shutil.get_terminal_size((100, 24)).columns
        result = intake_text.listing(case, shown, notes, width, shown=output is None)
    write(result, output, reader)


@click.command()
@click.argument("key", metavar="KEY")
@click.argument("choice", metavar="DECISION", type=click.Choice(["confirm", "reject", "later", "undo"]))
@case_folder_option
@click.option(
    "--set",
    "given",
    multiple=True,
    metavar="KEY=VALUE",
    help="A key of the statement, such as party=union or 'refuses=automation = full'; an empty value drops it; may be "
    "repeated.",
)
@click.option("--reason", metavar="TEXT", help="Why, in words.")
@click.option("--compartment", metavar="NAME", help="Where the statement goes. Default: beside its source.")
@click.option("--settles", metavar="A,B", help="Coders between whose decisions this one decides.")
@coder_option
@case_options
def decide(
    key: str,
    choice: str,
    folder: Path,
    given: tuple[str, ...],
    reason: str | None,
    compartment: str | None,
    settles: str | None,
    coder: str | None,
    audience: str | None,
    sources: tuple[Path, ...],
) -> None:
    """Decide about one suggestion, for scripts: confirm it (with changes, if need be), reject it, put it off, undo.

    Prints the names of the statements that were written. Exit code 1 where it cannot be done: nothing is changed then.
    """
    from holdfast.intake.deciding import Desk, RefusedError

    reader = audience_for(audience, text=True, output=None)
    loaded = load_case(folder, reader, sources)
    tell_problems(loaded, folder)
    desk = Desk(folder, reader, sources)
    found, _ = suggestions_of(desk.case, Wanted())
    one = _named(key, found)
    try:
        entries = changed_entries(desk.case, one, given) if choice == "confirm" else None
        done = desk.decide(
            one,
            choice,  # type: ignore[arg-type]  # one of the four
            who(coder),
            entries=entries,
            reason=reason,
            settles=tuple(part.strip() for part in (settles or "").split(",") if part.strip()),
            compartment=compartment,
        )
    except RefusedError as error:
        tell_refusal(error, folder)
        raise click.exceptions.Exit(1) from None
    for name in done.decision.statements:
        click.echo(name)
    click.echo(told_done(done.decision.decision, done.file, done.warnings), err=True)


def told_done(choice: str, file: str | None, warnings: Sequence[Diagnostic]) -> str:
    """What a decision did, in a line, and what is newly to be looked at."""
    words = {"confirm": "Confirmed", "change": "Confirmed with changes", "reject": "Rejected", "later": "Put off"}
    lines = [words.get(choice, "Undone") + (f": {file}" if file else "")]
    lines += [f"  {one.severity} {one.code}: {one.message}" for one in warnings]
    return "\n".join(lines)


def tell_refusal(error: Any, folder: Path) -> None:
    """Says on standard error why a decision was not carried out."""
    from holdfast.views import diagnostics as view

    if error.problems:
        click.echo(view.full(error.problems, prefix=folder), err=True)
        click.echo("Nothing was changed.", err=True)
    else:
        hint = f" ({error.hint})" if error.hint else ""
        click.echo(f"Nothing was changed: {error.message}{hint}.", err=True)


def _named(key: str, found: Sequence[Suggestion]) -> Suggestion:
    """The suggestion with this key, of which the beginning is enough where it is unique."""
    matching = [one for one in found if one.key.startswith(key)] if len(key) >= 4 else []
    if len(matching) != 1:
        told = f"there is no suggestion '{key}'" if not matching else f"'{key}' begins several keys"
        raise click.UsageError(f"{told}; see them with: holdfast intake suggest --all")
    return matching[0]


def changed_entries(case: Case, one: Suggestion, given: Sequence[str]) -> list[dict[str, Any]]:
    """The entries that are proposed, with values that somebody gave as KEY=VALUE."""
    from holdfast.case import yamltext
    from holdfast.case.model import VERBS
    from holdfast.diagnostics import did_you_mean
    from holdfast.intake.deciding import RefusedError
    from holdfast.intake.proposing import ORDER, proposal, with_verb

    values: dict[str, Any] = {}
    for part in given:
        key, sign, text = part.partition("=")
        key = key.strip()
        if not sign:
            raise click.UsageError(f"'{part}' is not KEY=VALUE")
        if key not in ORDER or key == "cite":
            hint = did_you_mean(key, ORDER) or f"there are {', '.join(name for name in ORDER if name != 'cite')}"
            raise click.UsageError(f"a statement has no key '{key}' to set; {hint}")
        parsed = yamltext.read("--set", text.strip())
        wrong = [problem for problem in parsed.diagnostics if problem.severity == "error"]
        structured = text.strip().startswith(("[", "{"))
        if structured and wrong:
            raise RefusedError(wrong)
        values[key] = parsed.data if structured else text.strip()
    verb = next((key for key in values if key in VERBS), None)
    entries = list(proposal(case, one) if verb is None else with_verb(case, one, verb))
    for entry in entries:
        if verb is not None:
            for other in VERBS:
                entry.pop(other, None)
        for key, value in values.items():
            if value in ("", None):
                entry.pop(key, None)
            else:
                entry[key] = value
    return entries
