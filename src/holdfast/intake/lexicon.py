"""Words that attribute: verbs, nouns and adjectives, what each may be followed by, and what kind of act it reports.

A word's frame says where its content may stand:

``c`` a clause (‘that …’, ‘whether …’, or bare) · ``q`` a quotation · ``i`` an infinitive (‘to leave’) ·
``n`` a noun phrase that is the content (‘announced a truce’) · ``x`` a noun phrase with an infinitive or preposition
after it, all of it content (‘urged both to leave’, ‘accused it of delay’) · ``g`` a gerund (‘denied taking part’) ·
``r`` first to whom it is said (‘told reporters that …’) · ``s`` may stand after its content, in either order (‘said X’)
· prepositions after a slash: they belong to the cue, what follows is content (‘call/for,on’).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Act: TypeAlias = Literal[
    "say", "ask", "warn", "accept", "refuse", "demand", "offer", "expect", "want", "believe", "support", "oppose",
    "decide", "show", "perceive", "silent",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that attributes: its dictionary form, the act, its frame and the prepositions that belong to it."""

    lemma: str
    act: Act
    frame: str
    prepositions: frozenset[str]


_VERBS: Final[Mapping[Act, str]] = {
    "say": """
        say:cqsp/of,about tell:rcqsi/of,about add:cqs note:cqsn write:cqsr/about,of report:cqsn announce:cqsn
        state:cqsn explain:cqsnr argue:cqs/for,against,about claim:cqsin contend:cqs declare:cqsnx describe:nx/as
        continue:qs reply:cqs respond:cqs answer:cqs recall:cqsng recount:cqn acknowledge:cqsng admit:cqsng/to
        concede:cqsn confirm:cqsn disclose:cqn reveal:cqsn assert:cqsn insist:cqs/on,upon maintain:cqs stress:cqsn
        emphasize:cqsn emphasise:cqsn  underline:cn highlight:cn reiterate:cqsn repeat:cqsn
        remark:cqs/on observe:cqs comment:cqs/on,about tweet:cqsn retweet:nq post:qsc email:qc mention:cng
        joke:cqs/about quip:cqs boast:cqs/of,about brag:cqs/about complain:cqs/of,about lament:cqsn bemoan:n
        mutter:qs shout:qs yell:qs chant:qsn cry:qs scream:qs whisper:cqs exclaim:qs quote:nx cite:n invoke:n
        refer:/to point:c/to,out speak:/of,about talk:/about,of discuss:n  outline:n detail:n summarize:cn
        summarise:cn reference:n elaborate:c/on  specify:cn testify:cqs/to,about recite:n rename:x
        allege:cqsn suggest:cqsng imply:cn hint:cq/at signal:cn indicate:cqsn inform:rc/of notify:rc/of assure:rcq
        remind:rci/of,about convince:rc persuade:rc brief:r/on read:qs conclude:cqs counter:cqs retort:cqs
        interject:qs comment:qs/on emphasize:cqsn opine:cqs muse:cqs/about vent:q/about label:x dub:x brand:x call:x
        term:x characterize:x characterise:x portray:x depict:nx cast:x liken:x compare:x equate:x identify:x
        spell:c/out lay:c/out set:/out put:/forward caution:cqsx/against advocate:ng/for predict:cqsn
        forecast:cn project:cn estimate:cqsn calculate:cn plead:q/for,with cover:n narrate:cn articulate:n voice:n
        express:n convey:cn relay:cn tout:n trumpet:n promote:n pitch:n publicize:n proclaim:cqsn share:c
        explain:cqsn preach:cn  write:cqs theorize:c theorise:c speculate:c/about,on lie:/about exaggerate:n
        misrepresent:n overstate:n understate:n downplay:n dispute:cn retract:n disavow:n apologize:/for
        apologise:/for thank:x/for congratulate:x/for credit:x/with,for swear:ci attest:c/to vouch:/for
        blog:cq/about paraphrase:n advertise:cn name:x nominate:nx appoint:nx
    """,
    "ask": """
        ask:cqsrx/about,for,if,whether wonder:cqs/about,if question:cn inquire:cqs/about query:cn pose:n press:x
        enquire:cqs/about
    """,
    "warn": "warn:cqsrix/of,about,against,that threaten:icn/with caution:cqsrx/against alert:rc/to",
    "accept": """
        agree:cis/to,with,on,that accept:cn approve:n/of concede:cn consent:i/to  permit:x recognize:cn
        recognise:cn ratify:n adopt:n endorse:ng acquiesce:/to,in
    """,
    "refuse": """
        refuse:in reject:ngc deny:cqsng decline:in dismiss:n rebuff:n rebut:cn refute:cn rule:c/out,against
        repudiate:n disown:n
    """,
    "demand": """
        demand:cqsni require:cnx insist:cqs/on urge:cqsxn order:cxn/to instruct:rx direct:x command:x request:cnx
        call:/for,on,upon push:x/for,to appeal:/for,to petition:/for beg:xi/for implore:xq beseech:x exhort:x
        encourage:xng advise:rcqsx/against recommend:cngx pressure:x lobby:x/for,against invite:x
        summon:n ban:nx bar:nx prohibit:nx forbid:nx mandate:cn dictate:cn press:x/for compel:x
    """,
    "offer": """
        offer:in propose:cqsnig pledge:cisqn promise:cisqnr vow:cisq volunteer:i commit:/to undertake:i guarantee:cn
        unveil:n   float:n submit:cn table:n swear:ci suggest:cqsng
    """,
    "expect": "expect:cinx anticipate:cng foresee:cn predict:cqsn forecast:cn envision:ncg envisage:ng",
    "want": """
        want:ixn hope:cis/for,that plan:ic/on,for intend:ixg seek:in wish:cix/for aim:i/for,at aspire:i/to
        prefer:inxg desire:nix yearn:i/for long:i/for need:_ favor:ngx favour:ngx like:_ mean:i/ yearn:i
        strive:i/for opt:i/for consider:gnc contemplate:gn mull:gn weigh:_ prepare:_ dream:/of vie:_ hesitate:i
    """,
    "believe": """
        believe:cqs/in think:cqs/of,about feel:cqs know:c/about consider:cngx fear:cns/for doubt:cn suspect:cn
        suppose:c assume:c imagine:cng presume:c reckon:cs figure:c guess:cs understand:cn realize:cn realise:cn
        remember:cng forget:c regard:x/as view:x deem:x judge:cx  regret:cng worry:cqs/about,that
        agonize:/over suspect:cn love:ngi hate:ngi dislike:ng loathe:n dread:ng resent:ng detest:n admire:n
        fret:cq/about,over care:c/about trust:cn mistrust:n distrust:n value:n appreciate:cn respect:n
        rejoice:c/at,in marvel:c/at disagree:c/with,on sympathize:/with sympathise:/with ponder:cn reflect:/on
        envy:n bet:c conclude:cqs fear:cns interpret:nx perceive:nx rate:_ rank:_ learn:c/about,of discover:c
        notice:cn
    """,
    "support": """
        support:ng back:n endorse:n praise:nx/for defend:ng applaud:nx/for welcome:n hail:nx commend:nx/for laud:nx
        champion:n salute:n embrace:_ celebrate:_ compliment:nx/on honor:_ extol:n side:/with advocate:ng/for
        sympathize:/with tout:n
    """,
    "oppose": """
        oppose:ng condemn:nx/for criticize:nx/for criticise:nx/for denounce:nx/for decry:n slam:nx/for blast:nx/for
        attack:nx/for,over accuse:x/of blame:x/for,on charge:cqs/with assail:nx/for lambast:nx lambaste:nx/for
        deride:nx ridicule:nx mock:nx/for fault:nx/for chide:nx/for rebuke:nx/for scold:nx/for castigate:nx/for
        bash:nx/for rip:nx/into,for hammer:nx/for,over knock:nx/for deplore:n protest:cn/against object:c/to
        rail:/against lash:/out complain:cqs/about,of disparage:n belittle:n denigrate:n insult:n vilify:n
        scoff:cqs/at contest:n  sue:nx/for,over disapprove:/of dispute:cn impugn:n berate:nx/for
        admonish:x/for excoriate:nx/for skewer:nx/for eviscerate:nx savage:nx taunt:nx/for reprimand:nx/for
        censure:nx/for pan:nx trash:n tear:/into grumble:cqs/about quibble:/with lambast:nx warn:c vent:/about
        jeer:n
    """,
    "decide": """
        decide:ci/on,against,that rule:cqs/on,against,in decree:c determine:cn resolve:ci vote:i/for,against,on
        choose:i elect:i sign:_ authorize:nx authorise:nx grant:_ impose:n overturn:n uphold:n declare:cqsnx
    """,
    "show": """
        show:cnx find:cnxs indicate:cqsn suggest:cqsng reveal:cqsn  document:cn prove:cn illustrate:cn
        estimate:cqsn provide:c stipulate:cn specify:cn envisage:ng record:_ reflect:_ state:cqsn contain:_
        include:_ put:_ list:_ register:_
    """,
    "perceive": "see:cg hear:cg witness:cng notice:cng learn:c/of,about discover:cn watch:g sense:cn observe:cqs",
}

