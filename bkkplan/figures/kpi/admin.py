from django.contrib import admin

from bkkplan.figures.kpi.models import Narrative, ReportedFigure, Target
from bkkplan.ground.audit.admin import ReadOnlyAdmin


@admin.register(Target)
class TargetAdmin(ReadOnlyAdmin):
    list_display = ("fiscal_year", "code", "quarter", "office", "group", "district", "text", "percent", "change")
    list_filter = ("fiscal_year", "code")
    ordering = ("-fiscal_year", "code", "pk")


@admin.register(Narrative)
class NarrativeAdmin(ReadOnlyAdmin):
    list_display = ("report", "code", "verdict", "score", "evaluated_at")
    list_select_related = ("report__district",)
    list_filter = ("code", "verdict")
    ordering = ("-pk",)


@admin.register(ReportedFigure)
class ReportedFigureAdmin(ReadOnlyAdmin):
    list_display = ("fiscal_year", "code", "quarter", "district", "text", "source")
    list_filter = ("fiscal_year", "code")
    ordering = ("-fiscal_year", "code", "pk")
