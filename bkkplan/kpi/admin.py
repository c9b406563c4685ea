from django.contrib import admin

from bkkplan.audit.admin import ReferenceAdmin
from bkkplan.kpi.forms import ClosingForm, TargetForm
from bkkplan.kpi.models import Target, YearClosing


@admin.register(Target)
class TargetAdmin(ReferenceAdmin):
    form = TargetForm
    known_by = ("code", "fiscal_year", "district")
    list_display = ("fiscal_year", "code", "district", "percent")
    list_select_related = ("district",)
    list_filter = ("fiscal_year", "code")
    ordering = ("-fiscal_year", "code", "district__code", "pk")


@admin.register(YearClosing)
class YearClosingAdmin(ReferenceAdmin):
    form = ClosingForm
    known_by = ("fiscal_year",)
    list_display = ("fiscal_year", "closing_on")
    ordering = ("-fiscal_year", "pk")
