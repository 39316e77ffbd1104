"""Loading whole folders: nothing raises, places are right, and what is broken costs itself alone."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.case.audience import PUBLIC
from holdfast.case.case import Case, Loaded
from holdfast.case.files import KINDS, Kind, read_unit
from holdfast.case.load import load
from holdfast.diagnostics import Diagnostic
from holdfast.views import diagnostics as view
from tests.case.test_yamltext import lies_within
from tests.cases import SMALL, loaded, write

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def codes(found: Loaded) -> list[str]:
    return [one.code for one in found.diagnostics]


def check_places(diagnostics: tuple[Diagnostic, ...], texts: dict[str, str]) -> None:
    for one in diagnostics:
        for place in one.spans:
            text = texts.get(place.file)
            if text is not None and place.excerpt is not None:
                assert lies_within(place, text), (one.code, place)
    view.full(diagnostics)


# --- nothing raises --------------------------------------------------------------------------------------------------

anything = st.binary(max_size=200) | st.text(max_size=100).map(lambda text: text.encode("utf-8", "surrogatepass"))


@given(anything, st.sampled_from(KINDS), st.booleans())
def test_any_bytes_as_any_file(content: bytes, kind: Kind, public: bool) -> None:
    unit = read_unit(content, f"{kind}.yaml", kind, PUBLIC if public else "union", kind)
    check_places(unit.diagnostics, {unit.file: unit.text})


@given(
    st.recursive(
        st.text(max_size=6),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "id",
                        "party",
                        "parties",
                        "issues",
                        "options",
                        "commitments",
                        "title",
                        "holdfast",
                        "gives",
                        "by",
                        "cite",
                        "union",
                        "requires",
                        "asserts",
                        "judged",
                        "importance",
                        "consent",
                        "rules",
                        "date",
                        "package",
                        "together",
                        "within",
                        "x",
                    ]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    ),
    st.sampled_from(KINDS),
)
def test_any_data_as_any_file(data: object, kind: Kind) -> None:
    import json

    text = json.dumps(data, ensure_ascii=True)
    unit = read_unit(text.encode(), f"{kind}.yaml", kind, PUBLIC, kind)
    check_places(unit.diagnostics, {unit.file: text})
    assert unit.diagnostics or unit.content is not None


INSERTED = (
    *(b"{", b"[", b"}", b": ", b'"', b"'", b"\t", b"\n", b"- ", b"&a ", b"*a", b"!", b"#", b"|", b"? ", b"---\n"),
    *(b"\xff", b"\xc2\x85", b"\xe2\x80\xae", b"999999999999", b"\x00"),
)


def mutilated(draw: st.DrawFn, content: bytes) -> bytes:
    """Characters deleted, inserted and swapped, lines cut, moved and doubled, bytes flipped."""
    chance = random.Random(draw(st.integers(0, 2**32)))
    for _ in range(draw(st.integers(1, 4))):
        at = chance.randrange(len(content) + 1)
        what = draw(st.sampled_from(["delete", "insert", "flip", "line", "double", "cut", "indent"]))
        if what == "delete":
            content = content[:at] + content[at + chance.randint(1, 3) :]
        elif what == "insert":
            content = content[:at] + draw(st.sampled_from(INSERTED)) + content[at:]
        elif what == "flip" and at < len(content):
            content = content[:at] + bytes([content[at] ^ (1 << chance.randrange(8))]) + content[at + 1 :]
        else:
            lines = content.split(b"\n")
            number = chance.randrange(len(lines))
            if what == "line":
                del lines[number]
            elif what == "double":
                lines.insert(chance.randrange(len(lines)), lines[number])
            elif what == "cut":
                lines[number] = lines[number][: chance.randrange(len(lines[number]) + 1)]
            else:
                lines[number] = b" " * chance.randrange(6) + lines[number].lstrip()
            content = b"\n".join(lines)
    return content


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import shutil

    return Path(shutil.copytree(EXAMPLES / "harbour", tmp_path_factory.mktemp("copy") / "harbour"))


@pytest.mark.no_cover
@given(data=st.data())
def test_a_mutilated_case_loads_quickly_and_says_where(copy: Path, data: st.DataObject) -> None:
    files = sorted(path for path in copy.rglob("*.yaml"))
    path = data.draw(st.sampled_from(files))
    before = path.read_bytes()
    try:
        path.write_bytes(data.draw(st.composite(mutilated)(before)))
        found = load(copy, "desk")
        texts = {one.relative_to(copy).as_posix(): one.read_bytes().decode("utf-8-sig", "replace") for one in files}
        check_places(found.diagnostics, texts)
        check_links(found.case)
    finally:
        path.write_bytes(before)


def check_links(case: Case) -> None:
    """What is loaded refers only to what is loaded."""
    for party in case.parties.values():
        assert party.of is None or party.of in case.parties
    assert set(case.consent) <= set(case.parties)
    for name, statement in case.statements.items():
        assert set(statement.parties) <= set(case.parties), name
        assert set(statement.supersedes) <= set(case.statements), name
        assert {one.source for one in statement.cite} <= set(case.sources), name
        assert name in case.citations
        assert len(case.citations[name]) == len(statement.cite)
        assert name in case.places
    for judged in case.values:
        assert judged.party in case.parties


# --- what is broken costs itself alone -------------------------------------------------------------------------------

BREAKS = {
    "unknown key": lambda lines: [*lines, "colour: red"],
    "yaml": lambda lines: [*lines, "note: {a: b"],
    "colon": lambda lines: [*lines, "note: a: b"],
    "tab": lambda lines: [*lines, "\tnote: b"],
    "alias": lambda lines: [*lines, "note: *nothing"],
    "shape": lambda lines: [*lines, "note: [a, b]"],
    "twice": lambda lines: [*lines, "note: {a: b}", "note: c"],
    "quote": lambda lines: [*lines, 'note: "never closed'],
}
KINDS_OF_LISTS = {
    "statements": ["channel: in-confidence", "party: union", "gist: x", "warns: y"],
    "sources": ["title: x", "kind: news"],
    "releases": ["date: 2026-03-01", "by: x", "what: y", "to: public"],
}
KINDS_OF_MAPPINGS = {
    ("case", "parties"): ["name: x", "roles: [other]"],
    ("case", "issues"): ["question: x", "options: {a: {text: A}}"],
    ("case", "terms"): ["defined: false"],
    ("case", "facts"): ["text: x"],
    ("case", "audiences"): ["sees: [public]"],
    ("agreement", "commitments"): ["by: union", "does: x"],
    ("agreement", "events"): ["text: x"],
    ("agreement", "phases"): ["text: x"],
}


@pytest.mark.parametrize(
    ("kind", "how"),
    [
        (kind, how)
        for kind in KINDS_OF_LISTS
        for how in BREAKS
        if not (kind == "releases" and how in ("shape", "twice"))  # a release has no note to break
    ],
)
@pytest.mark.parametrize("broken", [0, 1, 2])
@pytest.mark.parametrize("indent", ["", "  "])
def test_a_broken_entry_of_a_list_costs_itself(how: str, kind: str, broken: int, indent: str, tmp_path: Path) -> None:
    text = ""
    for number in range(3):
        lines = KINDS_OF_LISTS[kind] if kind == "releases" else [f"id: item-{number}", *KINDS_OF_LISTS[kind]]
        if kind == "releases":
            lines = [line.replace("what: y", f"what: item-{number}") for line in lines]
        lines = BREAKS[how](lines) if number == broken else lines
        text += f"{indent}- " + f"\n{indent}  ".join(lines) + "\n"
    found = loaded(tmp_path, **{kind: text})
    kept = getattr(found.case, kind)
    names = [one.what for one in kept] if kind == "releases" else list(kept)
    assert found.diagnostics
    assert {f"item-{n}" for n in range(3)} - set(names) <= {f"item-{broken}"}
    assert how == "twice" or f"item-{broken}" not in names


@pytest.mark.parametrize("how", BREAKS)
@pytest.mark.parametrize(("kind", "key"), KINDS_OF_MAPPINGS)
@pytest.mark.parametrize("broken", [0, 1, 2])
def test_a_broken_entry_of_a_mapping_costs_itself(how: str, kind: str, key: str, broken: int, tmp_path: Path) -> None:
    head = "holdfast: 1\ntitle: x\n" if kind == "case" else "title: x\n"
    text = f"{head}{key}:\n"
    for number in range(3):
        lines = KINDS_OF_MAPPINGS[kind, key]
        if number == broken:
            lines = BREAKS[how](lines)
        text += f"  item-{number}:\n    " + "\n    ".join(lines) + "\n"
    parties = "holdfast: 1\ntitle: x\nparties: {union: {name: U, roles: [other]}}\n"
    files = {"case": text} if kind == "case" else {"case": parties, kind: text}
    found = loaded(tmp_path, **files)
    if kind == "case":
        kept = getattr(found.case, key)
    else:
        assert found.case.draft is not None
        kept = getattr(found.case.draft.agreement, key)
    if how == "twice" and key in ("facts", "audiences"):
        return
    assert found.diagnostics
    assert {f"item-{n}" for n in range(3)} - set(kept) <= {f"item-{broken}"}


def test_what_refers_to_a_broken_item_is_left_out_in_one_note(tmp_path: Path) -> None:
    text = "- {id: a, party: union, channel: in-confidence, gist: x, warns: y, colour: red}\n" + "".join(
        f"- {{id: b{n}, party: union, channel: in-confidence, gist: x, warns: y, supersedes: {before}}}\n"
        for n, before in enumerate(["a", "b0", "a"])
    )
    found = loaded(tmp_path, statements=text)
    assert codes(found) == ["HF201", "HF309", "HF309"]
    assert list(found.case.statements) == []
    check_links(found.case)


@pytest.mark.parametrize(
    "wrong", ["of: nobody", "interests: [{text: x, judged_by: y, from: nothing}]", "cite: {source: nothing}"]
)
def test_a_party_is_kept_without_what_it_wrongly_refers_to(wrong: str, tmp_path: Path) -> None:
    text = f"holdfast: 1\ntitle: x\nparties:\n  union:\n    name: U\n    roles: [other]\n    {wrong}\n"
    found = loaded(tmp_path, case=text)
    assert codes(found) == ["HF301"]
    party = found.case.parties["union"]
    assert (party.of, party.interests, party.cite) == (None, () if "judged" not in wrong else party.interests, ())
    assert all(one.from_ == () for one in party.interests)


def test_a_broken_source_brings_about_no_false_errors(tmp_path: Path) -> None:
    cited = "- {id: a, party: union, cite: {source: gazette}, gist: x, warns: y}\n"
    for sources in ("- id: gazette\n  titel: x\n", "- id: gazette\n  title: x: y\n", "- {id: gazette, kind: [\n"):
        found = loaded(tmp_path, statements=cited, sources=sources)
        assert "HF301" not in codes(found)
        assert "a" not in found.case.statements


# --- heads, splits, drafts -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["HF202", "HF202"]),
        ("# nothing yet\n", ["HF202", "HF202"]),
        ("holdfast: 1\n", ["HF202"]),
        ("title: x\n", ["HF202"]),
        ("holdfast: 1\ntitle: [a]\n", ["HF203"]),
        ("holdfast: 2\ntitle: a\n", ["HF210"]),
        ("holdfast:\ntitle: a\n", ["HF204"]),
        ("[]\n", ["HF203"]),
        ("just words\n", ["HF203"]),
        ("- holdfast: 1\n", ["HF203"]),
    ],
)
def test_the_head_of_a_case(text: str, expected: list[str], tmp_path: Path) -> None:
    found = loaded(tmp_path, case=text)
    assert codes(found) == expected


def test_a_split_case_has_one_head(tmp_path: Path) -> None:
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "main.yaml").write_text("holdfast: 1\ntitle: Split\n")
    (tmp_path / "case" / "people.yaml").write_text("parties: {union: {name: U, roles: [principal]}}\n")
    found = load(tmp_path, "desk")
    assert found.diagnostics == ()
    assert (found.case.title, list(found.case.parties), found.case.consent) == ("Split", ["union"], ("union",))
    (tmp_path / "case" / "main.yaml").write_text("holdfast: 1\n")
    assert [(one.code, one.place.file) for one in load(tmp_path, "desk").diagnostics] == [("HF202", "case/main.yaml")]


def test_the_same_name_in_two_files_of_a_split_case(tmp_path: Path) -> None:
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "a.yaml").write_text("holdfast: 1\ntitle: x\nfacts: {men: {text: Men}}\n")
    (tmp_path / "case" / "b.yaml").write_text("facts: {men: {text: Women}}\naudiences: {press: {sees: [public]}}\n")
    (tmp_path / "case" / "c.yaml").write_text("audiences: {press: {sees: [public]}}\n")
    found = load(tmp_path, "desk")
    assert codes(found) == ["HF303", "HF303"]
    assert found.case.facts["men"].text == "Men"


def test_a_draft_without_its_title_is_read(tmp_path: Path) -> None:
    found = loaded(tmp_path, agreement="commitments: {a: {by: union, does: x}}\n")
    assert codes(found) == ["HF202"]
    assert found.case.draft is not None
    assert list(found.case.draft.agreement.commitments) == ["a"]


def test_two_drafts_of_one_name(tmp_path: Path) -> None:
    files = {"agreement": "title: x\n", "agreement__agreement": "title: y\ncommitments: {a: {by: nobody, does: x}}\n"}
    found = loaded(tmp_path, **files)
    assert codes(found) == ["HF303"]
    assert [draft.agreement.title for draft in found.case.drafts.values()] == ["x"]


def test_drafts_have_clauses_of_their_own(tmp_path: Path) -> None:
    text = "title: {0}\nversion: {0}\ncommitments: {{a: {{by: union, does: x}}, b: {{by: port, does: y, after: a}}}}\n"
    said = "- {id: s, party: union, channel: in-confidence, gist: x, accepts: agreement, draft: first,"
    said += " extent: named, clauses: b}\n"
    found = loaded(tmp_path, agreement__first=text.format(1), agreement__second=text.format(2), statements=said)
    assert codes(found) == []
    assert found.case.draft is not None
    assert (list(found.case.drafts), found.case.draft.name) == (["first", "second"], "second")


def test_a_draft_with_a_name_that_nothing_could_refer_to(tmp_path: Path) -> None:
    (write(tmp_path, {}) / "agreement").mkdir()
    (tmp_path / "agreement" / "Draft 2.yaml").write_text("title: x\n")
    assert codes(load(tmp_path, "desk")) == ["HF205"]


def test_documents_and_registers_share_the_folder_of_sources(tmp_path: Path) -> None:
    files = {"sources__register": "- {id: b, file: b.txt}\n", "sources": "- {id: a, file: a.txt}\n"}
    write(tmp_path, {name.replace("__", "/"): text for name, text in files.items()})
    for name in ("a.txt", "b.txt", "c.pdf"):
        (tmp_path / "sources" / name).write_text("text\n")
    found = load(tmp_path, "desk")
    assert (codes(found), list(found.case.sources)) == ([], ["a", "b"])


@pytest.mark.parametrize("missing", ["name", "roles"])
def test_a_public_party_cannot_be_an_addition(missing: str, tmp_path: Path) -> None:
    keys = {"name": "name: U", "roles": "roles: [other]", "interests": "interests: [{text: x, judged_by: y}]"}
    del keys[missing]
    found = loaded(tmp_path, case=f"holdfast: 1\ntitle: x\nparties: {{union: {{{', '.join(keys.values())}}}}}\n")
    assert [(one.code, one.message) for one in found.diagnostics] == [("HF202", f"`{missing}` is missing")]


def test_values_in_a_compartment(tmp_path: Path) -> None:
    text = (
        "union:\n  judged: {by: desk, because: talks}\n  importance: [automation, reinstatement]\n  no_deal: [10, 30]\n"
    )
    found = loaded(tmp_path, compartments__desk__values=text)
    assert codes(found) == []
    assert [(one.party, one.compartment) for one in found.case.values] == [("union", "desk")]
    assert load(tmp_path, "public").case.values == ()
    wrong = loaded(tmp_path, compartments__desk__values=text.replace("judged: {by: desk", "judged: {bi: desk"))
    assert codes(wrong) == ["HF201", "HF202"] or codes(wrong) == ["HF202", "HF201"]
    assert wrong.case.values == ()


def test_an_empty_folder_and_one_that_is_not_there(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        assert codes(load(folder, "desk")) == ["HF106"]
    (tmp_path / "compartments" / "desk").mkdir(parents=True)
    (tmp_path / "compartments" / "desk" / "agreement.yaml").write_text("title: x\ncommitments: {a: {does: x}}\n")
    assert codes(load(tmp_path, "desk")) == ["HF106"]


def test_what_can_be_in_the_way_of_a_file(tmp_path: Path) -> None:
    write(tmp_path, {})
    (tmp_path / "statements.yaml").mkdir()
    (tmp_path / "values").write_text("not a folder")
    os.mkfifo(tmp_path / "sources.yaml")
    found = load(tmp_path, "desk")
    assert [(one.code, one.place.file) for one in found.diagnostics] == [
        ("HF105", "sources.yaml"),
        ("HF105", "statements.yaml"),
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (SMALL.encode().replace(b"\n", b"\r\n"), []),
        (b"\xef\xbb\xbf" + SMALL.encode(), []),
        (SMALL.replace("\n", "\u2028").encode(), []),
        (SMALL.encode("utf-16"), ["HF104"]),
        (SMALL.replace("Union", "Unión").encode("latin-1"), ["HF104"]),
    ],
)
def test_encodings(content: bytes, expected: list[str], tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_bytes(content)
    found = load(tmp_path, "desk")
    assert codes(found) == expected
    assert b"\xff\xfe" in content[:2] or list(found.case.parties) == ["union", "port", "press"]


@pytest.mark.no_cover
def test_a_large_file_is_read_right_and_wrong(tmp_path: Path) -> None:
    item = "- {{id: s{0}, party: union, channel: in-confidence, gist: what was said, requires: automation = none}}\n"
    text = "".join(item.format(number) for number in range(12_000))
    write(tmp_path, {"statements": text})
    found = load(tmp_path, "desk")
    assert (codes(found), len(found.case.statements)) == ([], 12_000)
    write(tmp_path, {"statements": text + "- {id: [\n" + item.format("x")})
    assert len(load(tmp_path, "desk").case.statements) == 12_001


def test_long_values_are_cut_in_messages(tmp_path: Path) -> None:
    text = f"- {{id: a, party: union, channel: {'x' * 100_000}, gist: x, warns: y}}\n"
    (problem,) = loaded(tmp_path, statements=text).diagnostics
    assert len(problem.message) < 300
    assert len(view.full([problem])) < 1000


@settings(max_examples=20)
@given(st.permutations(range(4)))
def test_the_order_of_entries_changes_no_code(order: list[int]) -> None:
    import tempfile

    items = [
        "- {id: a, party: union, channel: in-confidence, gist: x, warns: y}",
        "- {id: b, party: nobody, channel: in-confidence, gist: x, warns: y}",
        "- {id: c, party: union, channel: in-confidence, gist: x, warns: y, supersedes: a}",
        "- {id: d, party: union, channel: in-confidence, gist: x, requires: automation = nothing}",
    ]
    with tempfile.TemporaryDirectory() as folder:
        found = loaded(Path(folder), statements="\n".join(items[n] for n in order) + "\n")
    assert sorted(codes(found)) == ["HF301", "HF302"]
    assert set(found.case.statements) == {"a", "c"}
