"""All seats of a committee, and the results of a district's elections, as lists."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID, uuid4
from zlib import crc32

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.forms.tables import Column
from bkkplan.ground.core.forms.typed_cells import Value
from bkkplan.ground.core.people import within_reach
from bkkplan.ground.core.spreadsheets.columns import Word
from bkkplan.ground.core.thai.names import name_key
from bkkplan.ground.core.wording import localname
from bkkplan.ground.lists.actions import BuiltOnError
from bkkplan.ground.lists.registry import ExistingRow, Line, ListKind, Made, Place, try_out
from communities.actions.committees import (
    CommitteeError,
    TermInUseError,
    begin_term,
    correct_member,
    leave_seat,
    seat_member,
    take_back_term,
)
from communities.enums import Position
from communities.models import Committee, CommitteeMember, Community
from districts.models import District

NAME = Column(
    "full_name",
    "ชื่อ-นามสกุล",
    ("ชื่อ", "ชื่อและนามสกุล", "ชื่อสกุล", "ชื่อตัว ชื่อสกุล", "รายชื่อ", "ผู้ได้รับเลือกตั้ง", "name"),
    is_needed=True,
    most=150,
)
POSITION = Column("position", "ตำแหน่ง", ("ตำแหน่งในคณะกรรมการ", "หน้าที่", "position"), sort="word")
# What people write in place of the names of the positions.
POSITION_WORDS: Mapping[str, tuple[str, ...]] = {
    Position.CHAIR: ("ประธาน", "ประธานชุมชน", "ประธานกรรมการชุมชน", "chair"),
    Position.VICE_CHAIR: ("รองประธาน", "รองประธานชุมชน", "vice chair"),
    Position.SECRETARY: ("เลขา", "เลขานุการชุมชน", "กรรมการและเลขานุการ", "secretary"),
    Position.TREASURER: ("กรรมการและเหรัญญิก", "การเงิน", "treasurer"),
    Position.REGISTRAR: ("กรรมการและนายทะเบียน", "registrar"),
    Position.PUBLICITY: ("กรรมการและประชาสัมพันธ์", "ฝ่ายประชาสัมพันธ์"),
    Position.MEMBER: ("กรรมการชุมชน", "member"),
}


TERM = "term"  # beside new and changed rows: what a list did to a committee


class SeatList(ListKind):
    """Seats on committees. A seat has no version, so its key has a checksum: a later change is noticed."""

    permission = "communities.manage_committee"
    most = 1000
    blank_rows = 50

    def cell_words(self, place: Place) -> dict[str, list[Word]]:
        with_names = [Word(one.value, str(one.label), POSITION_WORDS[one]) for one in Position]
        return {"position": with_names}

    def seats(self, place: Place) -> Sequence[CommitteeMember]:
        """The seats that the list may change, and that its file has."""
        raise NotImplementedError

    def values_of(self, seat: CommitteeMember) -> dict[str, Value]:
        return {"full_name": seat.full_name, "position": seat.position, "starts_on": seat.starts_on}

    def existing_rows(self, place: Place) -> list[ExistingRow]:
        return [ExistingRow(str(seat.uuid), _version(seat), self.values_of(seat)) for seat in self.seats(place)]

    def elsewhere(self, place: Place, keys: Collection[str]) -> dict[str, str]:
        seats = CommitteeMember.objects.filter(uuid__in=keys)
        return {str(seat.uuid): _("กรรมการที่พ้นตำแหน่ง หรือของชุมชนอื่น") for seat in seats}

    def check(self, place: Place, lines: Sequence[Line], *, on: date, by: User, at: datetime) -> None:
        for line in lines:
            if line.does == "changed" and any(heading not in _MAY_CHANGE for heading, _old, _new in line.changes):
                line.refuse(NAME.key, _("แก้ได้เฉพาะชื่อและตำแหน่ง ถ้าเปลี่ยนวันหรือชุมชน ให้พ้นตำแหน่งแล้วเพิ่มใหม่"))
        known = self.committees(place)
        ready = [line for line in lines if line.does != "wrong"]
        try_out(ready, lambda line: self.put(place, known, line, on=on, by=by, at=at), leading=NAME.key)

    def write(self, place: Place, lines: Sequence[Line], *, on: date, by: User, at: datetime) -> list[Made]:
        known, made = self.committees(place), list[Made]()
        before = {str(seat.uuid): seat for seat in self.seats(place)}
        for line in lines:
            old = before.get(line.key)
            was = {"full_name": old.full_name, "position": old.position} if old else {}
            terms = dict(known)
            seat = self.put(place, known, line, on=on, by=by, at=at)
            made += [_begun(term, terms.get(key)) for key, term in known.items() if term not in terms.values()]
            made.append((str(seat.uuid), "changed" if old else "new", _version(seat), was))
        return made

    def undo(self, place: Place, made: Sequence[Made], *, on: date, by: User, at: datetime) -> None:
        terms = [(int(key), was) for key, does, _version_then, was in made if does == TERM]
        rows = [row for row in made if row[1] != TERM]
        seats = {str(s.uuid): s for s in CommitteeMember.objects.filter(uuid__in=[key for key, *_rest in rows])}
        used = [
            seats[key].full_name
            for key, does, version, _was in rows
            if _version(seats[key]) != version or seats[key].ends_on or (does == "new" and seats[key].user_id)
        ]
        if used:
            sentence = _("มีกรรมการที่ได้รับเชิญ แก้ไข หรือพ้นตำแหน่งหลังนำเข้า จึงเลิกทำทั้งชุดไม่ได้: %(names)s")
            raise BuiltOnError(sentence % {"names": ", ".join(used[:5])})
        for key, does, _version_then, was in reversed(rows):
            seat = seats[key]
            if does == "new":
                leave_seat(member_id=seat.pk, on=seat.starts_on, by=by, at=at)
            else:
                words = {"full_name": str(was["full_name"]), "position": str(was["position"])}
                correct_member(member_id=seat.pk, **words, by=by, at=at)
        for term, was in reversed(terms):
            self.take_back(term, was, by=by, at=at)

    def take_back(self, term: int, was: Mapping[str, object], *, by: User, at: datetime) -> None:
        """The term before ends as it did before the list. Raises BuiltOnError if others sit in the new one by now."""
        ended_before = date.fromisoformat(str(was["ends_on"])) if was["ends_on"] else None
        try:
            take_back_term(committee_id=term, ended_before=ended_before, by=by, at=at)
        except TermInUseError as refusal:
            raise BuiltOnError(refusal.sentence) from refusal

    def committees(self, place: Place) -> dict[str, Committee]:
        """The latest committee of each community of the place, by the id of the community."""
        raise NotImplementedError

    def committee_for(
        self, place: Place, known: dict[str, Committee], line: Line, *, by: User, at: datetime
    ) -> Committee:
        raise NotImplementedError

    def put(
        self, place: Place, known: dict[str, Committee], line: Line, *, on: date, by: User, at: datetime
    ) -> CommitteeMember:
        """Do what one row says by the single act for it."""
        position = str(line.values.get("position") or Position.MEMBER)
        if line.does == "changed":
            seat = CommitteeMember.objects.get(uuid=line.key)
            words = {
                "full_name": str(line.values.get("full_name") or seat.full_name),
                "position": str(line.values.get("position") or seat.position),
            }
            return correct_member(member_id=seat.pk, **words, by=by, at=at)
        committee = self.committee_for(place, known, line, by=by, at=at)
        day = line.values.get("starts_on")
        seat = seat_member(
            committee_id=committee.pk,
            uuid=UUID(line.key) if line.key else uuid4(),
            full_name=str(line.values["full_name"]),
            position=position,
            starts_on=day if isinstance(day, date) else max(on, committee.starts_on),
            by=by,
            at=at,
        )
        known[str(committee.community_id)] = committee  # only now: a row that is refused begins no term
        return seat


class CommitteeList(SeatList):
    """All seats of the committee that a community has now; ``place`` is the committee."""

    code = "committee"
    title = gettext_lazy("กรรมการชุมชน")
    undoing = gettext_lazy("ผู้ที่ตารางนี้เพิ่มจะไม่เคยดำรงตำแหน่ง ชื่อและตำแหน่งที่ตารางนี้แก้กลับเป็นอย่างเดิม")
    columns = (NAME, POSITION, Column("starts_on", "เริ่มวันที่", ("ตั้งแต่", "วันที่เริ่ม", "starts on"), sort="day"))

    def find(self, key: str, user: User) -> Place | None:
        if not key.isdecimal():
            return None
        rows = Committee.objects.filter(community__in=Community.objects.visible_to(user))
        committee = rows.select_related("community__district").filter(pk=key).first()
        return _place_of(committee) if committee else None

    def take(self, key: str, *, by: User) -> Place:
        return _place_of(_hold_committee(int(key)))

    def seats(self, place: Place) -> Sequence[CommitteeMember]:
        return list(CommitteeMember.objects.filter(committee_id=int(place.key), ends_on=None).order_by("pk"))

    def same_row(self, values: Mapping[str, Value]) -> Hashable:
        return name_key(str(values["full_name"])) if values.get("full_name") else None

    def committees(self, place: Place) -> dict[str, Committee]:
        return {place.key: Committee.objects.get(pk=place.key)}

    def committee_for(
        self, place: Place, known: dict[str, Committee], line: Line, *, by: User, at: datetime
    ) -> Committee:
        return known[place.key]


class ElectionList(SeatList):
    """What a district's elections brought: committees of many communities, a new term where one begins."""

    code = "elections"
    title = gettext_lazy("ผลเลือกตั้งกรรมการชุมชน")
    undoing = gettext_lazy("ผู้ที่ตารางนี้เพิ่มจะไม่เคยดำรงตำแหน่ง วาระใหม่ที่ตารางนี้ตั้งถูกถอน และวาระเดิมกลับมาเหมือนก่อนนำเข้า")
    columns = (
        NAME,
        Column("community", "ชุมชน", ("ชื่อชุมชน", "community"), is_needed=True, sort="word"),
        POSITION,
        Column(
            "starts_on",
            "เริ่มวาระ",
            ("วันเริ่มวาระ", "วันที่ได้รับเลือกตั้ง", "วันที่เลือกตั้ง", "ตั้งแต่", "เริ่มวันที่"),
            sort="day",
        ),
    )

    def find(self, key: str, user: User) -> Place | None:
        district = District.objects.filter(within_reach(user, "pk"), code=key).first()
        return _place_in(district) if district else None

    def take(self, key: str, *, by: User) -> Place:
        district = District.objects.get(code=key)
        _hold_communities(district)
        return _place_in(district)

    def cell_words(self, place: Place) -> dict[str, list[Word]]:
        rows = Community.objects.filter(district=place.home.pk).select_related("subdistrict").order_by("name_th", "pk")
        return {**super().cell_words(place), "community": community_words(rows)}

    def seats(self, place: Place) -> Sequence[CommitteeMember]:
        rows = CommitteeMember.objects.filter(committee__in=[one.pk for one in self.committees(place).values()])
        return list(rows.filter(ends_on=None).select_related("committee").order_by("committee", "pk"))

    def values_of(self, seat: CommitteeMember) -> dict[str, Value]:
        return {**super().values_of(seat), "community": str(seat.committee.community_id)}

    def same_row(self, values: Mapping[str, Value]) -> Hashable:
        if not values.get("full_name") or not values.get("community"):
            return None
        return (values["community"], name_key(str(values["full_name"])), values.get("starts_on"))

    def fill(self, line: Line, above: Line | None) -> None:
        line.take_from(above, "community", "starts_on")

    def committees(self, place: Place) -> dict[str, Committee]:
        rows = Committee.objects.standing().filter(community__district=place.home.pk).order_by("term_no")
        return {str(row.community_id): row for row in rows}

    def committee_for(
        self, place: Place, known: dict[str, Committee], line: Line, *, by: User, at: datetime
    ) -> Committee:
        """The committee of the row's community; a later day than its first one begins the next term."""
        community, day = str(line.values["community"]), line.values.get("starts_on")
        latest = known.get(community)
        if isinstance(day, date) and (latest is None or latest.starts_on < day):
            return begin_term(community_id=int(community), starts_on=day, ends_on=None, by=by, at=at)
        if latest is None:
            raise CommitteeError(_("ชุมชนนี้ยังไม่มีคณะกรรมการ ใส่วันเริ่มวาระ"), field="starts_on")
        return latest


