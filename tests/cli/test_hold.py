"""`holdfast hold`: orders that are tried."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from holdfast.cli import holdfast

HARBOUR = str(Path(__file__).resolve().parents[2] / "examples" / "harbour")


def run(*words: str) -> Result:
    return CliRunner().invoke(holdfast, ["hold", HARBOUR, *words])


def test_an_order_on_the_line_is_a_schedule_without_a_file(tmp_path: Path) -> None:
    file = tmp_path / "order.txt"
    file.write_text("lift-blockade\nreinstate 2   # the second part\nback-pay\n")
    wanted = run("--schedule", str(file))
    found = run("--order", "lift-blockade, reinstate 2,back-pay")
    assert (found.exit_code, found.stdout) == (0, wanted.stdout)
    assert found.stdout != run().stdout
    assert "waits, by the text, for" in found.stdout


def test_what_is_no_order_is_said(tmp_path: Path) -> None:
    file = tmp_path / "order.txt"
    file.write_text("reinstate\n")
    for words, told in (
        (
            ["--order", "reinstate, reinstat"],
            "--order: place 2: the draft has no step 'reinstat'; did you mean reinstate?",
        ),
        (["--order", "reinstate 9"], "--order: place 1: 'reinstate' has no part 9"),
        (["--order", "reinstate", "--schedule", str(file)], "--schedule and --order do not go together"),
    ):
        result = run(*words)
        assert result.exit_code == 2
        assert told in " ".join(result.stderr.split())