_NOUNS: Final[Mapping[Act, str]] = {
    "say": """
        statement:cg/of,about,on announcement:c/of,about claim:ci/of,about assertion:c/of,about remark:c/about,on
        comment:c/about,on allegation:c/of,about,against report:c/of,about,on argument:c/for,against,about
        explanation:c/of,for suggestion:ci/of,about assurance:c/of,about admission:c/of confirmation:c/of
        testimony:c/about,of declaration:c/of description:/of message:c/about,of word:c speech:/about,on
        tweet:c/about letter:c/about,on revelation:c/of,about disclosure:c/of mention:/of rumor:c/of,about
        rumour:c/of,about characterization:/of acknowledgment:c/of acknowledgement:c/of insistence:c/on contention:c
        point:c prediction:c/of,about forecast:c/of,for estimate:c/of conclusion:c/of,about observation:c/about
         apology:/for rhetoric:/about,on  pronouncement:c/on,about lie:c/about
        narrative:c complaint:c/about,of,against joke:c/about note:c/about op-ed:c/about article:c/about
        post:c/about argument:c
    """,
    "ask": "question:c/about,of,on,whether inquiry:/into,about query:/about,over",
    "warn": "warning:ci/of,about,against threat:ci/of,against caution:c/against,about alarm:/about,over ultimatum:ci",
    "accept": "agreement:ci acceptance:/of approval:/of,for consent:i/to recognition:c/of willingness:i/",
    "refuse": "refusal:i/of denial:c/of rejection:/of dismissal:/of unwillingness:i reluctance:i",
    "demand": """
        demand:ci/for,on,of call:i/for,on,by appeal:i/for,to request:ci/for order:ci requirement:c insistence:c/on
        pressure:i plea:ci/for recommendation:c/for,of,on advice:ci/on,about condition:c ban:/on,against
    """,
    "offer": """
        offer:i/of proposal:ci/of promise:ci/of pledge:ci/of vow:ci commitment:i/to guarantee:c/of
    """,
    "expect": "expectation:c/of,for,about anticipation:c/of hope:c/of,for optimism:c/about prospect:_",
    "want": "desire:ci/for wish:ci/for intention:ci/of aim:i/of goal:i/of ambition:i interest:/in intent:i",
    "believe": """
        belief:c/in view:c/of,on,about opinion:c/of,on,about concern:c/about,over,for fear:c/of,about,for
        worry:c/about doubt:c/about,over,on conviction:c idea:c notion:c assumption:c/about feeling:c/about,of
        attitude:/toward,towards,about stance:/on,toward,against position:c/on,toward regret:c/about,over
        confidence:c/in skepticism:/of,about,toward scepticism:/of,about assessment:c/of understanding:c
        thought:c/on,about suspicion:c/about,of perception:c/of outrage:/over,about,at anger:/at,over,about
        hatred:/of,for disdain:/for contempt:/for frustration:/with,over,at enthusiasm:/for,about
        dissatisfaction:/with
    """,
    "support": """
        support:/for,of endorsement:/of praise:/for,of backing:/for,of defense:/of defence:/of advocacy:/of,for
        embrace:/of
    """,
    "oppose": """
        criticism:/of,over,about,that opposition:/to accusation:c/of,about,against condemnation:/of denunciation:/of
        objection:c/to,about attack:_ disapproval:/of disagreement:/with,over,about critique:/of resistance:/to
        charge:c grievance:/about,against outcry:/over,about
    """,
    "decide": "decision:ci/on ruling:c/on,against verdict:c/on resolution:c/on vote:i/against",
    "show": "finding:c/of,on,about evidence:c/of,for indication:c/of proof:c/of sign:c analysis:c/of",
}

