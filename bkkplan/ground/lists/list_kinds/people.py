"""People and their roles come in as a list; the sheet has those who are there."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from django.core.mail import get_connection
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bkkplan.ground.accounts.actions.lists import admit, hold_people, invite_all, people_to_hand, take_back
from bkkplan.ground.accounts.enums import Acting, Role
from bkkplan.ground.accounts.models import Assignment, User
from bkkplan.ground.accounts.resources.cells import (
    ACTING_PREFIX,
    DELEGATED,
    DELEGATION,
    ROLE_WORDS,
    Places,
    check_email,
    check_username,
    role_in,
)
from bkkplan.ground.accounts.resources.people import NEW, Judge, PersonRow, held_as, roles_not_ended
from bkkplan.ground.accounts.views.letters import send_invitation
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.forms.fields import in_words
from bkkplan.ground.core.forms.tables import TYPED, Column
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.rows.db import ThaiOrder
from bkkplan.ground.core.spreadsheets.columns import Word
from bkkplan.ground.core.thai import NotUnderstoodError, means_nothing
from bkkplan.ground.lists.registry import ExistingRow, Line, ListKind, Made, Place
from districts.models import District, Office

CITY = "city"
# Brought in at once. Each is some forty queries in one transaction, for which a page waits: a hundred take some three
# seconds.
MOST_PEOPLE = 120
ACTING_WORDS = [
    Word("yes", "ใช่", ("รักษาราชการแทน", "รรท", "y", "yes", "true", "1", "x", "✓")),
    Word("no", "ไม่", ("ไม่ใช่", "n", "no", "false", "0")),
]
DOES = {"new": "new", "role": "changed", "same": "same", "ask": "asked", "wrong": "wrong"}


class PeopleList(ListKind):
    """``place`` is the city. A row is a person with a role: it makes the account where there is none, and gives the
    role where the person does not hold it. It changes nothing of what is there.
    """

    code = "people"
    title = gettext_lazy("ผู้ใช้และบทบาท")
    permission = "accounts.manage_people"
    has_keys = False
    has_district = False
    blank_rows = MOST_PEOPLE
    always_shown = frozenset({"username"})
    made_template = "lists/_people.html"
    asking = gettext_lazy("ชื่อซ้ำ: คนเดียวกันหรือไม่")
    about = gettext_lazy(
        "ต้องมีชื่อ-นามสกุลและบทบาท ผู้ที่ไม่มีอีเมลจะได้ลิงก์ที่พิมพ์ให้ ถ้าเว้นบัญชีผู้ใช้ ระบบตั้งจากชื่อให้ "
        "ถ้าเว้นวันที่เริ่ม บทบาทเริ่มในวันที่นำเข้า ผู้ตรวจสอบต้องมีวันสิ้นสุด ใส่หนึ่งแถวต่อหนึ่งหน่วยงานที่ตรวจ "
        "เว้นหน่วยงานว่างถ้าตรวจทั้งกรุงเทพมหานคร ปีงบประมาณที่ตรวจใส่เช่น 2566–2570 เว้นว่างถ้าตรวจทุกปี "
        "นำเข้าครั้งละไม่เกิน 120 คน ไม่นับแถวที่มีอยู่แล้ว"
    )
    does_words = {"new": gettext_lazy("บัญชีใหม่"), "changed": gettext_lazy("ให้บทบาทเพิ่ม")}
    undoing = gettext_lazy("บทบาทที่รายชื่อนี้ให้จะสิ้นสุดวันนี้ และบัญชีใหม่ที่ยังไม่มีใครเข้าใช้จะปิด ส่วนที่มีผู้ใช้แล้วไม่เปลี่ยน")
    columns = (
        Column(
            "name",
            "ชื่อ-นามสกุล",
            ("name", "full name", "ชื่อ", "ชื่อ สกุล", "ชื่อ - สกุล", "ชื่อและนามสกุล"),
            is_needed=True,
            most=150,
        ),
        Column("email", "อีเมล", ("email", "e-mail", "mail", "อีเมล์")),
        Column("username", "บัญชีผู้ใช้", ("username", "user name", "user", "ชื่อผู้ใช้")),
        Column("role", "บทบาท", ("role", "ตำแหน่ง", "หน้าที่"), is_needed=True, sort="word"),
        Column(
            "place",
            "เขตหรือสำนัก",
            ("district", "bureau", "office", "เขต", "สำนัก", "หน่วยงาน", "สำนักงานเขต", "ชื่อเขต", "รหัสเขต"),
            sort="word",
        ),
        Column("sections", "ฝ่าย", ("section", "sections", "ฝ่ายที่ปฏิบัติงาน")),
        Column("acting", "รักษาราชการแทน", ("acting", "รรท"), sort="word"),
        Column("starts_on", "เริ่มวันที่", ("starts on", "start", "ตั้งแต่วันที่", "วันที่เริ่ม"), sort="day"),
        Column("ends_on", "สิ้นสุดวันที่", ("ends on", "end", "ถึงวันที่", "วันที่สิ้นสุด"), sort="day"),
        Column("years", "ปีงบประมาณที่ตรวจ", ("years", "fiscal years", "ปีงบประมาณ", "ปีที่ตรวจ")),
    )

    def find(self, key: str, user: User) -> Place | None:
        if key != CITY:
            return None
        people = reverse("accounts:people")
        return Place(
            key=CITY,
            title=_("กรุงเทพมหานคร"),
            url=people,
            row=Assignment(),
            district=None,
            crumbs=[Link(label=_("ผู้ใช้และบทบาท"), href=people)],
            then=[Link(label=_("ตั้งต้นระบบ"), href=reverse("desk:setting-up"))],
        )

    def take(self, key: str, *, by: User) -> Place:
        hold_people(by=by)
        place = self.find(key, by)
        if place is None:
            raise KeyError(key)
        return place

    def cell_words(self, place: Place) -> dict[str, list[Word]]:
        return {
            "role": [Word(role.value, words[0], (*words[1:], str(role.label))) for role, words in ROLE_WORDS.items()],
            "place": [Word(one.code, one.name_th, (one.code, one.name_en)) for one in _places().all],
            "acting": ACTING_WORDS,
        }

    def known_by_row(self, place: Place) -> Callable[[str, Mapping[str, str]], str]:
        places = _places()

        def known(column: str, texts: Mapping[str, str]) -> str:
            text = texts.get(column, "")
            if column == "role" and (role := role_in(text)):
                return role.value
            if column == "place" and not means_nothing(text) and (found := places.find(text)):
                return found.code
            if column == "acting" and text.startswith(TYPED):
                return "yes" if text == f"{TYPED}True" else "no"
            return "yes" if column == "acting" and DELEGATED.match(text) else ""

        return known

    def fill(self, line: Line, above: Line | None) -> None:
        for column, check in (("email", check_email), ("username", check_username)):
            try:
                line.values |= {column: check(str(line.values[column] or ""))} if column in line.values else {}
            except NotUnderstoodError as error:
                line.refuse(column, in_words(error))

    def existing_rows(self, place: Place) -> list[ExistingRow]:
        """The roles of today and of later, as the sheet has them; a row that comes back is known by its person."""
        found = []
        for role in roles_not_ended(today()):
            held, user = held_as(role), role.user
            values = {
                "name": user.full_name,
                "email": user.email,
                "username": user.username,
                "role": held.role,
                "place": held.place,
                "sections": ", ".join(section.name for section in role.sections.all()),
                "acting": "yes" if held.acting == Acting.IN_PLACE else "",
                "starts_on": held.starts_on,
                "ends_on": held.ends_on,
                "years": "–".join(map(str, held.years or ())),
            }
            found.append(ExistingRow(str(role.pk), 0, values))
        return found

    def check(self, place: Place, lines: Sequence[Line], *, on: date, by: User, at: datetime) -> None:
        judge, places, to_write = Judge(on), _places(), 0
        headings = {column.key: column.heading for column in self.columns}
        for line in lines:
            if line.unanswered:
                continue
            row = _row_of(line, places)
            if row.does != "wrong":
                judge.take(row, line.texts)
            line.does, line.choices, line.meant, line.understood = DOES[row.does], tuple(row.choices), row.answer, row
            for column, sentence in row.errors:
                line.refuse(column, sentence)
            if "username" in line.values or line.does == "new":
                line.values["username"] = row.username
            if differing := judge.differing(row):
                sentence = _("ข้อที่ต่างจากที่มีอยู่ไม่ถูกแก้ (%(columns)s) แก้ได้ที่หน้าของผู้ใช้")
                line.sentence = sentence % {"columns": ", ".join(headings[column] for column in differing)}
            to_write += line.does in ("new", "changed")
            if to_write > MOST_PEOPLE and line.does in ("new", "changed"):
                sentence = _("นำเข้าได้ครั้งละไม่เกิน %(most)s คน นำแถวก่อนหน้าเข้าแล้วส่งตารางนี้อีกครั้ง")
                line.refuse("name", sentence % {"most": MOST_PEOPLE})

    def write(self, place: Place, lines: Sequence[Line], *, on: date, by: User, at: datetime) -> list[Made]:
        rows = [line.understood for line in lines if isinstance(line.understood, PersonRow)]
        admitted = admit(wanted=rows, on=on, by=by, at=at)
        return [
            (
                str(one.assignment.pk),
                "new" if one.makes_account else "changed",
                0,
                {"is_new": one.is_new, "at": at.isoformat()},
            )
            for one in admitted
        ]

    def undo(self, place: Place, made: Sequence[Made], *, on: date, by: User, at: datetime) -> str:
        given = {int(key): bool(before["is_new"]) for key, _does, _version, before in made}
        since = datetime.fromisoformat(str(made[0][3]["at"]))
        done = take_back(given=given, since=since, on=on, by=by, at=at)
        sentence = _("สิ้นสุดบทบาท %(ended)s รายการ คงไว้ %(kept)s รายการ เพราะมีผู้ใช้แล้ว สิ้นสุดบทบาททีละคนได้ที่หน้าของผู้นั้น")
        return sentence % {"ended": done.ended, "kept": done.kept} if done.kept else ""

    def choice_in_words(self, value: str, name: str) -> str:
        if value == NEW:
            return _("คนใหม่ที่ชื่อเหมือนกัน")
        if value.startswith("row:"):
            return _("คนเดียวกับแถวที่ %(row)s") % {"row": value.removeprefix("row:")}
        return _("คนเดียวกับ %(name)s") % {"name": name}

    def made_context(self, made: Sequence[Made]) -> dict[str, object]:
        roles = Assignment.objects.filter(pk__in=given_by(made)).select_related("user", "district", "bureau")
        return {"roles": list(roles.order_by("pk")), "to_hand": people_to_hand(given_by(made)).count()}

    def follow(self, made: Sequence[Made], *, request: WorkRequest) -> str:
        """Send the invitations to those who have an e-mail."""
        invitations = invite_all(assignments=given_by(made), by=request.user, at=now())
        if not invitations:
            return ""
        with get_connection(fail_silently=True) as post:
            for invitation in invitations:
                send_invitation(request, invitation, through=post)
        sentence = ngettext("ส่งคำเชิญทางอีเมล %(n)s คนแล้ว", "ส่งคำเชิญทางอีเมล %(n)s คนแล้ว", len(invitations))
        return sentence % {"n": len(invitations)}


def given_by(made: Sequence[Made]) -> list[int]:
    """The ids of the roles that a list gave."""
    return [int(key) for key, _does, _version, _before in made]


def _places() -> Places:
    order = (ThaiOrder("name_th"), "pk")
    return Places(District.objects.select_related("group").order_by(*order), Office.objects.bureaus().order_by(*order))


def _row_of(line: Line, places: Places) -> PersonRow:
    values = line.values
    starts_on, ends_on = values.get("starts_on"), values.get("ends_on")
    role_text, acting_text = line.texts.get("role", ""), line.texts.get("acting", "")
    row = PersonRow(
        number=line.number,
        name=str(values["name"]),
        email=str(values.get("email") or ""),
        username=str(values.get("username") or ""),
        role=Role(str(values["role"])),
        place=places.by_code.get(str(values.get("place") or "")),
        acting=values.get("acting") == "yes" or ACTING_PREFIX.match(role_text) is not None,
        starts_on=starts_on if isinstance(starts_on, date) else None,
        ends_on=ends_on if isinstance(ends_on, date) else None,
        answer=line.meant,
    )
    for column, text in (("role", role_text), ("acting", acting_text)):
        if DELEGATED.match(text):
            row.refuse(column, NotUnderstoodError(DELEGATION))
    return row
