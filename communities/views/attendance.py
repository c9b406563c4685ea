"""Who comes to a training: members named for a district, and the attendance of a session on one page."""

from itertools import groupby
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.views.rows import RowPage
from bkkplan.ground.core.pages.my_work import WorkRequest
from communities.actions import trainees
from communities.enums import Position, TrainingState
from communities.forms.trainings import DistrictAttendanceForm, NameListForm, NamesForm
from communities.models import CommitteeMember, CourseInvitation, Trainee
from communities.models.training import COUNTED
from communities.queries.training_figures import never_trained_of
from communities.queries.trainings import seats_to_train, trainees_of, turnout_at
from communities.views.training_base import TrainingAct, TrainingMixin, invitations_to_record


class _OfInvitation(TrainingMixin):
    """One district's people at the session; for the office that holds it, and for the district's own."""

    permission = "communities.bring_trainees"
    invitation: CourseInvitation

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = self.session.invitations.select_related("district")
        self.invitation = self.subject = get_object_or_404(rows, pk=kwargs["invitation"])
        self.invitation.session = self.session


class Trainees(_OfInvitation, TrainingAct):
    """The members in office of a district, to be ticked: before the day who is invited, after it who came as well."""

    form_class = NamesForm
    button = gettext_lazy("บันทึกรายชื่อ")
    done = gettext_lazy("บันทึกรายชื่อแล้ว")

    @property
    def is_after(self) -> bool:
        return self.session.state == TrainingState.HELD

    @property
    def heading(self) -> str:
        words = _("เพิ่มผู้ที่มาเข้าอบรม · %(district)s") if self.is_after else _("เลือกผู้เข้าอบรม · %(district)s")
        return words % {"district": self.invitation.district}

    @property
    def explanation(self) -> str:
        if self.is_after:
            return _("เลือกกรรมการที่มาอบรมและยังไม่อยู่ในรายชื่อ")
        return _("เชิญได้ไม่เกิน %(places)s คน") % {"places": self.invitation.places}

    def back(self) -> str:
        return reverse("communities:attendance", args=[self.session.pk]) if self.is_after else super().back()

    def seats(self) -> list[CommitteeMember]:
        seats = seats_to_train(self.invitation.district_id, on=self.session.first_on)
        if self.is_after:
            seats = seats.exclude(pk__in=self.invitation.trainees.live().values("member"))
        return list(seats)

    def ticked(self) -> set[int]:
        if self.is_after:
            return set()
        return set(self.invitation.trainees.filter(is_invited=True).values_list("member", flat=True))

    def get_form_kwargs(self) -> dict[str, Any]:
        self.listed = self.seats()
        return {**super().get_form_kwargs(), "seats": self.listed}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        shown = _numbers(form, "shown") if form.is_bound else self.ticked()
        chosen = _numbers(form, "members") if form.is_bound else shown
        untrained = never_trained_of(self.listed, self.invitation.district)
        positions = {value: str(label) for value, label in Position.choices}
        groups = [
            (
                community,
                [
                    (seat.pk, seat.full_name, positions[seat.position], seat.pk in chosen, seat.pk in untrained)
                    for seat in seats
                ],
            )
            for community, seats in groupby(self.listed, key=lambda seat: seat.committee.community)
        ]
        return {**context, "groups": groups, "shown": sorted(shown), "places": self.invitation.places}

    def act(self, data: dict[str, Any]) -> None:
        if self.is_after:
            trainees.record_names(session_id=self.session.pk, members=data["added"], **self.signed)
        else:
            trainees.name_trainees(invitation_id=self.invitation.pk, **data, **self.signed)


def _numbers(form: NamesForm, name: str) -> set[int]:
    return {int(pk) for pk in form[name].value() or [] if pk.isdecimal()}


