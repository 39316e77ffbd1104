"""Verbs and nouns for acts, by class: what is done, or what is done about something that is done.

The classes are those of Levin (1993) and of FrameNet (Baker, Fillmore and Lowe, 1998), kept coarse: members of a class
are near-synonyms in reports, so that two reports of one act use any two of them. A verb's irregular past, participle
and -ing form stand after a colon; a particle after a plus sign.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from holdfast.intake.lexicon import forms
from holdfast.intake.nouns import singular

#: ``about``: what follows may be an act of its own (‘refused to sign’); ``to``: it is somebody else's (‘told X to go’);
#: ``at``: done to something or somebody; ``moves``: to or from a place; ``mutual``: with somebody; ``alone``: without.
Frame: TypeAlias = Literal["about", "to", "at", "moves", "mutual", "alone"]


@dataclass(frozen=True, slots=True)
class ActClass:
    """A class of acts: its name, as reasons call it, what may follow, and whether it is done once only."""

    name: str
    frame: Frame
    once: bool = False
    """Whether somebody does it to something once, so that two days for it are two accounts."""
    links: frozenset[str] = frozenset()
    """Prepositions before what it is about: ‘agree to’."""


_CLASSES: Final[Mapping[str, tuple[Frame, str, str, str]]] = {
    # what is done about an act or a thing: frame, verbs, nouns, prepositions
    "approval": ("about", "accept approve agree endorse ratify adopt consent authorise authorize okay back",
                 "approval acceptance endorsement ratification adoption consent authorisation authorization",
                 "to of with on"),
    "refusal": ("about", "refuse reject decline veto:vetoed rebuff spurn rule+out turn+down oppose",
                "refusal rejection veto", "of"),
    "evasion": ("about", "evade sidestep:sidestepped dodge duck skirt avoid", "evasion avoidance", "of"),
    "halt": ("about", "stop:stopped halt cease suspend pause end discontinue terminate freeze:froze,frozen call+off",
             "halt suspension pause cessation let-up letup respite freeze", "in of to from"),
    "continuation": ("about", "continue prolong keep:kept,kept persist carry+on press+on press+ahead keep+on",
                     "continuation", "with in of"),
    "start": ("about", "start begin:began,begun launch resume restart commence initiate",
              "start beginning launch resumption commencement", "of with"),
    "demand": ("to", "tell:told,told order instruct command direct urge ask press call appeal request warn",
               "", "on upon to"),
    "ban": ("to", "forbid:forbade,forbidden ban:banned bar:barred prohibit", "prohibition", "from"),
    # what is done
    "attack": ("at", "attack strike:struck,struck bomb shell raid storm bombard assault ambush",
               "attack assault strike airstrike bombing bombardment shelling raid offensive onslaught ambush campaign "
               "operation incursion", "on against at in"),
    "release": ("at", "release free:freed liberate let+go", "release freeing liberation", "of"),
    "seizure": ("at", "seize capture abduct kidnap:kidnapped hijack", "seizure capture abduction kidnapping", "of"),
    "arrest": ("at", "arrest detain jail imprison", "arrest detention imprisonment", "of"),
    "killing": ("at", "kill murder assassinate slay:slew,slain", "killing murder assassination", "of"),
    "handover": ("at", "transfer:transferred cede relinquish surrender yield hand+over give+up turn+over sign+over",
                 "transfer handover surrender relinquishment", "of"),
    "withdrawal": ("at", "withdraw:withdrew,withdrawn redeploy pull+out pull+back", "withdrawal pullout pullback "
                   "redeployment", "of from"),
    "deployment": ("at", "deploy dispatch station send:sent,sent", "deployment dispatch", "of to"),
    "disarmament": ("at", "disarm demilitarise demilitarize", "disarmament demilitarisation demilitarization", "of"),
    "recognition": ("at", "recognise recognize", "recognition", "of"),
    "imposition": ("at", "impose levy", "imposition", "of on"),
    "lifting": ("at", "lift revoke rescind repeal abolish", "lifting revocation repeal abolition", "of"),
    "closure": ("at", "close shut:shut,shut,shutting close+down shut+down:shut,shut,shutting", "closure shutdown",
                "of"),
    "opening": ("at", "open reopen", "opening reopening", "of"),
    "cancellation": ("at", "cancel:cancelled scrap:scrapped annul:annulled", "cancellation annulment", "of"),
    "postponement": ("at", "postpone delay defer:deferred put+off adjourn", "postponement delay deferral "
                     "adjournment", "of"),
    "publication": ("at", "publish unveil issue", "publication unveiling", "of"),
    "destruction": ("at", "destroy demolish raze", "destruction demolition", "of"),
    "signing": ("at", "sign initial:initialled", "signing signature", "of"),
    "appointment": ("at", "appoint nominate install", "appointment nomination", "of as"),
    "dismissal": ("at", "dismiss sack fire oust depose", "dismissal sacking ouster removal", "of"),
    "election": ("at", "elect re-elect", "", "as"),
    "accusation": ("at", "accuse", "", "of"),
    "condemnation": ("at", "condemn denounce deplore decry", "condemnation denunciation", "of"),
    "praise": ("at", "welcome hail praise applaud laud commend", "praise", "for"),
    "conviction": ("at", "convict sentence", "conviction", "of to for"),
    "expulsion": ("at", "expel:expelled deport banish", "expulsion deportation", "of from"),
    "purchase": ("at", "buy:bought,bought purchase acquire", "purchase acquisition", "of from"),
    "sale": ("at", "sell:sold,sold", "sale", "of to"),
    "defeat": ("at", "defeat beat:beat,beaten", "defeat", "of"),
    "arrival": ("moves", "arrive land reach visit", "arrival visit", "in at to"),
    "departure": ("moves", "depart leave:left,left", "departure", "from for"),
    "meeting": ("mutual", "meet:met,met confer:conferred", "", "with"),
    "resignation": ("alone", "resign quit:quit,quit,quitting step+down:stepped", "resignation", "as from"),
}  # fmt: skip
#: What somebody does to something once only.
_ONCE: Final = frozenset(
    "approval refusal signing appointment dismissal election resignation recognition conviction cancellation "
    "publication lifting purchase sale handover destruction disarmament expulsion postponement imposition".split()
)
#: The classes of which two may both be true at different times; together they fit no better than their times do.
OPPOSITES: Final = frozenset(
    frozenset(pair)
    for pair in (
        ("approval", "refusal"), ("approval", "evasion"), ("halt", "continuation"), ("demand", "ban"),
    )
)  # fmt: skip
#: With a negation, one is the other: what has not been stopped goes on.
CONVERSE: Final[Mapping[str, str]] = {"halt": "continuation", "continuation": "halt"}
#: Adjectives by which somebody is said to agree to an act of their own.
READY: Final = frozenset("willing ready prepared".split())
#: Nouns that mean the same in most reports; what acts are done to is compared by these.
_ALIKE: Final = (
    "power rule control authority governance government administration",
    "weapon arm gun armament",
    "troop force soldier army military",
    "hostage captive prisoner detainee",
    "worker employee staff",
    "police policeman officer",
    "accord deal agreement pact treaty",
    "plan proposal blueprint initiative scheme",
    "law bill legislation act",
    "demand request call",
    "tax levy duty tariff",
    "pay wage salary",
    "strike walkout stoppage",
    "ship vessel boat",
    "plane aircraft jet airplane",
    "town city",
    "document paper",
    "firm company corporation business",
    "reply response answer",
)


@dataclass(frozen=True, slots=True)
class ActVerb:
    """A form of a verb that is an act's: its class, its particle, and which form it is."""

    of: ActClass
    particle: str | None
    base: bool
    ing: bool