_ADJECTIVES: Final[Mapping[Act, str]] = {
    "say": """
        clear:c adamant:c/about vocal:/about,in critical:/of dismissive:/of skeptical:c/of,about
        sceptical:c/of,about
    """,
    "believe": """
        sure:c/about,of certain:c/about,of confident:c/about,in,of convinced:c/of aware:c/of,that unaware:c/of
        proud:ci/of happy:ci/about,with glad:ci/about pleased:ci/with,about,by sad:ci/about sorry:c/for,about
        angry:c/about,at,over afraid:ci/of worried:c/about concerned:c/about,over,by,with
        disappointed:ci/in,with,by,about surprised:ci/by,at shocked:ci/by,at outraged:c/by,over,at
        optimistic:c/about pessimistic:c/about doubtful:c/about,of unsure:c/about,of nervous:c/about
        anxious:ci/about excited:ci/about,by frustrated:c/with,by,over grateful:c/for,to thankful:c/for
        upset:c/about,over,with,by uncertain:c/about,of fearful:c/of hopeful:c/about,of wary:/of tired:/of
        mindful:/of dissatisfied:/with satisfied:c/with comfortable:/with uncomfortable:/with fond:/of troubled:c/by
        dismayed:c/by,at alarmed:c/by,at stunned:c/by appalled:c/by,at delighted:ci/with,by
        thrilled:ci/with,by,about
    """,
    "want": """
        eager:i/for keen:i/on determined:i willing:i/ ready:_ unwilling:i reluctant:i hesitant:i interested:/in
        inclined:i prepared:i
    """,
    "accept": "open:/to amenable:/to",
    "support": "supportive:/of enthusiastic:/about favorable:/to,toward",
    "oppose": "opposed:/to hostile:/to,toward furious:c/about,over,at,with",
}

