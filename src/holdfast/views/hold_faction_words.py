"""The words about factions: whether a party keeps its majority along the steps, and what would hold it."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.analyses.hold import Office, Step
from holdfast.case.case import Case
from holdfast.views.hold_words import at_words, points, share
from holdfast.views.names import and_list, party_label


def office_words(one: Office, steps: Sequence[Step], case: Case) -> list[str]:
    """Whether a party keeps its majority, which step loses which faction, and what would hold it."""
    name = party_label(one.party, case)
    lines = []
    if one.loses_at is None:
        lines.append(
            f"{name} keeps its majority at every step at the middles of the judgements, and in "
            f"{share(one.kept)} of the draws."
        )
    else:
        lines.append(
            f"{name} has no majority before {at_words(one.loses_at, steps, case)}: "
            f"{points(one.support[one.loses_at])} of "
            f"{points(one.votes)} votes, and it takes {points(one.majority)}. It keeps one throughout "
            f"in {share(one.kept)} of the draws."
        )
    for faction in one.factions:
        who = f"{party_label(faction.party, case)} ({points(faction.votes)} votes)"
        if faction.lost_at:
            lines.append(
                f"{who} would leave before {at_words(faction.lost_at[0], steps, case)}; a promise worth "
                f"{points(faction.safety_net)} "
                "to it, due once all is done, would keep it in."
            )
        else:
            lines.append(
                f"{who} stays at the middles of the judgements; it leaves in {share(faction.lost)} of the draws."
            )
    if one.loses_at is not None and one.cheapest:
        nets = and_list([f"{points(net)} for {party_label(party, case)}" for party, net in one.cheapest])
        lines.append(f"The least that gives {name} its majority back at every step: {nets}.")
    return lines
