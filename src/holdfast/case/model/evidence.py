"""sources.yaml and statements.yaml: the documents, and who said what in them."""

from __future__ import annotations

import re
from typing import Annotated, Final, Literal, Self

from pydantic import ConfigDict, Discriminator, Tag, model_validator

from holdfast.case.conditions import Condition
from holdfast.case.model.base import (
    CommitmentRef,
    Count,
    Dated,
    DateSaid,
    DraftRef,
    FactRef,
    FactValue,
    Firmness,
    Flag,
    Id,
    If,
    Item,
    Many,
    Map,
    OneOrMany,
    PartyRef,
    SourceRef,
    StatementRef,
    Text,
)
from holdfast.case.model.fields import Scalar, described, fail, read_condition
from holdfast.diagnostics import or_list

SourceKind = Literal["news", "statement", "agreement", "letter", "minutes", "law", "report", "speech", "notes", "other"]
#: Documents in which a party speaks for itself.
PRIMARY_KINDS: Final = frozenset({"statement", "agreement", "letter", "minutes", "law", "speech"})
Channel = Literal["on-record", "written", "anonymous", "second-hand", "in-confidence"]
Extent = Literal["whole", "named", "principle", "unknown"]
Verb = Literal[
    "requires",
    "refuses",
    "accepts",
    "prefers",
    "undecided",
    "silent",
    "asserts",
    "expects",
    "warns",
    "offers",
    "raises",
]
#: The verbs of statements.yaml; a statement has exactly one.
VERBS: Final[tuple[Verb, ...]] = (
    "requires",
    "refuses",
    "accepts",
    "prefers",
    "undecided",
    "silent",
    "asserts",
    "expects",
    "warns",
    "offers",
    "raises",
)
#: Keys that go with some verbs only.
_GOES_WITH: Final[dict[str, tuple[Verb, ...]]] = {
    "if_": ("requires", "refuses", "accepts", "offers", "warns", "expects"),
    "unless": ("requires", "refuses", "warns", "offers"),
    "origin": ("asserts", "expects"),
}


def _read_sha256(value: str) -> str:
    if re.fullmatch(r"[0-9a-f]{64}", value) is None:
        raise fail("HF204", "this is not a SHA-256 in hexadecimal", "it has 64 characters of 0-9 and a-f")
    return value


Sha256 = Annotated[str, Scalar("a SHA-256", _read_sha256, {"type": "string", "pattern": "^[0-9a-f]{64}$"})]


class Source(Item):
    """A document that statements are cited from."""

    id: Id
    """The name by which statements cite it."""
    title: Text | None = None
    """Its headline or title."""
    file: Text | None = None
    """The file's name under `sources/` of the same compartment."""
    publisher: Text | None = None
    """Who published it."""
    author: Text | None = None
    """Who wrote it."""
    published: DateSaid = Dated()
    """When: a date, `{said, resolved}` or `unknown`."""
    language: Text | None = None
    """Its language as a BCP 47 tag, such as `en` or `ar`."""
    kind: SourceKind = "other"
    """What sort of document it is; some sorts are primary documents."""
    sha256: Sha256 | None = None
    """The hash of the file's bytes."""
    original: Text | None = None
    """The document that the file's text was taken from, if it was not text: it lies beside the file."""
    original_sha256: Sha256 | None = None
    """The hash of its bytes."""
    copy_of: SourceRef | None = None
    """The source that this one repeats, word for word or nearly: both are one origin."""
    quotable: Flag = True
    """Whether its words may be quoted in the case; where not, citations carry a paragraph's hash."""
    note: Text | None = None
    """A remark of those who keep the case."""


class Target(Item):
    """Words of a paragraph, where a quote is interrupted and goes on elsewhere."""

    paragraph: Count
    """The paragraph, counted from 1."""
    quote: Text
    """The exact words."""


