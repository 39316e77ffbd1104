"""What agreements usually provide for: the names by which a clause says which of it it carries.

Two lists, of comprehensive agreements and of ceasefires. Names and descriptions are our own; that there are these and
no others follows work by others, which docs/explanation/checklist.md names. No name stands in both lists: a clause says
of each whether it carries it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from immutabledict import immutabledict

Stage: TypeAlias = Literal["ceasefire", "comprehensive"]


@dataclass(frozen=True, slots=True)
class Provision:
    """One thing that an agreement may provide for."""

    name: str
    stage: Stage
    """The list that it stands in."""
    label: str
    description: str


_COMPREHENSIVE: Final = """
ceasefire | Ceasefire | The fighting stops
disarmament | Disarmament | Weapons are handed over, collected or destroyed
demobilisation | Demobilisation | Fighters leave their units
reintegration | Reintegration | Former fighters find a place in civilian life
troop-withdrawal | Withdrawal of troops | Forces leave a territory
paramilitaries | Paramilitary groups | What becomes of armed groups beside the regular forces
armed-forces | Armed forces | The army is reformed, merged or made smaller
police | Police | The police is reformed
arms-embargo | Arms embargo | No more weapons are supplied
prisoner-release | Release of prisoners | Those held because of the conflict go free
amnesty | Amnesty | Acts done in the conflict are not prosecuted
truth-and-reconciliation | Truth and reconciliation | What happened is found out and spoken of
reparations | Reparations | Those who were harmed receive something for it
loss-commission | Commission on losses | A commission deals with damage and losses
human-rights | Human rights | Rights of everybody are promised or protected
minority-rights | Rights of minorities | Rights of groups smaller than the majority
indigenous-rights | Rights of indigenous minorities | Rights of those who lived there first
womens-rights | Rights of women | Rights and participation of women
childrens-rights | Rights of children | Rights and protection of children
citizenship | Citizenship | Who is or may become a citizen
refugees | Refugees | Those who fled abroad
displaced-persons | Displaced persons | Those who fled within the country
cultural-protection | Protection of culture | Customs, heritage and places are protected
language-and-symbols | Languages and symbols | Official languages, flags, names and the like
education | Education | Schools and teaching are reformed
media | Media | Press and broadcasting are reformed
community-relations | Relations between communities | How communities, or they and the state, live together
constitution | Constitution | The constitution is changed or written anew
executive | Executive | Government and head of state are reformed
legislature | Legislature | Parliament is reformed
judiciary | Judiciary | Courts are reformed
civil-service | Civil service | The administration is reformed
elections-and-parties | Elections and parties | Rules of elections or for political parties are changed
shared-government | Shared government for a transition | Power is shared until something permanent follows
decentralisation | Decentralisation | Powers pass from the centre to regions or places
territorial-power-sharing | Territorial power-sharing | A territory governs itself in part
self-determination | Self-determination | A people decides on its own future
independence-referendum | Referendum on independence | A vote on leaving the state
boundary-demarcation | Boundaries | A boundary is drawn or marked
outside-arbitration | Arbitration from outside | A court or tribunal outside the country decides a question
natural-resources | Natural resources | Who manages land, water, minerals, and has the revenue
development | Economic and social development | The economy and living conditions are to become better
donor-support | Support by donors | Others are to pay for some of it
dispute-settlement | Settlement of disputes | A committee or somebody rules when the parties differ on the agreement
verification | Verification | Somebody looks whether it is carried out
timeline | Timeline | Steps have days or an order in time
review | Review | The agreement is looked at again later
ratification | Ratification | The agreement needs approval to become binding
regional-peacekeeping | Regional peacekeepers | Neighbours or a regional organisation send a force
un-peacekeeping | United Nations peacekeepers | The United Nations send a force
un-transitional-authority | United Nations administration | The United Nations govern for a time
"""
_CEASEFIRE: Final = """
bound-parties | Who is bound | Which forces it binds, who commands them, what becomes of groups that split off
definitions | Definitions | What its words mean: violation, weapon and the like
entry-into-force | Start, length, extension | When exactly it begins, how long it lasts, how it is prolonged
lines-and-maps | Lines and maps | Where it holds: lines, coordinates, sectors in dispute
prohibited-acts | Prohibited acts | What nobody may do, one thing after the other
permitted-acts | Permitted acts | What remains allowed: self-defence, rescue, repairs, movements announced before
separation-of-forces | Separation of forces | Who withdraws from where to where, and where weapons are kept
monitoring | Monitoring | Who watches, with what access and what means
violation-findings | Finding a violation | Who verifies, and what has to be shown
reporting | Reporting | Who reports to whom, how often, how publicly
joint-commission | Joint commission | The parties meet in a body, or can call each other at any time
final-decider | Final decider | Who has the last word in a dispute, and by when
consequences | Consequences | What follows a breach
prisoners-and-missing | Prisoners, the dead, the missing | Those held, remains, and those of whom nobody knows
civilians-and-aid | Civilians and aid | Protection of civilians, access for supplies, return of the displaced
third-forces | Forces of others | Allies, proxies and foreign fighters
orders-to-troops | Orders to the troops | How those who fight learn of it
funding-and-logistics | Money and supplies | Who pays for it and keeps it running
political-talks-link | Link with political talks | How it goes with the talks, and what if they stall
amendment-and-end | Amendment and end | How it is changed, and how it is ended
language-versions | Language versions | In which languages it is written, and which counts
signatures-and-guarantors | Signatures and guarantors | Who signs, who witnesses, who guarantees what
"""


def _read(stage: Stage, table: str) -> dict[str, Provision]:
    rows = (tuple(cell.strip() for cell in line.split("|")) for line in table.strip().splitlines())
    return {name: Provision(name, stage, label, description) for name, label, description in rows}


#: Every provision by its name, those of ceasefires first.
PROVISIONS: Final[Mapping[str, Provision]] = immutabledict(
    _read("ceasefire", _CEASEFIRE) | _read("comprehensive", _COMPREHENSIVE)
)
STAGES: Final[tuple[Stage, ...]] = ("ceasefire", "comprehensive")
