"""The model of a case: one frozen class for every kind of item that the files hold."""

from holdfast.case.conditions import LEFT_OPEN
from holdfast.case.model.agreement import Agreement, Commitment, Event, LeftVague, Obligors, Pairing, Phase, Variant
from holdfast.case.model.base import FIRMNESSES, Dated, Firmness, Item, Range, Ref, Value
from holdfast.case.model.casefile import (
    FORMAT,
    Audience,
    CaseFile,
    Fact,
    Interest,
    Issue,
    Option,
    Party,
    PartyAddition,
    Rule,
    Term,
)
from holdfast.case.model.evidence import PRIMARY_KINDS, VERBS, Channel, Citation, Source, Statement, Translation, Verb
from holdfast.case.model.judgements import CommitmentWorth, Guarantee, Judgement, Release, Values, WalkingAway
from holdfast.case.model.quantities import Quantity, Remedy, Share, Tranche

__all__ = [
    "FIRMNESSES",
    "FORMAT",
    "LEFT_OPEN",
    "PRIMARY_KINDS",
    "VERBS",
    "Agreement",
    "Audience",
    "CaseFile",
    "Channel",
    "Citation",
    "Commitment",
    "CommitmentWorth",
    "Dated",
    "Event",
    "Fact",
    "Firmness",
    "Guarantee",
    "Interest",
    "Issue",
    "Item",
    "Judgement",
    "LeftVague",
    "Obligors",
    "Option",
    "Pairing",
    "Party",
    "PartyAddition",
    "Phase",
    "Quantity",
    "Range",
    "Ref",
    "Release",
    "Remedy",
    "Rule",
    "Share",
    "Source",
    "Statement",
    "Term",
    "Tranche",
    "Translation",
    "Value",
    "Values",
    "Variant",
    "Verb",
    "WalkingAway",
]