def _begun(term: Committee, before: Committee | None) -> Made:
    """That a list began a term, and when the term before was to end until then."""
    return (str(term.pk), TERM, 0, {"ends_on": before.ends_on.isoformat() if before and before.ends_on else ""})


def _hold_committee(committee_id: int) -> Committee:
    rows = Committee.objects.select_for_update(of=("self",), no_key=True).select_related("community__district")
    return rows.get(pk=committee_id)


def _hold_communities(district: District) -> None:
    """Lock the rows that everybody locks who writes committees of the district, in one order."""
    rows = Community.objects.select_for_update(of=("self",), no_key=True).filter(district=district)
    list(rows.order_by("pk").values_list("pk"))


_MAY_CHANGE = (NAME.heading, POSITION.heading)


def community_words(rows: Collection[Community]) -> list[Word]:
    """Communities as words; of two with one name each is called with its แขวง, so that nobody guesses."""
    names = [row.name_th for row in rows]
    return [
        Word(str(row.pk), row.name_th, (f"ชุมชน{row.name_th}",))
        if names.count(row.name_th) == 1
        else Word(str(row.pk), f"{row.name_th} ({row.subdistrict})")
        for row in rows
    ]


def _place_of(committee: Committee) -> Place:
    community = committee.community
    page = reverse("communities:committee", args=[community.code])
    return Place(
        key=str(committee.pk),
        title=_("%(community)s ชุดที่ %(term)s") % {"community": community, "term": committee.term_no},
        url=page,
        row=community,
        district=community.district,
        crumbs=[
            Link(label=_("ทะเบียนชุมชน"), href=reverse("communities:register")),
            Link(label=str(community), href=reverse("communities:community", args=[community.code])),
            Link(label=_("คณะกรรมการ"), href=page),
        ],
    )


def _place_in(district: District) -> Place:
    return Place(
        key=district.code,
        title=localname(district),
        url=reverse("communities:register"),
        row=Community(district=district),
        district=district,
        crumbs=[Link(label=_("ทะเบียนชุมชน"), href=reverse("communities:register"))],
    )


def _version(seat: CommitteeMember) -> int:
    return crc32(f"{seat.full_name}/{seat.position}/{seat.starts_on}".encode()) or 1