_IRREGULAR: Final[Mapping[str, str]] = {
    "say": "says said said saying", "tell": "tells told told telling", "write": "writes wrote written writing",
    "think": "thinks thought thought thinking", "know": "knows knew known knowing", "feel": "feels felt felt feeling",
    "see": "sees saw seen seeing", "hear": "hears heard heard hearing", "find": "finds found found finding",
    "show": "shows showed shown showing", "speak": "speaks spoke spoken speaking", "read": "reads read read reading",
    "hold": "holds held held holding", "seek": "seeks sought sought seeking", "swear": "swears swore sworn swearing",
    "forbid": "forbids forbade forbidden forbidding", "foresee": "foresees foresaw foreseen foreseeing",
    "put": "puts put put putting", "set": "sets set set setting", "lay": "lays laid laid laying",
    "spell": "spells spelled spelled spelling", "go": "goes went gone going", "cast": "casts cast cast casting",
    "understand": "understands understood understood understanding", "lead": "leads led led leading",
    "mean": "means meant meant meaning", "forget": "forgets forgot forgotten forgetting",
    "choose": "chooses chose chosen choosing", "undertake": "undertakes undertook undertaken undertaking",
    "beseech": "beseeches besought besought beseeching", "be": "is was been being", "have": "has had had having",
    "do": "does did done doing", "make": "makes made made making", "give": "gives gave given giving",
    "teach": "teaches taught taught teaching", "tear": "tears tore torn tearing", "bet": "bets bet bet betting",
    "forecast": "forecasts forecast forecast forecasting", "beg": "begs begged begged begging",
    "uphold": "upholds upheld upheld upholding", "begin": "begins began begun beginning", "let": "lets let let letting",
    "send": "sends sent sent sending", "come": "comes came come coming", "take": "takes took taken taking",
    "leave": "leaves left left leaving", "get": "gets got got getting", "keep": "keeps kept kept keeping",
    "overturn": "overturns overturned overturned overturning", "lie": "lies lied lied lying",
    "reach": "reaches reached reached reaching",
    "bring": "brings brought brought bringing", "quip": "quips quipped quipped quipping",
}  # fmt: skip
_DOUBLED: Final = frozenset(
    """
    admit refer plan permit commit slam brag bar ban opt rip pan blog compel dub rebut recur submit
    regret prefer quip plot knot
""".split()
)

#: Verbs that are no nouns, for tags that say otherwise.
_ONLY_VERBS: Final = frozenset(
    """
    say tell believe think insist argue contend deny want accuse know add declare describe explain acknowledge
    admit concede assert maintain suggest allege imply indicate inform assure remind conclude predict agree
    accept refuse reject dismiss require urge recommend propose expect intend seek prefer consider suppose
    assume learn hear see denounce condemn criticize criticise oppose applaud defend endorse reveal confirm
    announce deem disclose emphasize emphasise reiterate lament bemoan mention reply respond recall recount
    write ask complain disagree anticipate foresee threaten decide determine choose realize realise understand
    remember forget
    """.split()
)