class Citation(Item):
    """Where a statement rests in a source."""

    model_config = ConfigDict(
        json_schema_extra={
            "not": {"required": ["quote", "sha256"]},
            "dependentRequired": {"sha256": ["paragraph"]},
        }
    )

    source: SourceRef
    """The source."""
    paragraph: Count | None = None
    """The paragraph: non-empty lines, counted from 1."""
    sentence: Count | None = None
    """The sentence within the paragraph, counted from 1."""
    range: tuple[Count, Count] | None = None
    """First and last code point within the paragraph, from 0, the end exclusive."""
    quote: Text | None = None
    """The exact words, in the original language."""
    prefix: Text | None = None
    """The words before the quote, to find it again."""
    suffix: Text | None = None
    """The words after the quote, to find it again."""
    sha256: Sha256 | None = None
    """Instead of a quote: the hash of the paragraph's normalised text."""
    also: Many[Target] = ()
    """Where the quote goes on."""
    note: Text | None = None
    """A remark of those who keep the case."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.quote is not None and self.sha256 is not None:
            raise fail(
                "HF211", "a citation has either a quote or a hash", "drop one of the two", at="sha256", and_at="quote"
            )
        if self.sha256 is not None and self.paragraph is None:
            raise fail("HF202", "a hash needs the number of its paragraph", "add `paragraph:`", at="sha256")
        if self.range is not None and self.range[1] <= self.range[0]:
            raise fail("HF208", "this range ends before it starts", at="range")
        return self


class Translation(Item):
    """A quote in another language than the source's."""

    text: Text
    """The translation."""
    by: Text | None = None
    """Who translated."""


def _read_accepts(value: str) -> Condition | str:
    return "agreement" if value == "agreement" else read_condition(value)


def _forecast_kind(value: object) -> str:
    return "facts" if isinstance(value, dict) else "words"


#: A condition over the case, or the word ``agreement``.
Accepted = Annotated[
    Condition | Literal["agreement"],
    Scalar("a condition or `agreement`", _read_accepts, described("A condition, or the word `agreement`")),
]
#: A forecast in words, or of the value of a fact.
Forecast = Annotated[
    Annotated[Map[FactRef, FactValue], Tag("facts")] | Annotated[Text, Tag("words")],
    Discriminator(_forecast_kind),
]


