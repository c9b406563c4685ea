from django.contrib import admin

from bkkplan.figures.kpi.forms import TargetForm
from bkkplan.figures.kpi.models import Target
from bkkplan.ground.audit.admin import ReferenceAdmin


@admin.register(Target)
class TargetAdmin(ReferenceAdmin):
    form = TargetForm
    known_by = ("code", "fiscal_year", "district")
    list_display = ("fiscal_year", "code", "district", "percent")
    list_select_related = ("district",)
    list_filter = ("fiscal_year", "code")
    ordering = ("-fiscal_year", "code", "district__code", "pk")
