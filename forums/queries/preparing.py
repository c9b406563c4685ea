"""What was prepared for a forum's day, as pages, the log and the copy of a forum read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from itertools import groupby

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils import translation
from django.utils.translation import gettext as _

from bkkplan.ground.core.rows.basis import Basis, Point
from bkkplan.ground.core.wording import localname, thai_date_short, time_range
from communities.models import Community
from districts.models import District
from forums.enums import BodyPart, ForumState
from forums.models import Forum, ForumBody, ForumCommunity, ProgrammeItem, PublicityActivity
from forums.queries.sessions import slots_of
from forums.slots import Turn


@dataclass(frozen=True, slots=True)
class ProgrammeDay:
    """A day of the programme; ``on`` is None where the forum has fewer days now than the programme."""

    number: int
    on: date | None
    turns: tuple[Turn, ...]

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Each item's times and topic."""
        return [(time_range(turn.starts_at, turn.ends_at), turn.topic) for turn in self.turns]


@dataclass(frozen=True, slots=True)
class Guest:
    """A body that hosts a forum or attends it, in the words of the page."""

    name_th: str
    name_en: str
    part: str

    @property
    def in_words(self) -> str:
        return _("%(body)s (%(part)s)") % {"body": localname(self), "part": BodyPart(self.part).label}


@dataclass(frozen=True, slots=True)
class Prepared:
    """What everyone may read of a forum before its day: programme, bodies, communities, partner districts."""

    programme: tuple[ProgrammeDay, ...]
    bodies: tuple[Guest, ...]
    communities: tuple[str, ...]
    # Of a joint forum: the forums of the other districts, and their districts' names.
    partners: tuple[tuple[int, str], ...]

    @property
    def communities_in_words(self) -> str:
        return ", ".join(_("ชุมชน%(name)s") % {"name": name} for name in self.communities)


def with_prepared(forums: QuerySet[Forum]) -> QuerySet[Forum]:
    """Forums with what was prepared for them, without a question of its own; `prepared_of` reads it."""
    turns = ProgrammeItem.objects.filter(forum=OuterRef("pk")).order_by("day", "starts_at", "pk")
    bodies = ForumBody.objects.filter(forum=OuterRef("pk")).order_by("-part", "body__position", "pk")
    partners = Forum.objects.filter(host=OuterRef("pk")).exclude(state=ForumState.CANCELLED).order_by("district__code")
    guests = ForumCommunity.objects.filter(forum=OuterRef("pk")).order_by("community__name_th", "pk")
    return forums.annotate(
        prepared=JSONObject(
            turns=ArraySubquery(
                turns.values(row=JSONObject(day="day", starts="starts_at", ends="ends_at", topic="topic"))
            ),
            bodies=ArraySubquery(bodies.values(row=JSONObject(th="body__name_th", en="body__name_en", part="part"))),
            communities=ArraySubquery(guests.values("community__name_th")),
            partners=ArraySubquery(
                partners.values(row=JSONObject(pk="pk", th="district__name_th", en="district__name_en"))
            ),
        )
    )


def prepared_of(forum: Forum) -> Prepared:
    """The preparation that `with_prepared` loaded with this forum. Raises KeyError for a forum loaded otherwise."""
    rows = vars(forum)["prepared"]
    turns = [
        Turn(
            row["day"],
            time.fromisoformat(row["starts"]),
            row["topic"],
            time.fromisoformat(row["ends"]) if row["ends"] else None,
        )
        for row in rows["turns"]
    ]
    return Prepared(
        tuple(programme_by_day(turns, days_on(forum) if turns else [])),
        tuple(Guest(row["th"], row["en"], row["part"]) for row in rows["bodies"]),
        tuple(rows["communities"]),
        tuple((row["pk"], str(District(name_th=row["th"], name_en=row["en"]))) for row in rows["partners"]),
    )


def turns_of(forum: Forum) -> tuple[Turn, ...]:
    rows = forum.programme.order_by("day", "starts_at", "pk").values_list("day", "starts_at", "topic", "ends_at")
    return tuple(Turn(*row) for row in rows)


def days_on(forum: Forum) -> list[date]:
    """The days of a forum, each once."""
    return sorted({slot.on for slot in slots_of(forum)})


def programme_by_day(turns: Iterable[Turn], days: list[date]) -> list[ProgrammeDay]:
    """The programme day by day. ``days`` are those on which the forum takes place."""
    return [
        ProgrammeDay(number, days[number - 1] if number <= len(days) else None, tuple(of_day))
        for number, of_day in groupby(turns, key=lambda turn: turn.day)
    ]


def programme_in_plain(turns: Iterable[Turn]) -> list[str]:
    """As the log says it: 1 09:00-09:30 ลงทะเบียน."""
    return [f"{turn.day} {turn.starts_at:%H:%M}-{_clock(turn.ends_at)} {turn.topic}" for turn in turns]


def _clock(at: time | None) -> str:
    return f"{at:%H:%M}" if at else ""


def publicity_of(forum: Forum) -> list[PublicityActivity]:
    return list(forum.publicity.order_by("on", "pk"))


def publicity_in_plain(rows: Iterable[PublicityActivity]) -> list[str]:
    """Each activity as one text of day, channel, detail and reach, for the log: 2023-05-02 poster ป้ายหน้าตลาด 300."""
    return [f"{row.on} {row.channel} {row.detail} {'' if row.reach is None else row.reach}".strip() for row in rows]


def bodies_of(forum: Forum) -> list[ForumBody]:
    """The bodies at a forum: those that host it first."""
    rows = forum.bodies.select_related("body").order_by("body__position", "pk")
    return sorted(rows, key=lambda row: row.part != BodyPart.HOST)


def guests_of(forum: Forum) -> list[Community]:
    """The communities of a forum for several; empty for a forum of one community, or of the whole district."""
    return list(Community.objects.filter(joint_forums__forum=forum).order_by("name_th", "pk"))


def guests_in_plain(bodies: Iterable[ForumBody], communities: Iterable[Community]) -> dict[str, list[str]]:
    """As the log says it: the bodies with their part, the communities by name."""
    with translation.override("th"):
        return {
            "bodies": [f"{row.body.name_th} ({BodyPart(row.part).label})" for row in bodies],
            "communities": [community.name_th for community in communities],
        }


def basis_of_programme(forum: Forum) -> Basis:
    """What an officer sees before writing the programme anew."""
    points = [
        Point(
            f"turn-{turn.day}-{turn.starts_at}",
            time_range(turn.starts_at, turn.ends_at),
            f"{turn.ends_at} {turn.topic}",
            turn.topic,
        )
        for turn in turns_of(forum)
    ]
    return Basis.of([_state(forum), *points])


def basis_of_publicity(forum: Forum) -> Basis:
    points = [
        Point(
            f"activity-{row.pk}",
            f"{thai_date_short(row.on)} {row.get_channel_display()}",
            f"{row.on} {row.channel} {row.detail} {row.reach}",
            f"{row.detail} {row.reach or ''}".strip(),
        )
        for row in publicity_of(forum)
    ]
    return Basis.of([_state(forum), *points])


def basis_of_guests(forum: Forum) -> Basis:
    bodies = [
        Point(f"body-{row.body_id}", localname(row.body), row.part, row.get_part_display()) for row in bodies_of(forum)
    ]
    communities = [Point(f"community-{row.pk}", str(row), row.pk, _("ร่วมเวที")) for row in guests_of(forum)]
    return Basis.of([_state(forum), *bodies, *communities])


def _state(forum: Forum) -> Point:
    return Point("state", _("สถานะ"), forum.state, forum.get_state_display())