class Statement(Item):
    """One thing that somebody said, with the sentence that it rests on."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [{"required": [verb]} for verb in VERBS],
            "anyOf": [{"required": ["party"]}, {"required": ["by"]}],
            "if": {"properties": {"firmness": {"enum": ["bottom-line", "red-line"]}}, "required": ["firmness"]},
            "then": {"required": ["because"]},
        }
    )

    id: Id
    """The name by which the rest of the case refers to it."""
    party: OneOrMany[PartyRef] | None = None
    """The party whose word it is; a list for a joint statement."""
    by: Text | None = None
    """The speaker, as the source names them; a speaker need not be a party."""
    via: Text | None = None
    """Through whose mouth it is reported, if not the speaker's own."""
    to: Text | None = None
    """To whom it was said."""
    channel: Channel | None = None
    """How it reached us."""
    date: DateSaid = Dated()
    """When it was said: a date, `{said, resolved}` or `unknown`."""
    cite: OneOrMany[Citation] = ()
    """Where it is written: one citation or several."""
    gist: Text
    """What was said, in our own words."""
    requires: If | None = None
    """What must be: `if Y` means Y → X, `unless Y` means not Y → X."""
    refuses: If | None = None
    """What must not be: `if Y` means Y → not X, `unless Y` means X → Y."""
    accepts: Accepted | None = None
    """A yes to X given Y, or to the `agreement`. Evidence of consent, never a constraint."""
    prefers: Many[If] | None = None
    """The first over the second and so on, other issues equal."""
    undecided: OneOrMany[If] | None = None
    """Recorded: no decision on it yet."""
    silent: OneOrMany[If] | None = None
    """Recorded: asked or expected to say something, and no word on it."""
    asserts: Map[FactRef, FactValue] | None = None
    """Claims of fact, by key."""
    expects: Forecast | None = None
    """A forecast, in words or of a fact's value; never itself a fact."""
    warns: Text | None = None
    """A threat or a deadline, in words."""
    offers: If | None = None
    """An offer."""
    raises: OneOrMany[Text] | None = None
    """An agenda point: an issue, or words."""
    if_: If | None = None
    """The condition Y under which it holds."""
    unless: If | None = None
    """The condition Y that lifts it."""
    extent: Extent | None = None
    """How much of the agreement is accepted; only `whole` and `named` say yes to anything in particular."""
    clauses: OneOrMany[CommitmentRef] = ()
    """The clauses that are accepted, with `extent: named`."""
    except_: OneOrMany[CommitmentRef] = ()
    """The clauses that are not."""
    draft: DraftRef | None = None
    """The draft it is about, where there are several."""
    firmness: Firmness = "position"
    """How firm it is, as judged: `red-line` is fixed by law or mandate, `bottom-line` is tactical."""
    because: Text | None = None
    """Why it was judged so firm; required for the two strongest."""
    reason: Text | None = None
    """The reasoning that the speaker gives."""
    origin: Text | None = None
    """Whose number it is, where that is not the speaker."""
    supersedes: OneOrMany[StatementRef] = ()
    """The statement that this one retires."""
    translation: Translation | None = None
    """The quote in another language."""
    note: Text | None = None
    """A remark of those who keep the case."""

    @property
    def verb(self) -> Verb:
        """What the statement does: its one verb."""
        return next(verb for verb in VERBS if getattr(self, verb) is not None)

    @property
    def parties(self) -> tuple[PartyRef, ...]:
        """The parties whose word it is; empty where the speaker is none of them."""
        return self.party or ()

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions that the verb is about, without `if` and `unless`."""
        said = getattr(self, self.verb)
        parts = said if isinstance(said, tuple) else (said,)
        return tuple(part for part in parts if isinstance(part, Condition))

    @model_validator(mode="after")
    def _check(self) -> Self:
        given = self.model_fields_set
        verbs = [verb for verb in VERBS if verb in given]
        if not verbs:
            raise fail("HF202", "this statement says nothing: it has no verb", f"add one of {or_list(VERBS)}")
        if len(verbs) > 1:
            raise fail(
                "HF211",
                f"a statement has one verb, and this one has {len(verbs)}: {', '.join(verbs)}",
                "make a statement of each, with the same citation",
                at=verbs[1],
                and_at=verbs[0],
            )
        if self.party is None and self.by is None:
            raise fail(
                "HF202",
                "nobody says this: `party` or `by` is missing",
                "add `by:` with the speaker as the source names them",
            )
        for key, verbs_with in _GOES_WITH.items():
            if key in given and verbs[0] not in verbs_with:
                raise fail(
                    "HF211",
                    f"`{key.rstrip('_')}` does not go with `{verbs[0]}`",
                    f"it goes with {or_list(verbs_with)}",
                    at=key.rstrip("_"),
                    and_at=verbs[0],
                )
        self._check_acceptance()
        if self.prefers is not None and len(self.prefers) < 2:
            raise fail(
                "HF204", "a preference needs two things to compare", "write prefers: [A, B] for A over B", at="prefers"
            )
        if self.firmness in ("bottom-line", "red-line") and self.because is None:
            raise fail(
                "HF501",
                f"a {self.firmness} is a judgement and needs its `because`",
                "say what makes it so firm",
                at="firmness",
            )
        return self

    def _check_acceptance(self) -> None:
        given = [key.rstrip("_") for key in ("extent", "clauses", "except_", "draft") if key in self.model_fields_set]
        if given and self.accepts != "agreement":
            raise fail("HF211", f"`{given[0]}` goes with `accepts: agreement` only", at=given[0])
        if self.clauses and self.extent not in (None, "named"):
            raise fail(
                "HF211",
                f"named clauses do not go with extent: {self.extent}",
                "write extent: named",
                at="clauses",
                and_at="extent",
            )
