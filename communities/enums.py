from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class StandingStatus(TextChoices):
    """สถานภาพชุมชน. KPI 2 counts communities with the status NORMAL only."""

    NORMAL = "normal", _("ปกติ")
    INCOMPLETE_COMMITTEE = "incomplete_committee", _("กรรมการไม่ครบ")
    BEING_DISSOLVED = "being_dissolved", _("อยู่ระหว่างยุบเลิก")
    DISSOLVED = "dissolved", _("ยุบเลิกแล้ว")


class SuccessionKind(TextChoices):
    MERGED = "merged", _("รวมชุมชน")
    SPLIT = "split", _("แยกชุมชน")


class Position(TextChoices):
    CHAIR = "chair", _("ประธานกรรมการ")
    VICE_CHAIR = "vice_chair", _("รองประธานกรรมการ")
    SECRETARY = "secretary", _("เลขานุการ")
    TREASURER = "treasurer", _("เหรัญญิก")
    REGISTRAR = "registrar", _("นายทะเบียน")
    PUBLICITY = "publicity", _("ประชาสัมพันธ์")
    MEMBER = "member", _("กรรมการ")


class RevisionState(TextChoices):
    DRAFT = "draft", _("ร่าง")
    SUBMITTED = "submitted", _("ส่งแล้ว รอเขตตรวจ")
    RETURNED = "returned", _("ส่งกลับให้แก้ไข")
    CONFIRMED = "confirmed", _("เขตรับรองแล้ว")


class WritingStep(TextChoices):
    """The five pages on which a plan is written, in their order. The last one is the page that submits it."""

    PROBLEMS = "problems", _("ปัญหา")
    LAST_YEAR = "last-year", _("ปีก่อนและข้อเสนอ")
    PROJECTS = "projects", _("โครงการ")
    ITEMS = "items", _("แบบโครงการ")
    SEND = "send", _("ตรวจและส่ง")


class AdoptionMethod(TextChoices):
    COMMUNITY_MEETING = "community_meeting", _("ที่ประชุมชุมชน")
    COMMITTEE_MEETING = "committee_meeting", _("ที่ประชุมกรรมการชุมชน")
    FORUM = "forum", _("เวทีรับรองแผน")


class ProjectKind(TextChoices):
    SELF = "self", _("ทำเอง")
    JOINT = "joint", _("ทำร่วม")
    AGENCY = "agency", _("ทำให้")


class ProjectNature(TextChoices):
    PROCUREMENT = "procurement", _("จัดซื้อจัดจ้าง")
    TRAINING = "training", _("ฝึกอบรม")
    ACTIVITY = "activity", _("จัดกิจกรรม/ประชุม")


class ProjectItem(TextChoices):
    """The ten items of the city's project form, in its order."""

    REASON = "reason", _("หลักการและเหตุผล")
    OBJECTIVES = "objectives", _("วัตถุประสงค์")
    TARGET = "target", _("เป้าหมาย")
    NATURE = "nature", _("ลักษณะโครงการ")
    TIME_AND_PLACE = "time_and_place", _("ระยะเวลาและสถานที่")
    WORK_PLAN = "work_plan", _("แผนการดำเนินงาน")
    MONEY = "money", _("งบประมาณ")
    EXPECTED_BENEFIT = "expected_benefit", _("ผลที่คาดว่าจะได้รับ")
    RISK = "risk", _("ความเสี่ยงและการจัดการ")
    FOLLOW_UP = "follow_up", _("การติดตามและประเมินผล")


class Asking(TextChoices):
    """Whether a plan's template asks for something."""

    REQUIRED = "required", _("ต้องมีก่อนส่ง")
    OPTIONAL = "optional", _("มี แต่ไม่บังคับ")
    OFF = "off", _("ไม่ใช้")


class PlannedSource(TextChoices):
    COMMUNITY = "community", _("ชุมชนออกเอง")
    DISTRICT = "district", _("สำนักงานเขต")
    AGENCY = "agency", _("หน่วยงานอื่น")
    OTHER = "other", _("แหล่งอื่น")


class ImportState(TextChoices):
    WAITING = "waiting", _("รออ่านไฟล์")
    CHECKED = "checked", _("ตรวจแล้ว รอยืนยัน")
    REFUSED = "refused", _("มีข้อผิดพลาด")
    DONE = "done", _("นำเข้าแล้ว")
    CANCELLED = "cancelled", _("ยกเลิก")


class TrainingState(TextChoices):
    PLANNED = "planned", _("กำลังเตรียม")
    ANNOUNCED = "announced", _("แจ้งแล้ว")
    HELD = "held", _("จัดแล้ว รอสรุปผล")
    CLOSED = "closed", _("สรุปผลแล้ว")
    CANCELLED = "cancelled", _("ยกเลิก")


class CourseFileKind(TextChoices):
    MATERIAL = "material", _("เอกสารประกอบ")
    SHEET = "sheet", _("ใบลงชื่อผู้เข้าอบรม")
    EVALUATION = "evaluation", _("แบบประเมินความพึงพอใจ")
    OTHER = "other", _("อื่น ๆ")


class ProjectFate(TextChoices):
    """What happened to a project of last year's plan. The review of the next plan shows it."""

    DONE = "done", _("แล้วเสร็จ")
    UNDER_WAY = "under_way", _("กำลังดำเนินการ")
    NOT_FUNDED = "not_funded", _("ยังไม่ได้งบประมาณ")
    NOT_POSSIBLE = "not_possible", _("ดำเนินการไม่ได้")
    FORWARDED = "forwarded", _("ส่งต่อหน่วยงาน")
    COMMUNITY = "community", _("ชุมชนดำเนินการเอง")
    WAITING = "waiting", _("รอรับการสนับสนุน")
    NOT_DECIDED = "not_decided", _("ยังไม่มีผล")


class ReviewDecision(TextChoices):
    """What a community decides about a project of last year's plan."""

    CONTINUE = "continue", _("ดำเนินการต่อ")
    CHANGE = "change", _("ปรับปรุง")
    DROP = "drop", _("ยกเลิก")
    FINISHED = "finished", _("แล้วเสร็จ")
