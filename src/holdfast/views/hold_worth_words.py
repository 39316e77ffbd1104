"""The words about reasons to go on, once there are judgements of worth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from holdfast.analyses.hold import (
    Accident,
    Agenda,
    AtOnce,
    Curve,
    Guarantor,
    Judgement,
    Lever,
    Margin,
    Need,
    Order,
    Orders,
    Phased,
    Question,
    Stalling,
    Step,
    Valued,
)
from holdfast.case.case import Case
from holdfast.views.hold_words import at_words, points, share, span, step_words
from holdfast.views.names import and_list, clause_of, clause_text, count, party_label, quoted, sentence

_EPSILON = 1e-6


# Margins and guarantees


def why_words(one: Margin, steps: Sequence[Step], case: Case) -> str:
    """What a margin is made of."""
    why = one.why
    going = f"going on still brings {points(why.to_get)} and costs {points(why.to_give)}"
    if why.at_risk > _EPSILON:
        going += f", and {points(why.at_risk)} of what it has would be lost on a collapse"
    if why.away == "contest":
        leaving = f"leaving is worth {points(why.away_worth)} (contest, with a chance of {share(why.chance)})"
    else:
        leaving = f"leaving is worth {points(why.away_worth)} (stop)"
    if why.forfeit > _EPSILON:
        leaving += f", less {points(why.forfeit)} forfeited"
    foresees = ""
    if why.ending is not None:
        who = "itself" if why.ending.party == one.party else party_label(why.ending.party, case)
        foresees = f"; but it foresees {who} leaving before step {why.ending.place + 1}, so that does not come about"
    return f"{going}{foresees}; {leaving}"


def margin_cell(one: Margin) -> str:
    """``−7.5 (−40 to −5)``."""
    ends = span(one.low, one.high)
    return points(one.point) if ends == points(one.point) else f"{points(one.point)} ({ends})"


def need_words(one: Need, case: Case) -> str:
    """A guarantee that keeps a party in before a step."""
    name = party_label(one.party, case)
    bond = f"{name} needs a further bond of {points(one.bond)}"
    if one.most > one.bond + _EPSILON or one.least < one.bond - _EPSILON:
        bond += f" ({span(one.least, one.most)} within the judgements)"
    bond += ", or a penalty of that much divided by the chance of detection"
    if one.detection is not None:
        bond += (
            f"; with the penalty that is stated, a detection of {share(one.detection)}"
            if one.detection <= 1
            else "; no chance of detection makes the stated penalty enough"
        )
    return bond


def largest_needs(valued: Valued) -> list[tuple[Need, int]]:
    """For each party that could end it and needs a guarantee: its largest need, and before how many steps."""
    found = []
    for party in valued.valuation.asked:
        mine = [one for one in valued.incentives.needs if one.party == party and one.bond > _EPSILON]
        if mine:
            found.append((max(mine, key=lambda one: (one.bond, -one.place)), len(mine)))
    return found


def guarantees_heading(valued: Valued, case: Case) -> str:
    """Who needs a guarantee."""
    parties = [party_label(one.party, case) for one, _ in largest_needs(valued)]
    if parties:
        verb = "need" if len(parties) > 1 else "needs"
        return f"{and_list(parties)} {verb} a further guarantee to go on at every step"
    if any(one.most > _EPSILON for one in valued.incentives.needs if one.party in valued.valuation.asked):
        return "Nobody needs a further guarantee at the middles of the judgements; within them somebody may"
    return "Nobody needs a further guarantee, wherever the worths lie within the judgements"


def guarantor_words(one: Guarantor, case: Case) -> str:
    """What somebody stands in for, and what more it would take."""
    whom = and_list([party_label(party, case) for party in one.of])
    who = (
        "Nobody yet stands in"
        if one.party is None
        else f"{party_label(one.party, case)} stands in with {points(one.stands)}"
    )
    more = (
        f"a further {points(one.further)} would keep it in at every step"
        if one.further > _EPSILON
        else "nothing further is needed at the middles of the judgements"
    )
    worst = f" ({points(one.further_most)} in the worst case)" if one.further_most > one.further + _EPSILON else ""
    return f"{who} for {whom}; {more}{worst}."


def sampled_words(valued: Valued, case: Case) -> list[str]:
    """Who leaves first, and where, over the draws."""
    incentives = valued.incentives
    return [
        f"{party_label(party, case)} is the first to leave in {share(part)}, before "
        f"{at_words(place, incentives.steps, case)}"
        for party, place, part in incentives.sampled.endings[:5]
        if part >= 0.005
    ]


# Orders


def orders_heading(found: Orders | str) -> str:
    """What the order of the steps does."""
    if isinstance(found, str):
        return f"The best order was not sought: {found}"
    before, after = points(found.text.need), points(found.best.need)
    no, the = (
        (("Where the judgements are worst, no"), "Where the judgements are worst, the")
        if found.worst
        else ("No", "The")
    )
    if found.best.need <= _EPSILON and found.text.need <= _EPSILON:
        return (
            "In the order of the text nobody needs a further guarantee, wherever the worths lie within the judgements"
        )
    how = "" if found.exact else f" (no order needs less than {points(found.bound)})"
    if found.text.need <= found.best.need + _EPSILON:
        return f"{no} order needs a smaller guarantee than that of the text: {before}{how}"
    return (
        f"{the} largest guarantee ever needed is {before} in the order of the text, and {after} in the best order{how}"
    )


def order_words(one: Order, valued: Valued, case: Case) -> str:
    """Where an order needs most."""
    if one.at is None or one.party is None:
        return "needs no further guarantee"
    step = valued.text_order[one.places[one.at]]
    return f"{party_label(one.party, case)} needs {points(one.need)} before {step_words(step, case)}"


def order_names(one: Order, valued: Valued) -> str:
    """The steps in an order, by their names, as a schedule file has them."""
    return ", ".join(valued.text_order[place].name for place in one.places)


def count_words(found: Orders) -> str | None:
    """How many orders are nearly as good."""
    if found.count is None:
        return None
    if found.count == 1:
        return "No other order needs at most 5% more."
    return f"{count(int(found.count), 'order')} need at most 5% more than the best."


def at_once_words(one: AtOnce, valued: Valued, case: Case) -> str:
    """What two steps as one do."""
    first, second = (step_words(valued.text_order[place], case) for place in (one.first, one.second))
    return (
        f"If {first} and {second} were one step, taken at the same time or held in escrow until both are in, the best "
        f"order would need {points(one.need)}."
    )


def curve_heading(one: Curve, case: Case) -> str:
    """What splitting an exchange gains."""
    sides = " against ".join(clauses_names(side, case) for side in one.sides)
    bulk = one.alone[0]
    now = dict(zip(one.parts, one.alone, strict=True)).get(one.now)
    if now is None or one.now == 1 or bulk <= _EPSILON:
        return f"{sides}: in bulk the exchange by itself needs a guarantee of {points(bulk)}"
    return (
        f"{sides}: in {one.now} parts the exchange by itself needs a guarantee of {points(now)}, "
        f"{share(now / bulk)} of the "
        f"{points(bulk)} of one bulk exchange"
    )


def within_label(one: Curve) -> str:
    """What the second column of a curve counts."""
    return "whole agreement, best order" + (", judgements at their worst" if one.worst else "")


def clauses_names(names: Iterable[str], case: Case) -> str:
    """Clauses by their words."""
    words = []
    for name in names:
        clause = clause_of(name, case)
        words.append(quoted(name if clause is None else clause_text(clause, name)))
    return and_list(words)


# Phases


def phased_heading(found: Phased) -> str:
    """What the first phase alone rests on."""
    if found.least is None or found.most is None:
        return "No one likelihood that the second phase is concluded keeps everybody in the first phase alone"
    words = likelihood_words(found.least, found.most)
    if words is None:
        return "The first phase alone holds however likely or unlikely it is that the second is concluded"
    return f"The first phase alone holds only if the second is thought {words} to be concluded"


def likelihood_words(least: float, most: float) -> str | None:
    """``at least 59% likely``; None where any likelihood will do."""
    if least <= _EPSILON and most >= 1 - _EPSILON:
        return None
    if most >= 1 - _EPSILON:
        return f"at least {share(least)} likely"
    if least <= _EPSILON:
        return f"at most {share(most)} likely"
    return f"between {share(least)} and {share(most)} likely"


def stalling_words(one: Stalling, steps: Sequence[Step], case: Case) -> str:
    """What a party has from stalling, from which likelihood it takes part, and what days of talks are worth to it."""
    name = party_label(one.party, case)
    if one.gain > _EPSILON:
        stall = f"Once its gains of the first phase are in, {name} gains {points(one.gain)} by stalling"
    else:
        stall = (
            f"Once its gains of the first phase are in, concluding is worth {points(-one.gain)} more "
            f"to {name} than stalling"
        )
        if one.gain_most > _EPSILON:
            stall += f", though within the judgements stalling can gain it {points(one.gain_most)}"
    if one.least is None or one.most is None:
        enters = "it goes through the first phase with no likelihood of a second"
    elif (likely := likelihood_words(one.least, one.most)) is None or one.at is None:
        enters = "it goes through the first phase whatever the likelihood of a second"
    else:
        step = at_words(one.at, steps, case)
        enters = f"it goes through the first phase if it thinks the second {likely} (because of {step})"
    if one.days is None:
        return f"{stall}; {enters}."
    if one.days < 1:
        return f"{stall}; {enters}."
    days = count(int(one.days), "more day")
    return (
        f"{stall}; {enters}. If the second is as likely as not, the whole at once is worth {days} of talks to it, at "
        f"{points(one.cost_per_day or 0)} a day."
    )


def agenda_note(one: Agenda) -> str:
    """What the numbers on the agenda rest on."""
    return (
        f"Two parties divide {count(len(one.issues), 'issue')} by offers in turn, {one.rounds} "
        "rounds of a week each; the weights are "
        "the judged importances, a round costs a week of talks. A model of the procedure alone "
        "(Fatima, Wooldridge, Jennings "
        "2006), not of this negotiation."
    )


# Accidents, what matters


def accident_words(one: Accident, valued: Valued, case: Case) -> tuple[str, str, str, str]:
    """Who carries on, and what each clause for the case would do: best efforts, a substitute, more time."""
    asked = valued.valuation.asked
    gone = [party_label(party, case) for party in asked if party not in one.carries_on]
    factions = [
        party_label(party, case) for party, _ in one.margins if party not in asked and party not in one.carries_on
    ]
    if gone:
        alone = f"{and_list(gone)} would leave"
    else:
        alone = (
            ("all carry on")
            if one.without.holds
            else f"all carry on at first; later short by {points(-one.without.margin)}"
        )
    if factions:
        alone += f"; lost with it: {and_list(factions)}"
    if one.stops:
        alone += f"; {count(len(one.stops), 'step')} never {'comes' if len(one.stops) == 1 else 'come'}"
    if one.substitute is None:
        substitute = "none suffices"
    else:
        substitute = "not needed" if one.substitute <= _EPSILON else f"one that brings {share(one.substitute)}"
    return alone, _remedy(one.best_efforts.margin), substitute, _remedy(one.extension.margin)


def _remedy(margin: float) -> str:
    return f"holds, by {points(margin)}" if margin >= -_EPSILON else f"short by {points(-margin)}"


def accidents_heading(valued: Valued) -> str:
    """How many single failures would make somebody leave."""
    harmful = sum(not one.without.holds for one in valued.accidents)
    if not harmful:
        return "Whichever single step fails through nobody's fault, everybody has a reason to carry on"
    if valued.incentives.ending is not None:
        return "Who carries on if a step fails through nobody's fault"
    steps = f"{harmful} of {count(len(valued.accidents), 'step')}"
    return f"{steps}, failing through nobody's fault, would leave somebody without a reason to carry on"


def judgement_words(one: Judgement, case: Case) -> str:
    """Which judgement: ``what ‘Reinstate …’ is worth to Union``."""
    whose = party_label(one.party, case)
    clause = "" if one.clause is None else clauses_names([one.clause], case)
    return {
        "worth": f"what {clause} is worth to {whose}",
        "shift": f"by how much {clause} shifts {whose}'s chance of prevailing",
        "stop": f"what stopping where things stand is worth to {whose}",
        "prize": f"what prevailing would be worth to {whose}",
        "chance": f"{whose}'s chance of prevailing",
        "cost": f"what renewed conflict would cost {whose}",
        "talks cost per day": f"what a day of talks costs {whose}",
        "bond": f"{whose}'s bond on {clause}",
        "penalty": f"{whose}'s penalty on {clause}",
        "detection": f"the chance that {whose}'s breach of {clause} is detected",
    }[one.kind]


def judged(value: float, one: Judgement) -> str:
    """A value of a judgement, on its own scale: a chance as a share."""
    return f"{value:.2f}".replace("-", "−") if one.kind in ("chance", "shift", "detection") else points(value)


def judged_span(one: Judgement) -> str:
    """The judged range."""
    low, high = judged(one.low, one), judged(one.high, one)
    return low if low == high else f"{low} to {high}"


def flip_words(one: Lever) -> str:
    """Where a judgement flips the answer."""
    if one.flips is None:
        return "does not"
    where = "within its range" if one.within else "outside its range"
    return f"{judged(one.flips, one.judgement)}, {where}"


def question_words(one: Question, case: Case) -> str:
    """What to find out, and how much it would tell."""
    right = f", and {share(one.right)} more draws would be called rightly" if one.right >= 0.005 else ""
    return (
        f"{sentence(judgement_words(one.judgement, case))}: it alone explains "
        f"{share(min(one.explains, 1.0))} of the difference{right}."
    )


def questions_heading(valued: Valued) -> str:
    """What to find out next."""
    completes = valued.incentives.sampled.completes
    if completes in (0.0, 1.0):
        always = "it runs to the end" if completes else "somebody leaves"
        return f"In every draw {always}: no single judgement within its range changes that"
    return "What to find out next" if valued.questions else "No single judgement says much about the answer"


#: What the columns of the table of accidents mean.
ACCIDENT_KEY = (
    "Best efforts with information: the rest goes on as if it had come. A substitute brings at least that share of its "
    "gains. More time: what does not wait for it goes first."
)
