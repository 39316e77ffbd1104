"""How findings change from draft to draft."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from holdfast.analyses.coherence.change import changed_findings
from holdfast.case.load import load
from holdfast.cli import holdfast
from holdfast.views import answers_compared


def test_a_draft_and_itself_differ_in_nothing(repository: Path) -> None:
    case = load(repository / "examples/harbour", "public").case
    draft = case.drafts["second-draft"]
    found = changed_findings(case, draft, draft)
    assert (found.gone, found.new) == ((), ())
    assert found.stay == len({(one.code, one.message) for one in found.first.coherence.findings})


def test_what_is_gone_one_way_is_new_the_other(repository: Path) -> None:
    case = load(repository / "examples/harbour", "public").case
    first, second = case.drafts["first-draft"], case.drafts["second-draft"]
    there, back = changed_findings(case, first, second), changed_findings(case, second, first)
    assert (there.gone, there.new, there.stay) == (back.new, back.gone, back.stay)
    assert there.gone
    assert there.new
    assert (there.first.timing.verdict, there.second.timing.verdict) == ("can be met", "cannot be guaranteed")


def test_diff_shows_both_verdicts_and_what_is_new(repository: Path) -> None:
    words = ["diff", str(repository / "examples/harbour"), "first-draft", "second-draft"]
    shown = CliRunner().invoke(holdfast, words).stdout
    assert shown.index("How the answers change") < shown.index("How the findings change")
    said = " ".join(shown.split())
    assert "second-draft: The timing cannot be guaranteed" in said
    assert "limit 60 days; needs 63 days; short by 3 days" in said
    data = json.loads(CliRunner().invoke(holdfast, [*words, "--format", "json"]).stdout)
    of_text = [("coherence_text", True), ("coherence_stated", True), ("timing", True)]
    assert [(one["answer"], one["differs"]) for one in data["answers"]] == [("deals", True), *of_text]
    assert data["answers"][0]["before"]["words"].startswith("A stated position excludes it")
    assert data["answers"][3]["after"]["why"] == ["limit 60 days; needs 63 days; short by 3 days"]
    assert {"code", "severity", "message"} == set(data["findings"]["new"][0])


def test_whether_a_draft_will_hold_is_compared_for_the_desk_alone(repository: Path) -> None:
    words = ["diff", str(repository / "examples/harbour"), "first-draft", "second-draft", "--format", "json"]

    def told(audience: str) -> list[str]:
        data = json.loads(CliRunner().invoke(holdfast, [*words, "--audience", audience]).stdout)
        return [one["answer"] for one in data["answers"]]

    assert told("desk") == [*told("public"), "hold"]


def test_an_answer_that_is_the_same_is_said_once() -> None:
    same = answers_compared.Compared("hold", "Does it hold?", *[answers_compared.Told("It holds", ("because",))] * 2)
    assert answers_compared.text([same], "a", "b") == (
        "How the answers change\n  Does it hold?\n    the same in both: It holds.\n      because\n"
    )
    assert answers_compared.machine([same])[0]["differs"] is False
