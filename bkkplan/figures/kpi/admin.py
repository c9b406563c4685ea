from django.contrib import admin

from bkkplan.figures.kpi.models import Target
from bkkplan.ground.audit.admin import ReadOnlyAdmin


@admin.register(Target)
class TargetAdmin(ReadOnlyAdmin):
    list_display = ("fiscal_year", "code", "quarter", "office", "group", "district", "text", "percent", "change")
    list_select_related = ("office", "group", "district", "change")
    list_filter = ("fiscal_year", "code")
    ordering = ("-fiscal_year", "code", "pk")
