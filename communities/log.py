"""How the log tells of communities, committees, the register and community plans."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.audit.sentences import Detail, Thing, declare, declare_details
from bkkplan.ground.audit.telling import day, in_words
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.people import Person, within_reach
from bkkplan.ground.core.wording import month_short
from bkkplan.ground.years.queries import hidden_years
from communities.enums import AdoptionMethod, Asking, CourseFileKind, Position, ProjectItem, StandingStatus
from communities.models import (
    Committee,
    CommitteeMember,
    Community,
    CommunityType,
    Course,
    CourseFile,
    CourseInvitation,
    CourseSession,
    CutOff,
    Plan,
    PlanArea,
    PlanComment,
    PlanProblem,
    PlanProject,
    PlanRevision,
    PlanSection,
    PlanTemplate,
    RegisterImport,
)
from communities.models.template import Rules
from communities.queries.templates import rules_in_words


def page_of_community(community: Community) -> str:
    return reverse("communities:community", args=[community.code])


def page_of_committee(row: Committee | CommitteeMember) -> str:
    committee = row.committee if isinstance(row, CommitteeMember) else row
    return reverse("communities:committee", args=[committee.community.code])


def page_of_edition(revision: PlanRevision) -> str:
    plan = revision.plan
    return reverse("communities:edition", args=[plan.year, plan.community.code, revision.number])


def page_of_template(template: PlanTemplate) -> str:
    return reverse("communities:year-template", args=[FiscalYear(template.from_year)])


def asked_in_words(sections: list[dict[str, Any]]) -> str:
    return " · ".join(str(section["title_th"]) for section in sections if not section.get("off"))


def items_in_words(items: dict[str, str]) -> str:
    return " · ".join(f"{ProjectItem(item).label}: {Asking(asking).label}" for item, asking in items.items())


def committees_of(reader: Person) -> QuerySet[Committee]:
    return Committee.objects.filter(within_reach(reader, "community__district"))


def members_of(reader: Person) -> QuerySet[CommitteeMember]:
    return CommitteeMember.objects.filter(committee__in=committees_of(reader))


def in_visible_editions(model: Any) -> Any:
    """The rows of editions that the reader may see."""
    return lambda reader: model.objects.filter(revision__in=PlanRevision.objects.visible_to(reader))


def committee_in_words(committee: Committee) -> str:
    return _("คณะกรรมการ%(community)s ชุดที่ %(term)s") % {"community": committee.community, "term": committee.term_no}


def member_in_words(member: CommitteeMember) -> str:
    return _("%(name)s กรรมการ%(community)s") % {"name": member, "community": member.committee.community}


def edition_in_words(revision: PlanRevision) -> str:
    return _("%(plan)s %(edition)s") % {"plan": revision.plan, "edition": revision}


def row_in_words(row: PlanProblem | PlanProject) -> str:
    return _("“%(row)s” ใน%(plan)s") % {"row": row, "plan": row.revision.plan}


def section_in_words(section: PlanSection) -> str:
    return str(section.revision.plan)


def import_in_words(upload: RegisterImport) -> str:
    return _("ทะเบียนชุมชนจากไฟล์ %(file)s") % {"file": upload.original_name}


def invitations_of(reader: Person) -> QuerySet[CourseInvitation]:
    return CourseInvitation.objects.filter(session__in=CourseSession.objects.visible_to(reader))


def months_in_words(work_plan: Any) -> str:
    return "; ".join(
        f"{step.get('activity', '')} ({', '.join(month_short(month) for month in step.get('months', []))})"
        for step in work_plan
    )


def count(rows: Any) -> str:
    return str(len(rows))


def choice(choices: Any) -> Any:
    """The `show` of a detail that is one of these choices."""
    names = dict(choices.choices)
    return lambda value: str(names.get(value, value))


declare(
    Thing(
        model=Community,
        visible=Community.objects.visible_to,
        address=page_of_community,
        district="district",
        acts={
            "communities.community_registered": gettext_lazy("ขึ้นทะเบียน %(thing)s"),
            "communities.community_updated": gettext_lazy("แก้ไขทะเบียนของ %(thing)s จากไฟล์"),
            "communities.entry_recorded": gettext_lazy("บันทึกชื่อ ที่ตั้ง หรือขนาดของ %(thing)s"),
            "communities.standing_recorded": gettext_lazy("บันทึกประเภทหรือสถานภาพของ %(thing)s"),
            "communities.community_ended": gettext_lazy("บันทึกว่ายุบเลิก %(thing)s"),
            "communities.community_merged": gettext_lazy("รวม %(thing)s เข้ากับชุมชนอื่น"),
            "communities.community_split": gettext_lazy("แยก %(thing)s เป็นหลายชุมชน"),
        },
    ),
    Thing(
        model=RegisterImport,
        visible=RegisterImport.objects.visible_to,
        row_name=import_in_words,
        address=lambda upload: reverse("communities:import-result", args=[upload.uuid]),
        acts={
            "communities.register_uploaded": gettext_lazy("ส่ง%(thing)s"),
            "communities.register_checked": gettext_lazy("ตรวจ%(thing)s"),
            "communities.register_answered": gettext_lazy("ตอบว่าชุมชนใดเป็นชุมชนเดียวกันใน%(thing)s"),
            "communities.register_imported": gettext_lazy("นำเข้า%(thing)s"),
            "communities.register_cancelled": gettext_lazy("ยกเลิกการนำเข้า%(thing)s"),
        },
    ),
    Thing(
        model=Committee,
        visible=committees_of,
        row_name=committee_in_words,
        address=page_of_committee,
        select=("community",),
        district="community__district",
        acts={
            "communities.term_begun": gettext_lazy("เริ่มวาระของ %(thing)s"),
            "communities.term_ended": gettext_lazy("สิ้นสุดวาระของ %(thing)s"),
            "communities.term_taken_back": gettext_lazy("ถอนการเริ่มวาระของ %(thing)s"),
        },
    ),
    Thing(
        model=CommitteeMember,
        visible=members_of,
        row_name=member_in_words,
        address=page_of_committee,
        select=("committee__community",),
        district="committee__community__district",
        acts={
            "communities.member_seated": gettext_lazy("บันทึกการเข้ารับตำแหน่งของ %(thing)s"),
            "communities.member_corrected": gettext_lazy("แก้ไขชื่อหรือตำแหน่งของ %(thing)s"),
            "communities.member_left": gettext_lazy("บันทึกการพ้นจากตำแหน่งของ %(thing)s"),
            "communities.member_invited": gettext_lazy("เชิญ %(thing)s เข้าใช้ระบบ"),
        },
    ),
    Thing(
        model=Plan,
        visible=Plan.objects.visible_to,
        address=lambda plan: plan.get_absolute_url(),
        select=("community",),
        district="community__district",
        year="fiscal_year",
        acts={
            "communities.plan_begun": gettext_lazy("เริ่มจัดทำ %(thing)s"),
            "communities.plan_begun_from_paper": gettext_lazy("เริ่มบันทึก %(thing)s แทนคณะกรรมการชุมชน"),
        },
    ),
    Thing(
        model=PlanRevision,
        visible=PlanRevision.objects.visible_to,
        row_name=edition_in_words,
        address=page_of_edition,
        select=("plan__community",),
        district="plan__community__district",
        year="plan__fiscal_year",
        acts={
            "communities.last_year_reviewed": gettext_lazy("ทบทวนแผนปีก่อนทีละโครงการใน %(thing)s"),
            "communities.last_year_review_undone": gettext_lazy("เลิกทำการทบทวนแผนปีก่อนใน %(thing)s"),
            "communities.plan_submitted": gettext_lazy("ส่ง %(thing)s ให้เขตตรวจ"),
            "communities.plan_entered_from_paper": gettext_lazy("รับ %(thing)s มาบันทึกแทนคณะกรรมการชุมชน"),
            "communities.plan_taken_over": gettext_lazy("รับ %(thing)s จากสำนักงานเขตไปเขียนเอง"),
            "communities.plan_submitted_from_paper": gettext_lazy("ส่ง %(thing)s ให้เขตตรวจแทนคณะกรรมการชุมชน"),
            "communities.plan_recalled": gettext_lazy("เรียกคืน %(thing)s ที่ส่งไปแล้ว"),
            "communities.plan_returned": gettext_lazy("ส่งกลับ %(thing)s ให้แก้ไข"),
            "communities.return_reason_mended": gettext_lazy("ทำเครื่องหมายว่าแก้ข้อที่เขตให้แก้แล้วใน %(thing)s"),
            "communities.return_reason_open_again": gettext_lazy("นำเครื่องหมายว่าแก้แล้วออกใน %(thing)s"),
            "communities.plan_confirmed": gettext_lazy("รับรอง %(thing)s"),
            "communities.confirmation_withdrawn": gettext_lazy("ถอนการรับรอง %(thing)s"),
            "communities.plan_adopted": gettext_lazy("บันทึกว่าชุมชนรับรอง %(thing)s"),
            "communities.adoption_cancelled": gettext_lazy("ยกเลิกบันทึกการรับรองโดยชุมชนของ %(thing)s"),
        },
    ),
    Thing(
        model=PlanComment,
        visible=PlanComment.objects.visible_to,
        row_name=lambda comment: _("ความเห็น “%(comment)s” ใน%(plan)s") % {"comment": comment, "plan": comment.plan},
        address=lambda comment: reverse("communities:comments", args=[comment.plan.year, comment.plan.community.code]),
        select=("plan__community",),
        district="plan__community__district",
        year="plan__fiscal_year",
        acts={
            "communities.plan_commented": gettext_lazy("เขียน%(thing)s"),
            "communities.comment_answered": gettext_lazy("ตอบ%(thing)s"),
        },
    ),
    Thing(
        model=PlanSection,
        visible=in_visible_editions(PlanSection),
        row_name=section_in_words,
        address=lambda section: page_of_edition(section.revision),
        select=("revision__plan__community",),
        district="revision__plan__community__district",
        year="revision__plan__fiscal_year",
        acts={"communities.section_saved": gettext_lazy("แก้ไขข้อความใน %(thing)s")},
    ),
    Thing(
        model=PlanProblem,
        visible=in_visible_editions(PlanProblem),
        row_name=row_in_words,
        address=lambda problem: page_of_edition(problem.revision),
        select=("revision__plan__community",),
        district="revision__plan__community__district",
        year="revision__plan__fiscal_year",
        acts={
            "communities.problem_saved": gettext_lazy("บันทึกปัญหา %(thing)s"),
            "communities.problem_taken_out": gettext_lazy("นำปัญหาออก %(thing)s"),
            "communities.problem_put_back": gettext_lazy("นำปัญหากลับเข้า %(thing)s"),
            "communities.problem_moved": gettext_lazy("เลื่อนลำดับปัญหา %(thing)s"),
        },
    ),
    Thing(
        model=PlanProject,
        visible=in_visible_editions(PlanProject),
        row_name=row_in_words,
        address=lambda project: page_of_edition(project.revision),
        select=("revision__plan__community",),
        district="revision__plan__community__district",
        year="revision__plan__fiscal_year",
        acts={
            "communities.project_saved": gettext_lazy("บันทึกโครงการ %(thing)s"),
            "communities.project_taken_out": gettext_lazy("นำโครงการออก %(thing)s"),
            "communities.project_put_back": gettext_lazy("นำโครงการกลับเข้า %(thing)s"),
            "communities.project_moved": gettext_lazy("เลื่อนลำดับโครงการ %(thing)s"),
        },
    ),
    Thing(
        model=Course,
        visible=Course.objects.visible_to,
        address=lambda course: course.get_absolute_url(),
        district="district",
        acts={
            "communities.course_added": gettext_lazy("เพิ่มหลักสูตร %(thing)s"),
            "communities.course_changed": gettext_lazy("แก้ไขหลักสูตร %(thing)s"),
        },
    ),
    Thing(
        model=CourseSession,
        visible=CourseSession.objects.visible_to,
        address=lambda session: session.get_absolute_url(),
        select=("course",),
        district="course__district",
        acts={
            "communities.training_planned": gettext_lazy("เพิ่มการอบรม %(thing)s"),
            "communities.training_changed": gettext_lazy("แก้ไขการอบรม %(thing)s"),
            "communities.districts_invited": gettext_lazy("บันทึกเขตที่เชิญเข้าอบรม %(thing)s"),
            "communities.training_announced": gettext_lazy("แจ้งผู้รับเชิญของการอบรม %(thing)s"),
            "communities.training_held": gettext_lazy("บันทึกว่าจัดอบรม %(thing)s แล้ว"),
            "communities.training_not_held": gettext_lazy("บันทึกว่ายังไม่ได้จัดอบรม %(thing)s"),
            "communities.training_closed": gettext_lazy("สรุปผลการอบรม %(thing)s"),
            "communities.training_reopened": gettext_lazy("เปิดแก้ไขผลการอบรม %(thing)s"),
            "communities.training_cancelled": gettext_lazy("ยกเลิกการอบรม %(thing)s"),
        },
    ),
    Thing(
        model=CourseInvitation,
        visible=invitations_of,
        address=lambda invitation: invitation.session.get_absolute_url(),
        select=("session__course", "district"),
        district="district",
        acts={
            "communities.trainees_named": gettext_lazy("เลือกผู้เข้าอบรมของ %(thing)s"),
            "communities.attendance_recorded": gettext_lazy("บันทึกผู้เข้าอบรมของ %(thing)s"),
        },
    ),
    Thing(
        model=CourseFile,
        visible=CourseFile.objects.visible_to,
        address=lambda file: f"{file.session.get_absolute_url()}#files",
        select=("session__course",),
        district="session__course__district",
        acts={
            "communities.course_file_kept": gettext_lazy("แนบไฟล์ %(thing)s กับการอบรม"),
            "communities.course_file_removed": gettext_lazy("นำไฟล์ %(thing)s ออกจากการอบรม"),
        },
    ),
    Thing(model=CommunityType, visible=lambda reader: CommunityType.objects.all()),
    Thing(model=PlanArea, visible=lambda reader: PlanArea.objects.all()),
    Thing(
        model=PlanTemplate,
        visible=lambda reader: PlanTemplate.objects.exclude(from_year__in=hidden_years(reader)),
        row_name=lambda template: _("แบบแผนพัฒนาชุมชน รุ่นที่ %(version)s") % {"version": template},
        address=page_of_template,
        acts={"communities.template_saved": gettext_lazy("บันทึก%(thing)s")},
    ),
    Thing(
        model=CutOff,
        visible=lambda reader: CutOff.objects.exclude(planned__fiscal_year__in=hidden_years(reader)),
        row_name=lambda cut_off: _("วันตัดยอดชุมชน ปี %(year)s") % {"year": cut_off.planned},
        address=lambda cut_off: reverse("years:year", args=[cut_off.planned.year]),
        select=("planned",),
        acts={"communities.cut_off_saved": gettext_lazy("บันทึก%(thing)s")},
    ),
)

declare_details(
    {
        "communities.sections": Detail(label=gettext_lazy("หัวข้อของแผน"), show=asked_in_words),
        "communities.items": Detail(label=gettext_lazy("แบบโครงการ 10 ข้อ"), show=items_in_words),
        "communities.rules": Detail(
            label=gettext_lazy("เกณฑ์"), show=lambda rules: " · ".join(rules_in_words(Rules.of(rules)))
        ),
        "communities.entered_on": Detail(label=gettext_lazy("บันทึกย้อนหลังเมื่อวันที่"), show=day),
        "community": Detail(label=gettext_lazy("ชุมชน"), row=(Community, "code")),
        "communities.revision": Detail(label=gettext_lazy("ฉบับที่"), show=str),
        "communities.type": Detail(label=gettext_lazy("ประเภทชุมชน"), row=(CommunityType, "code")),
        "communities.status": Detail(label=gettext_lazy("สถานภาพชุมชน"), show=choice(StandingStatus)),
        "communities.position": Detail(label=gettext_lazy("ตำแหน่ง"), show=choice(Position)),
        "communities.method": Detail(label=gettext_lazy("รับรองโดย"), show=choice(AdoptionMethod)),
        "communities.into": Detail(label=gettext_lazy("ชุมชนที่รับช่วง"), row=(Community, "code")),
        "communities.split_from": Detail(label=gettext_lazy("แยกจาก"), row=(Community, "code")),
        "communities.ends": Detail(label=gettext_lazy("ชุมชนเดิมยุบเลิก")),
        "communities.happened_on": Detail(label=gettext_lazy("มีผลวันที่"), show=day),
        "communities.ended_on": Detail(label=gettext_lazy("ยุบเลิกวันที่"), show=day),
        "communities.register_on": Detail(label=gettext_lazy("ข้อมูลทะเบียน ณ วันที่"), show=day),
        "communities.submitted_on": Detail(label=gettext_lazy("ส่งไว้เมื่อวันที่"), show=day),
        "communities.met_on": Detail(label=gettext_lazy("วันประชุม"), show=day),
        "communities.present": Detail(label=gettext_lazy("จำนวนผู้เข้าประชุม"), show=str),
        "communities.resolution": Detail(label=gettext_lazy("มติที่ประชุม")),
        "communities.adopted_on": Detail(label=gettext_lazy("ชุมชนรับรองวันที่"), show=day),
        "communities.term": Detail(label=gettext_lazy("ชุดที่"), show=str),
        "communities.username": Detail(label=gettext_lazy("บัญชีผู้ใช้")),
        "communities.import_id": Detail(),
        "communities.file": Detail(label=gettext_lazy("ไฟล์")),
        "communities.answers": Detail(label=gettext_lazy("คำตอบ"), show=in_words),
        "communities.created": Detail(label=gettext_lazy("ชุมชนใหม่")),
        "communities.updated": Detail(label=gettext_lazy("ชุมชนที่แก้ไข")),
        "communities.unchanged": Detail(label=gettext_lazy("ชุมชนที่ไม่เปลี่ยน")),
        "communities.ended": Detail(label=gettext_lazy("ชุมชนที่ยุบเลิก")),
        "communities.absent": Detail(label=gettext_lazy("ชุมชนที่ไม่อยู่ในไฟล์")),
        "communities.open": Detail(label=gettext_lazy("ที่ยังต้องตอบ")),
        "communities.errors": Detail(label=gettext_lazy("แถวที่ไม่รับ")),
        "communities.continue_projects": Detail(label=gettext_lazy("โครงการที่ดำเนินการต่อ")),
        "communities.change_projects": Detail(label=gettext_lazy("โครงการที่ปรับปรุง")),
        "communities.drop_projects": Detail(label=gettext_lazy("โครงการที่ยกเลิก")),
        "communities.finished_projects": Detail(label=gettext_lazy("โครงการที่แล้วเสร็จ")),
        "communities.rows": Detail(label=gettext_lazy("แถวที่นำออก")),
        "communities.kept": Detail(label=gettext_lazy("แถวที่แก้แล้ว เก็บไว้")),
        "communities.code": Detail(label=gettext_lazy("รหัส")),
        "communities.text": Detail(label=gettext_lazy("ข้อความ")),
        "communities.sentence": Detail(label=gettext_lazy("ข้อที่ให้แก้")),
        "communities.answer": Detail(label=gettext_lazy("คำตอบ")),
        "communities.lines": Detail(label=gettext_lazy("รายการงบประมาณ")),
        "communities.areas": Detail(label=gettext_lazy("ด้าน"), row=(PlanArea, "code")),
        "communities.work_plan": Detail(label=gettext_lazy("แผนการดำเนินงาน"), show=months_in_words),
        "communities.places": Detail(label=gettext_lazy("จำนวนที่เชิญ"), show=in_words),
        "communities.came": Detail(label=gettext_lazy("กรรมการที่มา"), show=count),
        "communities.people": Detail(label=gettext_lazy("จำนวนคน")),
        "communities.satisfaction": Detail(label=gettext_lazy("ความพึงพอใจ (ร้อยละ)")),
        "communities.satisfaction_answers": Detail(label=gettext_lazy("ผู้ตอบแบบประเมิน")),
        "communities.kind": Detail(label=gettext_lazy("ชนิดของไฟล์"), show=choice(CourseFileKind)),
    }
)
