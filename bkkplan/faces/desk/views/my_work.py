"""งานของฉัน: what is due, what is late, what was sent back, one click from doing it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import resolve, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from bkkplan.faces.desk.context_processors import worn
from bkkplan.faces.desk.queries import COMMITTEE_MEMBER, Hat
from bkkplan.faces.desk.views.frame import notice_item
from bkkplan.figures.kpi.queries import todos_for as todos_in_figures
from bkkplan.figures.kpi.queries.report_work import reports_to_judge, reports_to_write
from bkkplan.ground.accounts.enums import BELOW_THE_DIRECTOR, BUREAU_ROLES, READING_ROLES, Role
from bkkplan.ground.accounts.models import Notice, User
from bkkplan.ground.accounts.queries.letters import came_back, mailboxes_of
from bkkplan.ground.core import setting_up
from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import NoticeItem, Stat
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.acts import ActPage
from bkkplan.ground.core.pages.my_work import WorkRequest, WorkView
from bkkplan.ground.core.pages.todo import Todo
from bkkplan.ground.core.questions.together import first_of, later
from bkkplan.ground.core.wording import thai_date_short
from bkkplan.ground.routes.queries.my_work import ask_todos as todos_on_routes
from bkkplan.ground.years.queries import todos_for as todos_in_years
from budget.enums import Lane
from budget.models import Allocation
from budget.queries.money.money_of_offices import OfficeSpending, ask_standing
from budget.queries.my_work import ask_todos as todos_in_budget
from budget.queries.ribbon import Marks, ask_marks, marked
from budget.views.money.money_table import table_page, target_in_words
from budget.views.ribbon import months_of, rows_of
from communities.queries.my_work import ask_todos as todos_in_plans
from forums.queries.my_work import ForumTodo
from forums.queries.my_work import ask_todos as todos_at_forums

SHOWN_NOTICES = 5


# Each subject says what waits for a person on a day; the most pressing first. They are asked together.
SOURCES: tuple[Callable[..., Iterable[Any]], ...] = (
    todos_at_forums,
    todos_in_plans,
    todos_in_budget,
    todos_on_routes,
    todos_in_figures,
    reports_to_write,
    reports_to_judge,
    todos_in_years,
)


@dataclass(frozen=True, slots=True)
class PendingDecision:
    """One thing to decide. ``sheet`` is the page of the act, which stands in this one; "" where it is a page alone."""

    item: NoticeItem
    sheet: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class AskedRest:
    """What stands below the decisions, asked with what waits for the person."""

    unread: Sequence[Notice]
    marks: list[Marks]

    @classmethod
    def of(cls, user: User, hat: Hat | None) -> Self:
        unread = user.notices.filter(read_at=None).order_by("-created_at", "-pk")
        has_ribbon = hat is not None and hat.district is not None
        districts = [hat.district.pk] if hat is not None and hat.district is not None else []
        marks = ask_marks(FiscalYear.of(today()), districts, on=today()) if has_ribbon else []
        return cls(later(unread[:SHOWN_NOTICES]), marks)


class MyWork(WorkView):
    """What waits for the person. A director sees what there is to decide, and all of it with ``?all=1``.

    ``?decided=1`` is where a decision of this page leads back to: the next one stands open.
    """

    def get(self, request: WorkRequest) -> HttpResponse:
        _all, hat = worn(request)
        only_decides = hat is not None and hat.role == Role.DISTRICT_DIRECTOR and "all" not in request.GET
        asked = [source(request.user, on=today()) for source in SOURCES]
        money = ask_money(hat, request.user)
        boxes = mailboxes_of(request.user.pk)
        rest = None if only_decides else AskedRest.of(request.user, hat)
        todos = [item for source in asked for item in source]
        mine = sorted((d for d in todos if not d.is_waiting_for_others), key=lambda d: d.due_on)
        deciding = [d for d in mine if d.decides]
        late = sum(d.days_late > 0 for d in mine)
        waiting = len(todos) - len(mine)
        context = {
            "hat": hat,
            "bounced": came_back(request.user, first_of(boxes)),
            "stats": [
                Stat(label=_("เลยกำหนด"), value=late, tone="late" if late else "wait"),
                Stat(label=_("รอทำ"), value=len(mine) - late),
                Stat(label=_("รอผู้อื่น"), value=waiting),
            ],
            "decisions": decisions_of(deciding, is_next_open="decided" in request.GET),
            "was_last": "decided" in request.GET and not deciding,
            "only_decides": only_decides,
            "left_out": len(todos) - len(deciding),
            "starts": starts_of(hat, request.user),
            "next_step": next_step_for(request),
            **money_in_words(hat, money),
            **(self.all_of_it(todos, hat, rest) if rest else {}),
        }
        return render(request, "desk/my_work.html", context)

    def all_of_it(self, todos: Sequence[Todo | ForumTodo], hat: Hat | None, asked: AskedRest) -> dict[str, Any]:
        """What stands below the decisions: other work, notices, the communities of the district and its year."""
        mine = sorted((d for d in todos if not d.is_waiting_for_others), key=lambda d: d.due_on)
        others = [d for d in mine if not d.decides]
        return {
            "due": [todo_item(d) for d in others if d.left_from is None],
            "left": [todo_item(d) for d in others if d.left_from is not None],
            "waiting": [todo_item(d) for d in todos if d.is_waiting_for_others],
            "notices": [notice_item(notice) for notice in asked.unread],
            "communities": steps_page_of(hat),
            **ribbon_of(hat, asked.marks),
        }


def decisions_of(deciding: Sequence[Todo | ForumTodo], *, is_next_open: bool) -> list[PendingDecision]:
    back = urlencode({"next": f"{reverse('desk:my-work')}?decided=1"})
    found: list[PendingDecision] = []
    for todo in deciding:
        item = todo_item(todo)
        is_act = issubclass(getattr(resolve(todo.url.partition("?")[0]).func, "view_class", View), ActPage)
        sheet = f"{todo.url}{'&' if '?' in todo.url else '?'}{back}" if is_act else ""
        found.append(PendingDecision(item, sheet, is_open=is_next_open and bool(sheet) and not found))
    return found


def steps_page_of(hat: Hat | None) -> str:
    """The page of the communities of the office, for those who work with them below the director."""
    if hat is None or hat.district is None or hat.role not in BELOW_THE_DIRECTOR:
        return ""
    return reverse("desk:communities", args=[FiscalYear.of(today()).next, hat.district.code])


def ask_money(hat: Hat | None, user: User) -> Iterator[OfficeSpending]:
    """What a district office has disbursed; nothing for those who may not see its money."""
    if hat is None or hat.district is None or not user.has_perm("budget.view_money", Allocation(district=hat.district)):
        return iter(())
    return ask_standing(hat.district.pk, FiscalYear.of(today()), day=today())


def money_in_words(hat: Hat | None, money: Iterator[OfficeSpending]) -> dict[str, Any]:
    """Return the context for what a district office has disbursed."""
    standing = next(money, None)
    if standing is None or hat is None or hat.district is None:
        return {}
    day = today()
    year = FiscalYear.of(day)
    return {
        "money": standing,
        "money_target": target_in_words(standing.target, year),
        "money_table": table_page(year, hat.district),
        "money_day": thai_date_short(day),
    }


def ribbon_of(hat: Hat | None, marks: list[Marks]) -> dict[str, Any]:
    """Return the context for the twelve months of a district office; empty if the chosen role is of no such office."""
    if hat is None or hat.district is None:
        return {}
    year = FiscalYear.of(today())
    ribbon = marked(year, [hat.district.pk], marks)[hat.district.pk]
    return {"ribbon": rows_of(ribbon, Lane), "months": months_of(year, on=today()), "ribbon_year": year}


def todo_item(todo: Todo | ForumTodo) -> NoticeItem:
    if todo.days_late > 0:
        note = ngettext("เลยกำหนด %(n)s วัน", "เลยกำหนด %(n)s วัน", todo.days_late) % {"n": todo.days_late}
    elif todo.days_late == 0:
        note = _("ครบกำหนดวันนี้")
    else:
        note = ngettext("เหลือ %(n)s วัน", "เหลือ %(n)s วัน", -todo.days_late) % {"n": -todo.days_late}
    return NoticeItem(
        text=todo.text,
        href=todo.url,
        when=thai_date_short(todo.due_on),
        note=note,
        tone="late" if todo.days_late > 0 else "wait",
    )


def next_step_for(request: WorkRequest) -> str:
    """The title of the next step of setting up; "" once all are done, and for everyone whose business it is not."""
    if not request.user.has_perm("accounts.set_up"):
        return ""
    return next((str(state.step.title) for state in setting_up.step_states(today()) if state.is_next), "")


def starts_of(hat: Hat | None, user: User) -> list[dict[str, str]]:
    """What this hat usually begins with, and its person may do."""
    if hat is None:
        return []
    year = FiscalYear.of(today())
    forums = [(_("ประกาศเวที"), "forums:plan", ())] if user.has_perm("forums.add_forum") else []
    of_officers = [
        *forums,
        (_("ตรวจแผนพัฒนาชุมชน"), "budget:checks", (year.next,)),
        (_("แผนปฏิบัติราชการ"), "budget:action-plans", (year.next,)),
    ]
    of_readers = [
        (_("แผนปฏิบัติราชการ"), "budget:action-plans", (year,)),
        (_("งบประมาณ"), "budget:money", (year,)),
        (_("เวทีรับฟัง"), "forums:list", (year,)),
    ]
    of_bureaus = [(_("งบประมาณ"), "budget:money", (year,)), (_("ปีงบประมาณ"), "years:list", ())]
    names: dict[str, list[tuple[str, str, tuple[Any, ...]]]] = {
        COMMITTEE_MEMBER: [
            (_("แผนของชุมชน"), "communities:plans", (year.next,)),
            (_("การอบรมของฉัน"), "communities:my-trainings", ()),
        ],
        **dict.fromkeys(BELOW_THE_DIRECTOR, of_officers),
        **dict.fromkeys(READING_ROLES, of_readers),
        **dict.fromkeys(BUREAU_ROLES, of_bureaus),
        Role.DISTRICT_DIRECTOR: [
            (_("แผนปฏิบัติราชการ"), "budget:action-plans", (year.next,)),
            (_("เวทีของเขต"), "forums:list", (year,)),
        ],
        Role.SOCIAL_DEVELOPMENT: [
            (_("ทะเบียนชุมชน"), "communities:register", ()),
            (_("นำเข้าทะเบียน"), "lists:hand-in", ("communities", "city")),
            (_("การอบรม"), "communities:trainings", (year,)),
        ],
        Role.STRATEGY: [
            (_("ตัวชี้วัด"), "kpi:dashboard", (year,)),
            (_("โครงการหลัก"), "budget:flagship", (year,)),
            (_("ปีของสำนักงานเขต"), "desk:year-of-offices", (year,)),
            (_("ปีงบประมาณ"), "years:list", ()),
            (_("รายงาน"), "reports:reports", ()),
        ],
        Role.ADMINISTRATOR: [
            (_("ผู้ใช้และบทบาท"), "accounts:people", ()),
            (_("รายงาน"), "reports:reports", ()),
            (_("บันทึกการทำรายการ"), "accounts:log", ()),
        ],
    }
    return [{"label": label, "href": reverse(name, args=args)} for label, name, args in names.get(hat.role, [])]
