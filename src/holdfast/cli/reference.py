"""The reference page of all commands, made from the commands themselves."""

from __future__ import annotations

import click

from holdfast.cli import holdfast


def commands_page() -> str:
    """docs/reference/commands.md: every command with its arguments, options and help, as Markdown."""
    parts = [
        "# Commands",
        "This page is made from the program (`python3 dev.py test --rewrite-golden` renews it).",
        _paragraphs(holdfast),
        "Exit codes: 0 nothing found, 1 findings, 2 wrong usage, 3 a defect of holdfast itself.",
    ]
    for name, command in holdfast.commands.items():
        parts += _section(name, command)
    return "\n\n".join(part for part in parts if part) + "\n"


def _section(name: str, command: click.Command, level: str = "##") -> list[str]:
    """A command with its options; a group with its commands."""
    context = click.Context(command, info_name=f"holdfast {name}")
    usage = " ".join(command.collect_usage_pieces(context))
    parts = [f"{level} {name}", f"    holdfast {name} {usage}", _paragraphs(command), _options(command, context)]
    for inner, one in command.commands.items() if isinstance(command, click.Group) else ():
        parts += _section(f"{name} {inner}", one, "###")
    return parts


def _paragraphs(command: click.Command) -> str:
    paragraphs = (command.help or "").split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def _options(command: click.Command, context: click.Context) -> str:
    records = [record for parameter in command.params if (record := parameter.get_help_record(context)) is not None]
    if not records:
        return ""
    rows = [f"| `{_cell(option)}` | {_cell(text)} |" for option, text in records]
    return "\n".join(["| option | |", "| --- | --- |", *rows])


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
