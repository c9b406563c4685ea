"""What districts prepare for a hearing: a programme, publicity, and the bodies that host or attend."""

from datetime import timedelta

from bkkplan.trial.builders.facts import ForumFacts, PreparingFacts
from forums.actions.preparing import Activity
from forums.enums import BodyPart, PublicityChannel
from forums.slots import usual_programme

# Days after the announcement, the channel, in which words, and how many it reached.
TOLD = (
    (0, PublicityChannel.POSTER, "ป้ายหน้าสำนักงานเขตและศูนย์บริการ", 1200),
    (1, PublicityChannel.LETTER, "หนังสือเชิญถึงคณะกรรมการชุมชนทุกชุมชน", 340),
    (2, PublicityChannel.SOCIAL, "เฟซบุ๊กสำนักงานเขต{district}", 5400),
    (3, PublicityChannel.LOUDSPEAKER, "เสียงตามสายในชุมชน", None),
)
BODIES = {"district-assembly": BodyPart.HOST, "community-committees": BodyPart.GUEST}


def prepared(facts: ForumFacts, district: str) -> PreparingFacts | None:
    """None for a forum that was never announced."""
    if facts.announced is None:
        return None
    day = min(slot.on for slot in facts.sessions)
    told = [(facts.announced.on + timedelta(days=after), *rest) for after, *rest in TOLD]
    return PreparingFacts(
        turns=tuple(usual_programme(facts.sessions)),
        publicity=tuple(
            Activity(on, channel, words.format(district=district), reach)
            for on, channel, words, reach in told
            if on <= day
        ),
        bodies=BODIES,
        act=facts.announced,
    )
