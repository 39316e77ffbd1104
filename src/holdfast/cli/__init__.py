"""The command line: wires files, analyses and views together. Data goes to standard output, talk to standard error.

Exit codes: 0 nothing found, 1 findings, 2 wrong usage, 3 a defect of holdfast itself.
"""

from __future__ import annotations

import os
import sys

import click

from holdfast import __version__
from holdfast.cli import (
    about,
    ask,
    calendar,
    codings,
    deals,
    drafts,
    evidence,
    hold,
    intake,
    intake_add,
    intake_agreement,
    intake_review,
    intake_status,
    journal,
    journal_safe,
    serve,
    share,
    track,
)


class _Commands(click.Group):
    """Lists the commands in the order in which they were added: as a newcomer meets them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="holdfast")
def holdfast() -> None:
    """Helps those who help others reach an agreement that holds.

    A case is a folder of plain text. Each command answers one question about it, and every answer can be followed back
    to the sentences it rests on.

    Text on the terminal is made for the desk (the mediation team). Every other format, and every file, is made for
    the public unless --audience says otherwise.
    """


for _command in (
    about.init,
    evidence.source,
    evidence.cite,
    intake.intake,
    ask.check,
    ask.positions,
    deals.deals,
    hold.hold,
    drafts.diff,
    drafts.checklist,
    evidence.sources,
    journal.journal,
    track.track,
    ask.report,
    serve.serve,
    serve.user,
    calendar.calendar,
    share.export,
    evidence.exchange,
    codings.codings,
    about.explain,
    about.completion,
):
    holdfast.add_command(_command)


for _command in (
    intake_add.add,
    intake.suggest,
    intake_review.review,
    intake.decide,
    intake_status.status,
    intake_agreement.agreement,
):
    intake.intake.add_command(_command)


for _command in (journal_safe.head, journal_safe.verify, journal_safe.purge, journal_safe.backup, journal_safe.restore):
    journal.journal.add_command(_command)


def main() -> None:
    """The program. Never shows a traceback unless HOLDFAST_DEBUG is set."""
    try:
        code = holdfast.main(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)  # where a command ends early, click hands its code back
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        # Who reads our output has seen enough. What is buffered cannot be written any more: give it nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        if os.environ.get("HOLDFAST_DEBUG"):
            raise
        click.echo(
            f"holdfast: internal error ({type(error).__name__}). This is a defect of holdfast, not of your case; "
            "nothing was changed.\nRun the command again with HOLDFAST_DEBUG=1 and report what it shows.",
            err=True,
        )
        sys.exit(3)
