"""How the log tells of money that was entered by the table, and of the finance section's register of a month."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.audit.sentences import Detail, Thing, declare, declare_details
from bkkplan.ground.core.fiscal import FiscalYear
from budget.models import EntryTable, RegisterLine
from budget.models.closing import month_name


def table_in_words(table: EntryTable) -> str:
    return _("ตารางรายการเงิน %(place)s ปี %(year)s") % {"place": table.place, "year": table.fiscal_year}


def page_of_table(table: EntryTable) -> str:
    return reverse("budget:money-table", args=[FiscalYear(table.fiscal_year), table.place.code])


def register_in_words(line: RegisterLine) -> str:
    values = {"month": month_name(line.month), "district": line.district}
    return _("ทะเบียนของฝ่ายการคลังเดือน %(month)s %(district)s") % values


def page_of_register(line: RegisterLine) -> str:
    return reverse("budget:register", args=[FiscalYear.of(line.month), line.district.code, line.month.month])


declare(
    Thing(
        model=EntryTable,
        row_name=table_in_words,
        address=page_of_table,
        select=("district", "bureau"),
        district="district",
        year="fiscal_year",
        acts={
            "budget.table_entered": gettext_lazy("บันทึก%(thing)s"),
            "budget.table_undone": gettext_lazy("เลิกทำ%(thing)s"),
        },
    ),
    Thing(
        model=RegisterLine,
        row_name=register_in_words,
        address=page_of_register,
        select=("district",),
        district="district",
        acts={
            "budget.register_taken": gettext_lazy("นำ%(thing)sเข้า"),
            "budget.register_withdrawn": gettext_lazy("นำ%(thing)sออก"),
        },
    ),
)

declare_details({"budget.rows": Detail(label=gettext_lazy("จำนวนแถว"), show=str)})
