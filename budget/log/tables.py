"""How the log tells of money that was entered by the table; each act of it has its own line, too."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.audit.sentences import Detail, Thing, declare, declare_details
from bkkplan.ground.core.fiscal import FiscalYear
from budget.models import EntryTable


def table_in_words(table: EntryTable) -> str:
    return _("ตารางรายการเงิน %(place)s ปี %(year)s") % {"place": table.place, "year": table.fiscal_year}


def page_of_table(table: EntryTable) -> str:
    return reverse("budget:money-table", args=[FiscalYear(table.fiscal_year), table.place.code])


declare(
    Thing(
        model=EntryTable,
        visible=EntryTable.objects.visible_to,
        row_name=table_in_words,
        address=page_of_table,
        select=("district", "bureau"),
        district="district",
        year="fiscal_year",
        acts={
            "budget.table_entered": gettext_lazy("บันทึก%(thing)s"),
            "budget.table_undone": gettext_lazy("เลิกทำ%(thing)s"),
        },
    )
)

declare_details({"budget.rows": Detail(label=gettext_lazy("จำนวนแถว"), show=str)})
