"""Random records for tests."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from holdfast.case import records as r
from holdfast.case.records import Record

_names = st.sampled_from(["port", "union", "ministry", "lift-blockade", "reinstate", "workers"])
_texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=30).filter(
    lambda text: bool(text.strip())
)
_days = st.dates(min_value=__import__("datetime").date(1000, 1, 1)).map(lambda day: day.isoformat())
_moments = _days | st.builds(lambda day, h, m: f"{day} {h:02}:{m:02}", _days, st.integers(0, 23), st.integers(0, 59))
_on = _moments | st.lists(_moments, min_size=2, max_size=2).map(lambda two: "..".join(sorted(two))).filter(
    lambda text: text[:10] < text.partition("..")[2][:10]
)
_hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)
_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "party": _names, "by": _texts, "via": _texts, "note": _texts, "place": _texts, "reason": _texts, "on_said": _texts,
    "about": _names, "obligor": _names, "good": _names, "incident": _names, "blocked_by": _names, "draft": _names,
    "says": st.sampled_from(r.SAYS), "finds": st.sampled_from(r.FINDS), "decides": st.sampled_from(r.DECIDES),
    "observed": st.sampled_from(r.OBSERVED), "counts": st.sampled_from(r.COUNTS),
    "measure": st.sampled_from(r.MEASURES), "standard": st.sampled_from(r.STANDARDS),
    "on": _on, "until": _moments, "stage": st.integers(1, 9),
    "amount": st.sampled_from(["48", "about 1,200", "more than 220", "several hundred", "0.125", "5 to 7"]),
    "length": st.sampled_from(["7d", "24h", "1mo"]), "of": _names,
    "weighs": st.lists(_names, min_size=1, unique=True), "parties": st.lists(_names, min_size=1, unique=True),
    "set": st.dictionaries(st.sampled_from(["note", "place"]), _texts | st.none(), min_size=1),
    "cite": st.lists(st.fixed_dictionaries({"source": _names}, optional={"paragraph": st.integers(1, 40),
                     "sha256": _hashes, "quote": _texts, "note": _texts}), min_size=1, max_size=2),
    "evidence": st.lists(st.fixed_dictionaries({"file": _texts, "sha256": _hashes}), min_size=1, max_size=2),
}  # fmt: skip
_instants = st.builds(lambda day, h: f"{day}T{h:02}:30Z", _days, st.integers(0, 23))


@st.composite
def plain_records(draw: st.DrawFn) -> dict[str, Any]:
    """Plain data that reads as a record, of any kind and with any of its keys."""
    kind = draw(st.sampled_from(list(r.KEYS)))
    data: dict[str, Any] = {"kind": kind, "id": f"e-{draw(st.integers(0, 10**6))}", "received": draw(_instants)}
    for key in r.KEYS[kind][3:]:
        if draw(st.booleans()):
            data[key] = draw(_VALUES[key])
    needed = {
        "claim": ["party", "says", "about", "good", "amount"],
        "finding": ["party", "finds", "standard", "about", "good", "amount"],
        "correction": ["of", "set"],
        "withdrawal": ["of"],
        "decision": ["decides", "parties", "on", "about", "until"],
        "coverage": ["observed", "on"],
        "purge": ["of", "reason"],
    }
    for key in needed[kind]:
        data.setdefault(key, draw(_VALUES[key]))
    if kind == "decision":
        data.pop("draft", None)
        if data["decides"] == "amend":
            data["draft"] = "second"
    return data


@st.composite
def records(draw: st.DrawFn) -> Record:
    """A record of any kind."""
    found = r.read(draw(plain_records()))
    assert isinstance(found, Record), found
    return found