def _classes() -> Mapping[str, ActClass]:
    return {
        name: ActClass(name, frame, name in _ONCE, frozenset(links.split()))
        for name, (frame, _, _, links) in _CLASSES.items()
    }


CLASSES: Final = _classes()


def _verbs() -> Mapping[str, tuple[ActVerb, ...]]:
    found: dict[str, list[ActVerb]] = {}
    for name, (_, verbs, _, _) in _CLASSES.items():
        for word in verbs.split():
            verb, _, irregular = word.partition(":")
            lemma, _, particle = verb.partition("+")
            for form, base in _conjugated(lemma, irregular):
                one = ActVerb(CLASSES[name], particle or None, base, form.endswith("ing"))
                found.setdefault(form, []).append(one)
    # a verb with its particle comes before the verb alone
    return {form: tuple(sorted(every, key=lambda one: one.particle is None)) for form, every in found.items()}


def _conjugated(lemma: str, irregular: str) -> Iterator[tuple[str, bool]]:
    third, past, participle, ing = forms(lemma)
    if irregular:
        past, *more = irregular.split(",")
        participle = more[0] if more else past
        if len(more) > 1:
            ing = more[1]
        elif past.endswith("ed") and past[:-2] != lemma and past != f"{lemma}d":
            ing = f"{past[:-2]}ing"  # stopped, stopping
        elif past == f"{lemma}ed" or lemma.endswith("ee"):
            ing = f"{lemma}ing"
    yield lemma, True
    for form in dict.fromkeys((third, past, participle, ing)):
        if form != lemma:
            yield form, False


VERBS: Final = _verbs()
#: By noun in the singular: the class of the act that it names.
NOUNS: Final[Mapping[str, ActClass]] = {
    noun: CLASSES[name] for name, (_, _, nouns, _) in reversed(tuple(_CLASSES.items())) for noun in nouns.split()
}
_GROUP: Final[Mapping[str, str]] = {word: group.split()[0] for group in _ALIKE for word in group.split()}


def alike(noun: str) -> str:
    """What a noun is compared by: one word for all that mean the same, else its singular."""
    one = singular(noun)
    return _GROUP.get(one, one)


def is_named(noun: str) -> bool:
    """Whether a noun is one of those that are compared by another word."""
    return singular(noun) in _GROUP