class AttendancePage(TrainingMixin):
    """The attendance of the whole session: a block for each district that the person keeps, saved as it is ticked."""

    permission = ""
    heading = gettext_lazy("บันทึกผู้เข้าอบรม")

    def get(self, request: WorkRequest, pk: int) -> HttpResponse:
        session = self.session
        invitations = invitations_to_record(session, request.user)
        if not invitations:
            raise PermissionDenied
        people = trainees_of([row.pk for row in invitations])
        turnout = turnout_at(session)
        context = {
            "session": session,
            **self.top(),
            "blocks": [block(row, people.get(row.pk, [])) for row in invitations],
            "is_open": session.state == TrainingState.HELD,
            "over": turnout.over(session.seats),
            "turnout": turnout,
        }
        return render(request, "communities/attendance.html", context)


def block(invitation: CourseInvitation, people: list[Trainee]) -> dict[str, Any]:
    form = attendance_form(invitation, people)
    fields = [(form[name], trainee) for name, trainee in form.trainees.items()]
    return {
        "invitation": invitation,
        "form": form,
        "url": reverse("communities:attendance-row", args=[invitation.session_id, invitation.pk]),
        "communities": [
            (community, list(rows))
            for community, rows in groupby(fields, key=lambda pair: pair[1].member.committee.community)
        ],
    }


def attendance_form(invitation: CourseInvitation, people: list[Trainee], data: Any = None) -> DistrictAttendanceForm:
    counts = {name: getattr(invitation, name) or None for name in COUNTED}
    came = {f"came_{trainee.pk}": trainee.has_attended for trainee in people}
    auto_id = f"district_{invitation.pk}_%s"
    return DistrictAttendanceForm(data, trainees=people, initial={**counts, **came}, auto_id=auto_id)


class AttendanceRow(_OfInvitation, RowPage):
    """One district's attendance, saved as it is ticked, or on a page of its own without script."""

    @property
    def heading(self) -> str:
        return _("ผู้เข้าอบรม · %(district)s") % {"district": self.invitation.district}

    def find(self) -> CourseInvitation:
        return self.invitation

    def form(self, row: CourseInvitation, data: Any = None) -> DistrictAttendanceForm:
        return attendance_form(row, trainees_of([row.pk]).get(row.pk, []), data)

    def closed(self) -> str:
        return "" if self.session.state == TrainingState.HELD else _("บันทึกผู้เข้าอบรมได้เมื่อจัดแล้ว และยังไม่สรุปผล")

    def save(self, form: DistrictAttendanceForm, *, seen: int) -> CourseInvitation:
        return trainees.record_attendance(
            invitation_id=self.invitation.pk, came=form.came, counts=form.counts, seen=seen, **self.signed
        )

    def back(self) -> str:
        return reverse("communities:attendance", args=[self.session.pk])

    def kept_under(self) -> str:
        return f"training-{self.session.pk}:{self.invitation.pk}"


class AttendanceList(TrainingAct):
    """A pasted list of names: shown with whom each name means, asked where that is not sure, then recorded."""

    permission = ""
    template_name = "communities/attendance_list.html"
    form_class = NameListForm
    heading = gettext_lazy("วางรายชื่อผู้เข้าอบรม")
    button = gettext_lazy("ตรวจรายชื่อ")
    count = 0

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.invitations = invitations_to_record(self.session, self.request.user)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.invitations:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def done(self) -> str:
        return _("บันทึกผู้เข้าอบรมแล้ว %(count)s คน") % {"count": self.count}

    def back(self) -> str:
        return reverse("communities:attendance", args=[self.session.pk])

    def get_form_kwargs(self) -> dict[str, Any]:
        seats = [seat for row in self.invitations for seat in seats_to_train(row.district_id, on=self.session.first_on)]
        return {**super().get_form_kwargs(), "seats": seats}

    def form_valid(self, form: Any) -> HttpResponse:
        if not form.is_shown:
            return self.render_to_response(self.get_context_data(form=form))
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        button = _("บันทึกผู้เข้าอบรม") if form.rows else self.button
        return {**context, "rows": form.rows, "button": button}

    def act(self, data: dict[str, Any]) -> None:
        self.count = trainees.record_names(session_id=self.session.pk, members=data["members"], **self.signed)
