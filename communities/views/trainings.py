"""Trainings of a year, a person's own, the figures, and who of a district was never trained."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.enums import Duty, Role
from bkkplan.ground.accounts.permissions import districts_on_duty
from bkkplan.ground.accounts.views.rows import RowPage
from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link, Stat
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.acts import ActPage
from bkkplan.ground.core.pages.my_work import WorkRequest, WorkView
from bkkplan.ground.core.pages.records import RecordPage
from bkkplan.ground.core.people import holds_role, own_districts, works_for_the_city
from bkkplan.ground.core.spreadsheets.csvs import CONTENT_TYPE, csv_lines, csv_parts, rows_in
from bkkplan.ground.core.wording import number, percent
from communities.actions import trainings as actions
from communities.forms.trainings import CourseForm, NewCourseForm, NewSessionForm, UntrainedFilter
from communities.models import Course, CourseSession
from communities.queries.training_figures import never_trained, training_figures, untrained
from communities.queries.trainings import own_trainings, turnouts
from communities.views.base import page_of
from communities.views.training_base import TONES, crumbs_of, days_in_words, steps_after
from districts.models import District

PAGE = 50


class TrainingList(RecordPage):
    """The courses of a year with their sessions, those that the person sees."""

    permission = "communities.view_trainings"

    def get(self, request: WorkRequest, year: FiscalYear) -> HttpResponse:
        user = request.user
        courses = list(
            Course.objects.visible_to(user)
            .filter(fiscal_year=year.be)
            .select_related("district")
            .order_by("district__code", "pk")
        )
        sessions = list(
            CourseSession.objects.visible_to(user).filter(course__in=courses).select_related("course").in_order()
        )
        people = turnouts([session.pk for session in sessions])
        shown = [
            {
                "course": course,
                "anchor": f"course-{course.pk}",
                "may_manage": user.has_perm("communities.manage_course", course),
                "sessions": [
                    (session, days_in_words(session), people[session.pk], TONES[session.state])
                    for session in sessions
                    if session.course_id == course.pk
                ],
            }
            for course in courses
        ]
        context = {
            "year": year,
            "crumbs": crumbs_of(year),
            "courses": shown,
            "may_add": user.has_perm("communities.add_course"),
            "untrained": [
                Link(label=str(place), href=reverse("communities:untrained", args=[place.code]))
                for place in District.objects.filter(pk__in=districts_on_duty(user, Duty.COMMITTEES)).order_by("code")
            ],
        }
        return render(request, "communities/trainings.html", context)


class MyTrainings(WorkView):
    """What a committee member is invited to and came to."""

    def get(self, request: WorkRequest) -> HttpResponse:
        rows = [
            (row, row.invitation.session, days_in_words(row.invitation.session), TONES[row.invitation.session.state])
            for row in own_trainings(request.user)
        ]
        return render(request, "communities/my_trainings.html", {"rows": rows})


class _CourseAct(ActPage):
    """An act on the list of a year's courses."""

    permission = "communities.add_course"

    @property
    def year(self) -> FiscalYear:
        year: FiscalYear = self.kwargs["year"]
        return year

    def crumbs(self) -> list[Link]:
        return crumbs_of(self.year, here=str(self.heading))

    def back(self) -> str:
        return reverse("communities:trainings", args=[self.year])


class CourseNew(_CourseAct):
    form_class = NewCourseForm
    heading = gettext_lazy("เพิ่มหลักสูตรอบรม")
    button = gettext_lazy("เพิ่มหลักสูตร")
    done = gettext_lazy("เพิ่มหลักสูตรแล้ว")
    course: Course

    def lead(self) -> str:
        return self.year.label

    def get_form_kwargs(self) -> dict[str, Any]:
        user = self.request.user
        places = District.objects.filter(pk__in=districts_on_duty(user, Duty.COMMITTEES)).order_by("code")
        is_bureau = holds_role(user, Role.SOCIAL_DEVELOPMENT)
        return {**super().get_form_kwargs(), "districts": list(places), "is_bureau": is_bureau}

    def act(self, data: dict[str, Any]) -> None:
        self.course = actions.add_course(
            uuid=data["uuid"],
            year=self.year,
            district_id=data["district"].pk if data["district"] else None,
            words=data["words"],
            **self.signed,
        )

    def next_links(self) -> list[Link]:
        return [Link(label=_("เพิ่มรุ่น"), href=reverse("communities:training-new", args=[self.course.pk]))]


class _OfCourse(RecordPage):
    permission = "communities.manage_course"
    stylesheet = "css/pages/training.css"
    course: Course

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        seen = Course.objects.visible_to(self.request.user).select_related("district")
        self.course = self.subject = get_object_or_404(seen, pk=kwargs["course"])

    def lead(self) -> str:
        return f"{self.course} · {self.course.run_by}"

    def crumbs(self) -> list[Link]:
        return crumbs_of(self.course.year, here=str(self.heading))