#: Verbs that carry a noun which attributes: ‘issued a statement’, ‘has a plan’.
SUPPORT_VERBS: Final = frozenset(
    "make issue release give have express voice raise repeat put post send deliver file write publish offer hold share "
    "reiterate echo face draw add submit renew hear launch convey".split()
)
#: Verbs that may stand before an infinitive which is the cue: ‘went on to say’, ‘declined to comment’.
RAISING: Final = frozenset(
    "go decline refuse continue begin start seem appear try have want need use come proceed tend fail move attempt "
    "get happen pause rush hasten".split()
)
#: Said of silence: the infinitive of ‘declined to …’, the verb of ‘did not …’.
SILENCE: Final = frozenset("comment respond reply answer elaborate".split())


def forms(lemma: str) -> tuple[str, str, str, str]:
    """The forms of a verb: third person, past, participle, and that in -ing."""
    if lemma in _IRREGULAR:
        third, past, participle, ing = _IRREGULAR[lemma].split()
        return third, past, participle, ing
    if lemma.endswith("e"):
        return f"{lemma}s", f"{lemma}d", f"{lemma}d", f"{lemma[:-1]}ing"
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return f"{lemma[:-1]}ies", f"{lemma[:-1]}ied", f"{lemma[:-1]}ied", f"{lemma}ing"
    stem = lemma + lemma[-1] if lemma in _DOUBLED else lemma
    third = f"{lemma}es" if lemma.endswith(("s", "x", "z", "ch", "sh", "o")) else f"{lemma}s"
    return third, f"{stem}ed", f"{stem}ed", f"{stem}ing"


def _entries(listed: Mapping[Act, str]) -> Iterator[Cue]:
    for act, words in listed.items():
        for word in words.split():
            lemma, _, rest = word.partition(":")
            frame, _, prepositions = rest.partition("/")
            if frame != "_":
                yield Cue(lemma, act, frame, frozenset(one for one in prepositions.split(",") if one))


def _collect(listed: Mapping[Act, str]) -> dict[str, Cue]:
    found: dict[str, Cue] = {}
    for cue in _entries(listed):
        if known := found.get(cue.lemma):
            frame = "".join(sorted(set(known.frame) | set(cue.frame)))
            cue = Cue(cue.lemma, known.act, frame, known.prepositions | cue.prepositions)
        found[cue.lemma] = cue
    return found


VERBS: Final[Mapping[str, Cue]] = _collect(_VERBS)
NOUNS: Final[Mapping[str, Cue]] = _collect(_NOUNS)
ADJECTIVES: Final[Mapping[str, Cue]] = _collect(_ADJECTIVES)


def _lemmas() -> dict[str, str]:
    found: dict[str, str] = {}
    for lemma in sorted({*VERBS, *SUPPORT_VERBS, *RAISING, *SILENCE, *_IRREGULAR}):
        for form in (lemma, *forms(lemma)):
            found.setdefault(form, lemma)
    found.update(dict.fromkeys("am is are was were be been being 's 're 'm".split(), "be"))
    found.update(dict.fromkeys("'ve 'd".split(), "have"))
    found.update({"found": "find", "saw": "see", "felt": "feel", "left": "leave", "thought": "think", "ca": "can"})
    return found


_LEMMAS: Final[Mapping[str, str]] = _lemmas()


_NEVER_NOUN: Final[frozenset[str]] = frozenset(
    form
    for lemma in _ONLY_VERBS
    for form in (lemma, *forms(lemma)[:2])
    if form not in {"found", "saw", "felt", "left", "thought", "read", "known", "need", "needs", "mean"}
)


def verb_lemma(form: str) -> str:
    """The dictionary form of a verb in small letters; the form itself where it is none of ours."""
    return _LEMMAS.get(form, form)


def never_noun(form: str) -> bool:
    """Whether a form of a verb that attributes is no noun or adjective as well."""
    return form in _NEVER_NOUN


def noun_lemma(form: str) -> str:
    """The singular of a noun in small letters, as far as the words that attribute are concerned."""
    if form in NOUNS:
        return form
    if form.endswith("ies") and f"{form[:-3]}y" in NOUNS:
        return f"{form[:-3]}y"
    if form.endswith("es") and form[:-2] in NOUNS:
        return form[:-2]
    return form[:-1] if form.endswith("s") and form[:-1] in NOUNS else form
