"""Photographs of the work on the items of an action plan, by quarter."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record
from bkkplan.ground.core.files.evidence import FileKind
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.forms.kept_files import keep_files
from bkkplan.ground.core.people import demand_permission
from bkkplan.ground.core.refusals import Kind
from budget.actions.money.carried import demand_carried
from budget.actions.plan.quarter_reports import NotOpenError, QuarterReportError, details_of, lock_report
from budget.models import ActionPlanItem, ItemPhoto, QuarterReport

MOST_PHOTOS = 20


class PhotoError(QuarterReportError):
    kind, field = Kind.WRONG_INPUT, "files"


@transaction.atomic
def keep_item_photos(
    *,
    item_id: int,
    quarter: int,
    uploads: Sequence[tuple["UploadedFile[bytes]", FileKind]],
    by: User,
    at: datetime,
) -> list[ItemPhoto]:
    """Keep all photographs of one upload, each cleaned and made smaller, or none. Raises PhotoError for a bad one."""
    item, report = _take(item_id, quarter, by=by)
    if item.photos.kept().filter(quarter=quarter).count() + len(uploads) > MOST_PHOTOS:
        raise PhotoError(_("โครงการหนึ่งแนบภาพได้ไม่เกิน %(most)s ภาพต่อไตรมาส") % {"most": MOST_PHOTOS})

    def tell(photo: ItemPhoto) -> None:
        record("budget.item_photo_kept", photo, by=by, at=at, **details_of(report), sha256=photo.sha256)

    return keep_files(
        uploads, ItemPhoto, refusal=PhotoError, tell=tell, item=item, quarter=quarter, uploaded_at=at, uploaded_by=by
    )


@transaction.atomic
def remove_item_photo(*, uuid: UUID, by: User, at: datetime) -> ItemPhoto:
    """Take a photograph off its item. Its content stays until a list of destruction is carried out."""
    item_id, quarter = ItemPhoto.objects.values_list("item", "quarter").get(uuid=uuid)
    _item, report = _take(item_id, quarter, by=by)
    photo = ItemPhoto.objects.select_related("item").get(uuid=uuid)
    if photo.removed_at is None:
        photo.removed_at, photo.removed_by = at, by
        photo.save(update_fields=["removed_at", "removed_by"])
        record("budget.item_photo_removed", photo, by=by, at=at, **details_of(report))
    return photo


def _take(item_id: int, quarter: int, *, by: User) -> tuple[ActionPlanItem, QuarterReport]:
    rows = ActionPlanItem.objects.select_related(
        "plan__district", "introduced_in", "dropped_in", "section__merged_into"
    )
    item = rows.get(pk=item_id)
    demand_permission(by, "budget.report_progress", item)
    demand_carried(item)
    year = FiscalYear(item.plan.fiscal_year)
    report = lock_report(district_id=item.plan.district_id, year=year, quarter=quarter)
    if not report.is_open:
        raise NotOpenError
    return item, report