class CourseEdit(_OfCourse, RowPage):
    heading = gettext_lazy("แก้ไขหลักสูตร")

    def find(self) -> Course:
        return self.course

    def form(self, row: Course, data: Any = None) -> CourseForm:
        return CourseForm(data, initial={name: getattr(row, name) for name in actions.COURSE})

    def save(self, form: CourseForm, *, seen: int) -> Course:
        return actions.change_course(
            course_id=self.course.pk, words=form.cleaned_data["words"], seen=seen, **self.signed
        )


class TrainingNew(_OfCourse, ActPage):
    form_class = NewSessionForm
    heading = gettext_lazy("เพิ่มรุ่น")
    button = gettext_lazy("เพิ่มรุ่น")
    done = gettext_lazy("เพิ่มรุ่นแล้ว")
    session: CourseSession

    def get_initial(self) -> dict[str, Any]:
        last = self.course.sessions.order_by("-number").first()
        kept = {"place": last.place, "seats": last.seats} if last else {}
        return {"number": last.number + 1 if last else 1, **kept}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "year": self.course.year}

    def act(self, data: dict[str, Any]) -> None:
        self.session = actions.plan_session(
            course_id=self.course.pk, uuid=data["uuid"], words=data["words"], **self.signed
        )

    def next_page(self) -> str:
        return self.session.get_absolute_url()

    def next_links(self) -> list[Link]:
        return steps_after(self.session, person=self.request.user)


class TrainingFiguresPage(RecordPage):
    """The figures of a year: of all districts for the city, of its own for a district."""

    permission = "communities.view_trainings"

    def get(self, request: WorkRequest, year: FiscalYear) -> HttpResponse:
        user, on = request.user, today()
        places = None if works_for_the_city(user) else own_districts(user)
        figures = training_figures(year, on=min(on, year.end), districts=places)
        said, total = figures.satisfaction, figures.total
        share = percent(total.percent) if total.percent is not None else "–"
        context = {
            "year": year,
            "on": min(on, year.end),
            "crumbs": crumbs_of(year, here=_("ตัวเลขการอบรม")),
            "figures": figures,
            "money": page_of("budget:trainings-purse", year),
            "stats": [
                Stat(label=_("หลักสูตร"), value=figures.courses),
                Stat(
                    label=_("รุ่นที่จัดแล้ว"),
                    value=figures.held,
                    note=_("จาก %(all)s รุ่น") % {"all": number(figures.sessions)},
                ),
                Stat(
                    label=_("ผู้เข้าอบรม (คน)"),
                    value=total.members + total.others,
                    note=_("กรรมการชุมชน %(members)s คน") % {"members": number(total.members)},
                ),
                Stat(
                    label=_("ชุมชนที่มีผู้ผ่านการอบรม (ร้อยละ)"),
                    value=share,
                    note=_("%(trained)s จาก %(all)s ชุมชน")
                    % {"trained": number(total.trained_committees), "all": number(total.committees)},
                ),
                Stat(
                    label=_("ความพึงพอใจ (ร้อยละ)"),
                    value=percent(said.percent) if said else "–",
                    note=_("ผู้ตอบ %(answers)s คน") % {"answers": number(said.answers)} if said else "",
                ),
            ],
        }
        return render(request, "communities/training_figures.html", context)


class _OfDistrict(RecordPage):
    permission = "communities.view_untrained"
    district: District

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.district = self.subject = get_object_or_404(District, code=kwargs["code"])
        asked = UntrainedFilter(request.GET)
        self.scope = (asked.is_valid() and asked.cleaned_data["scope"]) or UntrainedFilter.TERM

    @property
    def is_of_term(self) -> bool:
        return self.scope == UntrainedFilter.TERM


class Untrained(_OfDistrict):
    """The members in office of a district who came to no session."""

    def get(self, request: WorkRequest, code: str) -> HttpResponse:
        members = never_trained(self.district, on=today(), in_this_term=self.is_of_term)
        year = FiscalYear.of(today())
        context = {
            "district": self.district,
            "crumbs": crumbs_of(year, here=_("ยังไม่เคยเข้าอบรม")),
            "form": UntrainedFilter({"scope": self.scope}),
            "page": Paginator(members, PAGE).get_page(request.GET.get("page")),
            "communities": len({member.committee.community_id for member in members}),
            "export": f"{reverse('communities:untrained-export', args=[code])}?scope={self.scope}",
            "on": today(),
        }
        return render(request, "communities/untrained.html", context)


class UntrainedExport(_OfDistrict):
    def get(self, request: WorkRequest, code: str) -> StreamingHttpResponse:
        rows = (
            (place.code, place.name_th, member.full_name, member.get_position_display(), member.starts_on)
            for member in untrained(self.district, on=today(), in_this_term=self.is_of_term)
            for place in [member.committee.community]
        )
        headings = (_("รหัสชุมชน"), _("ชุมชน"), _("ชื่อ-นามสกุล"), _("ตำแหน่ง"), _("เริ่มวันที่"))
        lines = csv_parts(csv_lines(headings, rows_in(get_language() or "th", rows)))
        response = StreamingHttpResponse(lines, content_type=CONTENT_TYPE)
        response["Content-Disposition"] = f'attachment; filename="untrained-{self.district.code}.csv"'
        return response
