"""How the log tells of forums, their results and files, and proposals."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.audit.sentences import Detail, Thing, declare, declare_details
from bkkplan.ground.audit.telling import day
from communities.models import PlanProject
from forums.models import (
    AdoptionMeeting,
    Attachment,
    Body,
    Forum,
    ParticipantSector,
    Proposal,
    Reply,
    Succession,
    Uptake,
)


def forum_in_words(forum: Forum) -> str:
    return _("%(forum)s %(district)s") % {"forum": forum, "district": forum.district}


def proposal_in_words(proposal: Proposal) -> str:
    values = {"title": proposal, "forum": forum_in_words(proposal.forum)}
    return _("ข้อเสนอ “%(title)s” ใน%(forum)s") % values


def file_in_words(attachment: Attachment) -> str:
    values = {"name": attachment.original_name, "forum": forum_in_words(attachment.forum)}
    return _("ไฟล์ %(name)s ของ%(forum)s") % values


def uptake_in_words(uptake: Uptake) -> str:
    return _("ข้อเสนอ “%(proposal)s” ในโครงการ “%(project)s”") % {"proposal": uptake.proposal, "project": uptake.project}


def succession_in_words(row: Succession) -> str:
    return _("“%(proposal)s” กับ “%(into)s”") % {"proposal": row.proposal, "into": row.into}


def page_of_its_proposal(row: Succession | Reply) -> str:
    return reverse("forums:detail", args=[row.proposal.forum_id])


def reply_in_words(reply: Reply) -> str:
    return _("ข้อเสนอ “%(proposal)s”: %(reply)s") % {"proposal": reply.proposal, "reply": reply}


def meeting_in_words(meeting: AdoptionMeeting) -> str:
    return forum_in_words(meeting.forum)


def page_of_its_forum(row: Any) -> str:
    return reverse("forums:detail", args=[row.forum_id])


def page_of_its_plan(uptake: Uptake) -> str:
    plan = uptake.project.revision.plan
    return reverse("communities:edition", args=[plan.year, plan.community.code, uptake.project.revision.number])


declare(
    Thing(
        model=Forum,
        row_name=forum_in_words,
        address=lambda forum: forum.get_absolute_url(),
        select=("district",),
        district="district",
        year="fiscal_year",
        acts={
            "forums.forum_planned": gettext_lazy("เพิ่ม%(thing)s ในแผนการจัดเวที"),
            "forums.forum_edited": gettext_lazy("แก้ไขกำหนดการของ%(thing)s"),
            "forums.forum_announced": gettext_lazy("ประกาศ%(thing)s"),
            "forums.forum_postponed": gettext_lazy("เลื่อน%(thing)s"),
            "forums.sessions_changed": gettext_lazy("แก้ไขวันและเวลาของ%(thing)s"),
            "forums.forum_cancelled": gettext_lazy("ยกเลิก%(thing)s"),
            "forums.forum_opened": gettext_lazy("เปิด%(thing)s"),
            "forums.forum_held": gettext_lazy("บันทึกว่าจัด%(thing)s แล้ว"),
            "forums.held_taken_back": gettext_lazy("ยกเลิกบันทึกว่าจัด%(thing)s แล้ว"),
            "forums.forum_copied": gettext_lazy("วางแผน%(thing)s ตามแบบเวทีเดิม"),
            "forums.programme_saved": gettext_lazy("บันทึกกำหนดการของ%(thing)s"),
            "forums.publicity_saved": gettext_lazy("บันทึกการประชาสัมพันธ์%(thing)s"),
            "forums.guests_saved": gettext_lazy("บันทึกผู้ร่วมจัดและผู้ร่วม%(thing)s"),
            "forums.opened_to_group": gettext_lazy("เปิดให้เขตในกลุ่มร่วม%(thing)s"),
            "forums.forum_joined": gettext_lazy("ร่วมเวทีของเขตเจ้าภาพ: %(thing)s"),
            "forums.host_followed": gettext_lazy("แก้ไข%(thing)s ตามเขตเจ้าภาพ"),
            "forums.attendance_saved": gettext_lazy("บันทึกจำนวนผู้เข้าร่วม%(thing)s"),
            "forums.meeting_saved": gettext_lazy("บันทึกการประชุมและสรุปผลของ%(thing)s"),
            "forums.agenda_saved": gettext_lazy("บันทึกระเบียบวาระของ%(thing)s"),
            "forums.results_recorded": gettext_lazy("บันทึกผลของ%(thing)s เสร็จ"),
            "forums.recording_resumed": gettext_lazy("เปิดให้แก้ผลของ%(thing)s อีกครั้ง"),
            "forums.forum_published": gettext_lazy("เผยแพร่ผลของ%(thing)s"),
            "forums.forum_withdrawn": gettext_lazy("ถอนการเผยแพร่ผลของ%(thing)s"),
        },
    ),
    Thing(
        model=Proposal,
        row_name=proposal_in_words,
        address=page_of_its_forum,
        select=("forum__district",),
        district="district",
        year="forum__fiscal_year",
        acts={
            "forums.proposal_added": gettext_lazy("เพิ่ม%(thing)s"),
            "forums.proposal_changed": gettext_lazy("แก้ไข%(thing)s"),
            "forums.proposal_removed": gettext_lazy("นำ%(thing)s ออก"),
        },
    ),
    Thing(
        model=Attachment,
        row_name=file_in_words,
        address=page_of_its_forum,
        select=("forum__district",),
        district="forum__district",
        year="forum__fiscal_year",
        acts={
            "forums.file_attached": gettext_lazy("แนบ%(thing)s"),
            "forums.file_cleaned": gettext_lazy("ลบข้อมูลแฝงใน%(thing)s"),
            "forums.file_refused": gettext_lazy("ไม่รับ%(thing)s"),
            "forums.file_made_public": gettext_lazy("เปิดเผย%(thing)s ต่อสาธารณะ"),
            "forums.file_made_internal": gettext_lazy("เก็บ%(thing)s ไว้ใช้ภายใน"),
            "forums.file_removed": gettext_lazy("ลบ%(thing)s"),
        },
    ),
    Thing(
        model=Uptake,
        within="proposal",
        row_name=uptake_in_words,
        address=page_of_its_plan,
        select=("proposal", "project__revision__plan__community"),
        district="proposal__district",
        year="proposal__forum__fiscal_year",
        acts={
            "forums.proposal_taken_up": gettext_lazy("นำเข้าแผนพัฒนาชุมชน: %(thing)s"),
            "forums.proposal_tied": gettext_lazy("ผูกกับโครงการที่มีอยู่: %(thing)s"),
            "forums.uptake_ended": gettext_lazy("ถอนออกจากแผนพัฒนาชุมชน: %(thing)s"),
        },
    ),
    Thing(
        model=Succession,
        within="proposal",
        row_name=succession_in_words,
        address=page_of_its_proposal,
        select=("proposal__forum", "into"),
        district="proposal__district",
        year="proposal__forum__fiscal_year",
        acts={
            "forums.proposal_merged": gettext_lazy("รวมข้อเสนอ %(thing)s"),
            "forums.merge_undone": gettext_lazy("ยกเลิกการรวมข้อเสนอ %(thing)s"),
            "forums.proposal_split": gettext_lazy("แยกข้อเสนอ %(thing)s"),
            "forums.split_undone": gettext_lazy("ยกเลิกการแยกข้อเสนอ %(thing)s"),
        },
    ),
    Thing(
        model=Reply,
        within="proposal",
        row_name=reply_in_words,
        address=page_of_its_proposal,
        select=("proposal__forum",),
        district="proposal__district",
        year="proposal__forum__fiscal_year",
        acts={
            "forums.proposal_answered": gettext_lazy("ตอบ%(thing)s"),
            "forums.proposal_forwarded": gettext_lazy("ส่งต่อ%(thing)s"),
            "forums.proposal_taken_in": gettext_lazy("นำเข้าแผนปฏิบัติราชการโดยตรง: %(thing)s"),
            "forums.agency_answered": gettext_lazy("บันทึกคำตอบของหน่วยงานต่อ%(thing)s"),
            "forums.reply_taken_back": gettext_lazy("ถอนคำตอบต่อ%(thing)s"),
        },
    ),
    Thing(
        model=AdoptionMeeting,
        within="forum",
        row_name=meeting_in_words,
        address=page_of_its_forum,
        select=("forum__district",),
        district="forum__district",
        year="forum__fiscal_year",
        acts={"forums.adoption_linked": gettext_lazy("บันทึกว่าชุมชนรับรองแผนใน%(thing)s")},
    ),
    Thing(model=ParticipantSector, is_for_all=True),
    Thing(model=Body, is_for_all=True),
)

declare_details(
    {
        "forums.forum": Detail(),
        "forums.plan": Detail(),
        "forums.adoption": Detail(),
        "forums.proposal": Detail(),
        "forums.text": Detail(label=gettext_lazy("ข้อความ")),
        "forums.agency": Detail(label=gettext_lazy("หน่วยงาน")),
        "forums.case_number": Detail(label=gettext_lazy("เลขที่เรื่อง")),
        "forums.agency_answer": Detail(label=gettext_lazy("คำตอบของหน่วยงาน")),
        "forums.into": Detail(label=gettext_lazy("ข้อเสนอที่ใช้แทน"), row=(Proposal, "pk")),
        "forums.project": Detail(label=gettext_lazy("โครงการในแผนพัฒนาชุมชน"), row=(PlanProject, "pk")),
        "forums.public_reason": Detail(label=gettext_lazy("คำชี้แจงต่อประชาชน")),
        "forums.from_on": Detail(label=gettext_lazy("จากวันที่"), show=day),
        "forums.to_on": Detail(label=gettext_lazy("เป็นวันที่"), show=day),
        "forums.sessions": Detail(label=gettext_lazy("วันและเวลา")),
        "forums.host": Detail(label=gettext_lazy("เวทีของเขตเจ้าภาพ"), row=(Forum, "pk")),
        "forums.source": Detail(label=gettext_lazy("เวทีเดิม"), row=(Forum, "pk")),
        "forums.programme": Detail(label=gettext_lazy("กำหนดการ")),
        "forums.publicity": Detail(label=gettext_lazy("ประชาสัมพันธ์")),
        "forums.bodies": Detail(label=gettext_lazy("คณะหรือสภา")),
        "forums.communities": Detail(label=gettext_lazy("ชุมชน")),
        "forums.entered_on": Detail(label=gettext_lazy("บันทึกย้อนหลังเมื่อวันที่"), show=day),
        "forums.is_numbered_by_paper": Detail(label=gettext_lazy("เป็นเลขตามหนังสือ")),
        "forums.proof": Detail(label=gettext_lazy("หลักฐานของวันนั้น"), row=(Attachment, "pk")),
        "forums.part": Detail(label=gettext_lazy("ระเบียบวาระที่")),
        "forums.topic": Detail(label=gettext_lazy("เรื่อง")),
        "forums.resolution": Detail(label=gettext_lazy("มติที่ประชุม")),
        "forums.total": Detail(label=gettext_lazy("ผู้เข้าร่วมทั้งหมด (คน)")),
        "forums.sectors": Detail(label=gettext_lazy("ผู้เข้าร่วมแต่ละภาคส่วน (คน)"), row=(ParticipantSector, "pk")),
        "forums.received_sha256": Detail(label=gettext_lazy("รหัสตรวจไฟล์ที่รับเข้ามา (SHA-256)")),
        "forums.removed_on": Detail(label=gettext_lazy("นำออกวันที่"), show=day),
        "forums.ending_reason": Detail(label=gettext_lazy("เหตุผล")),
    }
)
