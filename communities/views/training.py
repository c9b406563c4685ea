"""The page of one training, and the acts on it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Stat, Tone
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.people import Person, own_districts, works_for_the_city
from bkkplan.ground.core.rows.basis import Basis
from bkkplan.ground.core.rows.db import ThaiOrder
from bkkplan.ground.core.wording import percent
from communities.actions import trainings
from communities.enums import CourseFileKind, TrainingState
from communities.forms.trainings import CancelForm, CloseForm, InviteForm, ReopenForm, SessionForm
from communities.models import CourseFile, CourseSession
from communities.queries.trainings import basis_of_training, districts_at, own_trainings, turnout_at
from communities.views.base import page_of
from communities.views.course_files import file_item
from communities.views.training_base import (
    TONES,
    TrainingAct,
    TrainingMixin,
    days_in_words,
    facts_of,
    invitations_to_record,
    steps_of,
)
from districts.models import District


def line_text(session: CourseSession) -> str:
    """What is told in LINE of a session: the call to come, or that it is cancelled; "" before its announcement."""
    words = {"session": session, "days": days_in_words(session), "place": session.place}
    if session.announced_at and session.state == TrainingState.CANCELLED:
        return _("การอบรม %(session)s ยกเลิกแล้ว ดูได้ที่") % words
    if session.state == TrainingState.ANNOUNCED:
        return _("ขอเชิญเข้าอบรม %(session)s วันที่ %(days)s ณ %(place)s ดูได้ที่") % words
    return ""


class TrainingPage(TrainingMixin):
    """The session as each person sees it: a member the call and what is handed out, the offices all of it."""

    permission = ""

    def get(self, request: WorkRequest, pk: int) -> HttpResponse:
        session, user = self.session, request.user
        is_office = user.has_perm("communities.view_trainings")
        may_manage = user.has_perm("communities.manage_training", session)
        turnout = turnout_at(session)
        recorded_here = {row.pk for row in invitations_to_record(session, user)} if is_office else set()
        context = {
            "session": session,
            "course": session.course,
            "crumbs": self.crumbs(),
            "facts": facts_of(session),
            "steps": steps_of(session),
            "line_text": line_text(session) if is_office else "",
            "tone": TONES[session.state],
            "is_office": is_office,
            "may_manage": may_manage,
            "rows": [(row, row.invitation.pk in recorded_here) for row in districts_at(session)] if is_office else [],
            "may_record": bool(recorded_here),
            "stats": self.stats(turnout) if is_office else [],
            "over": turnout.over(session.seats) if is_office else 0,
            "own": list(own_trainings(user).filter(invitation__session=session)),
            "files": [file_item(file, may_remove=may_manage and self.is_loose(file)) for file in self.files()],
            "missing": trainings.why_not_closed(session) if session.state == TrainingState.HELD and may_manage else "",
            "has_begun": session.has_begun(today()),
            "cost": page_of("budget:training-costs", session.pk) if self.is_payers(user) else "",
        }
        return render(request, "communities/training.html", context)

    def is_payers(self, user: Person) -> bool:
        """Return whether the person works for the office that pays for the training, or for the whole city."""
        return works_for_the_city(user) or self.session.course.district_id in own_districts(user)

    def stats(self, turnout: Any) -> list[Stat]:
        session = self.session
        stats = [
            Stat(label=_("ที่นั่ง"), value=session.seats),
            Stat(label=_("เชิญ"), value=turnout.places, note=_("ระบุชื่อ %(named)s คน") % {"named": turnout.named}),
        ]
        if session.took_place:
            note = _("กรรมการ %(members)s คน ผู้อื่น %(others)s คน")
            counts = {"members": turnout.members, "others": turnout.others}
            tone: Tone | None = "late" if turnout.over(session.seats) else None
            stats.append(Stat(label=_("เข้าอบรม"), value=turnout.came, note=note % counts, tone=tone))
        if session.satisfaction is not None:
            note = _("ผู้ตอบ %(answers)s คน") % {"answers": session.satisfaction_answers}
            stats.append(Stat(label=_("ความพึงพอใจ (ร้อยละ)"), value=percent(session.satisfaction), note=note))
        return stats

    def is_loose(self, file: CourseFile) -> bool:
        """Whether no results rest on the file."""
        is_evidence = self.session.state == TrainingState.CLOSED and file.kind != CourseFileKind.MATERIAL
        return not is_evidence and file.pk != self.session.satisfaction_file_id

    def files(self) -> list[CourseFile]:
        files = CourseFile.objects.visible_to(self.request.user).filter(session=self.session)
        return list(files.order_by("kind", "uploaded_at", "pk"))


class _Deciding(TrainingAct):
    def basis(self) -> Basis:
        return basis_of_training(self.session)

    @property
    def on_it(self) -> dict[str, Any]:
        return {"session_id": self.session.pk, **self.signed}


class TrainingEdit(_Deciding):
    form_class = SessionForm
    heading = gettext_lazy("แก้ไขรุ่น")
    button = gettext_lazy("บันทึก")
    done = gettext_lazy("บันทึกแล้ว")

    @property
    def explanation(self) -> str:
        is_out = self.session.state == TrainingState.ANNOUNCED
        return _("ถ้าเปลี่ยนวัน เวลา หรือสถานที่ ผู้รับเชิญจะได้รับแจ้ง") if is_out else ""

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.session, name) for name in trainings.SESSION}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "year": self.session.course.year}

    def act(self, data: dict[str, Any]) -> None:
        trainings.change_session(**self.on_it, words=data["words"], seen=data["seen"])


class TrainingInvite(_Deciding):
    form_class = InviteForm
    heading = gettext_lazy("เชิญเขต")
    button = gettext_lazy("บันทึกเขตที่เชิญ")
    done = gettext_lazy("บันทึกเขตที่เชิญแล้ว")

    @property
    def explanation(self) -> str:
        return _("ใส่จำนวนคนที่เชิญของแต่ละเขต รวมไม่เกิน %(seats)s ที่นั่ง เว้นว่างถ้าไม่เชิญ") % {"seats": self.session.seats}

    def get_form_kwargs(self) -> dict[str, Any]:
        own = self.session.course.district
        districts = District.objects.order_by(ThaiOrder("name_th"), "pk")
        return {**super().get_form_kwargs(), "districts": [own] if own else list(districts)}

    def get_initial(self) -> dict[str, Any]:
        return {f"district_{row.district_id}": row.places for row in self.session.invitations.all()}

    def act(self, data: dict[str, Any]) -> None:
        trainings.invite_districts(**self.on_it, places=data["places"], seen=data["seen"])


class TrainingAnnounce(_Deciding):
    heading = gettext_lazy("แจ้งผู้รับเชิญ")
    explanation = gettext_lazy("เจ้าหน้าที่ของเขตที่เชิญและกรรมการที่ระบุชื่อจะเห็นการอบรมนี้ และได้รับแจ้ง")
    button = gettext_lazy("แจ้งผู้รับเชิญ")
    done = gettext_lazy("แจ้งผู้รับเชิญแล้ว")

    def stats(self) -> list[Stat]:
        rows = districts_at(self.session)
        return [
            Stat(label=_("เขต"), value=len(rows)),
            Stat(label=_("เชิญ (คน)"), value=sum(row.invitation.places for row in rows)),
            Stat(label=_("ที่นั่ง"), value=self.session.seats),
        ]

    def obstacle(self) -> str:
        return "" if self.session.invitations.exists() else str(trainings.NobodyInvitedError.sentence)

    def act(self, data: dict[str, Any]) -> None:
        trainings.announce_training(**self.on_it, **data)


class TrainingHeld(TrainingAct):
    heading = gettext_lazy("จัดอบรมแล้ว")
    explanation = gettext_lazy("บันทึกว่าจัดแล้วตั้งแต่วันแรกของการอบรม จากนั้นบันทึกผู้เข้าอบรมได้")
    button = gettext_lazy("จัดแล้ว")
    done = gettext_lazy("บันทึกว่าจัดแล้ว")

    def act(self, data: dict[str, Any]) -> None:
        trainings.hold_training(session_id=self.session.pk, on=today(), **self.signed)


class TrainingNotHeld(TrainingAct):
    heading = gettext_lazy("ยังไม่ได้จัด")
    explanation = gettext_lazy("กลับไปเป็นแจ้งแล้ว ทำได้เมื่อยังไม่ได้บันทึกผู้เข้าอบรม")
    button = gettext_lazy("ยังไม่ได้จัด")
    done = gettext_lazy("กลับไปเป็นแจ้งแล้ว")

    def act(self, data: dict[str, Any]) -> None:
        trainings.take_back_holding(session_id=self.session.pk, **self.signed)


class TrainingClose(_Deciding):
    form_class = CloseForm
    heading = gettext_lazy("สรุปผลการอบรม")
    explanation = gettext_lazy("ความพึงพอใจต้องมีร้อยละ จำนวนผู้ตอบ และไฟล์ผลการประเมินที่แนบไว้ เว้นว่างทั้งหมดถ้าไม่ได้ประเมิน")
    button = gettext_lazy("สรุปผล")
    done = gettext_lazy("สรุปผลแล้ว")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "session": self.session}

    def get_initial(self) -> dict[str, Any]:
        session = self.session
        evaluations = session.files.kept().filter(kind=CourseFileKind.EVALUATION).order_by("-pk")
        return {
            "satisfaction": session.satisfaction,
            "answers": session.satisfaction_answers,
            "file": session.satisfaction_file_id or evaluations.values_list("pk", flat=True).first(),
        }

    def stats(self) -> list[Stat]:
        turnout = turnout_at(self.session)
        return [
            Stat(label=_("ที่นั่ง"), value=self.session.seats),
            Stat(label=_("เข้าอบรม"), value=turnout.came),
            Stat(label=_("กรรมการชุมชน"), value=turnout.members),
        ]

    def obstacle(self) -> str:
        return trainings.why_not_closed(self.session) if self.session.state == TrainingState.HELD else ""

    def act(self, data: dict[str, Any]) -> None:
        file = data.pop("file")
        if data["satisfaction"] is None and data["answers"] is None:
            file = None  # the one that the page had chosen
        trainings.close_training(**self.on_it, **data, file_id=file.pk if file else None)


class TrainingReopen(_Deciding):
    form_class = ReopenForm
    heading = gettext_lazy("เปิดแก้ไขผล")
    explanation = gettext_lazy("กลับไปเป็นจัดแล้ว เพื่อแก้ผู้เข้าอบรมหรือความพึงพอใจ แล้วสรุปผลใหม่")
    button = gettext_lazy("เปิดแก้ไข")
    done = gettext_lazy("เปิดแก้ไขแล้ว")

    def act(self, data: dict[str, Any]) -> None:
        trainings.reopen_training(**self.on_it, **data)


class TrainingCancel(_Deciding):
    form_class = CancelForm
    heading = gettext_lazy("ยกเลิกการอบรม")
    explanation = gettext_lazy("ผู้รับเชิญจะได้รับแจ้งพร้อมเหตุผล รุ่นที่ยกเลิกแล้วเปิดใหม่ไม่ได้ ให้เพิ่มรุ่นใหม่")
    button = gettext_lazy("ยกเลิกการอบรม")
    done = gettext_lazy("ยกเลิกการอบรมแล้ว")
    is_danger = True

    def act(self, data: dict[str, Any]) -> None:
        trainings.cancel_training(**self.on_it, **data)
