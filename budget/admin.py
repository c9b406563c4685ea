"""The rows of this app that administrators read in the back office: their columns, filters and order."""

from django.contrib import admin

from bkkplan.ground.audit.admin import ReadOnlyAdmin
from budget import models

admin.site.register(
    models.StrategyNode,
    ReadOnlyAdmin,
    list_display=("tree", "code", "level", "name_th", "name_en"),
    list_select_related=("tree__district",),
    ordering=("tree", "sort_key", "pk"),
)
admin.site.register(
    models.StrategyTree,
    ReadOnlyAdmin,
    list_display=("name_th", "kind", "district", "first_year", "last_year"),
    list_filter=("kind",),
    ordering=("first_year", "pk"),
)
admin.site.register(
    models.FlagshipProject,
    ReadOnlyAdmin,
    list_display=("fiscal_year", "position", "title_th", "kpi_code", "budget", "sharing"),
    list_filter=("fiscal_year",),
    ordering=("-fiscal_year", "position", "pk"),
)
admin.site.register(
    models.DirectInclusion,
    ReadOnlyAdmin,
    list_display=("reply", "item", "edition", "amount", "removed_in"),
    list_select_related=("reply__proposal", "edition__plan", "removed_in__plan"),
    ordering=("-pk",),
)
admin.site.register(
    models.ConsistencyCheck,
    ReadOnlyAdmin,
    list_display=("project", "fits_mission", "fits_area_strategy", "fits_city_strategy", "outcome", "checked_on"),
    list_filter=("outcome",),
    search_fields=("project__title",),
    ordering=("-pk",),
)
admin.site.register(
    models.CheckMeeting,
    ReadOnlyAdmin,
    list_display=("met_on", "revision", "members", "votes_for", "votes_against", "undone_at"),
    list_select_related=("revision__plan__community",),
    ordering=("-pk",),
)
admin.site.register(
    models.SecondLook,
    ReadOnlyAdmin,
    list_display=("project", "asked_on", "asked_by", "decided_on", "decided_by"),
    search_fields=("project__title",),
    ordering=("-pk",),
)
admin.site.register(
    models.WaitingQuestion,
    ReadOnlyAdmin,
    list_display=("project", "asked_on", "is_wanted", "answered_on", "answered_by"),
    list_filter=("is_wanted",),
    search_fields=("project__title",),
    ordering=("-pk",),
)
admin.site.register(
    models.ActionPlan,
    ReadOnlyAdmin,
    list_display=("district", "fiscal_year", "created_at"),
    list_filter=("fiscal_year", "district"),
    ordering=("-fiscal_year", "district__code", "pk"),
)
admin.site.register(
    models.ActionPlanEdition,
    ReadOnlyAdmin,
    list_display=("plan", "number", "state", "submitted_at", "approved_on"),
    list_select_related=("plan__district",),
    list_filter=("state", "plan__fiscal_year", "plan__district"),
    ordering=("-plan__fiscal_year", "plan__district__code", "-number", "-pk"),
)
admin.site.register(
    models.ActionPlanItem,
    ReadOnlyAdmin,
    list_display=("title", "plan", "planned_amount", "progress"),
    list_select_related=("plan__district",),
    list_filter=("progress", "plan__fiscal_year", "plan__district"),
    search_fields=("title", "external_code"),
    ordering=("-pk",),
)
admin.site.register(
    models.Appropriation,
    ReadOnlyAdmin,
    list_display=("fiscal_year", "flagship", "district", "amount", "transferred_total"),
    list_filter=("fiscal_year", "district"),
    ordering=("-fiscal_year", "-pk"),
)


@admin.register(models.Allocation)
class AllocationAdmin(ReadOnlyAdmin):
    list_display = (
        "year",
        "district",
        "bureau",
        "item",
        "transferred",
        "allotted",
        "committed",
        "disbursed",
        "advanced",
        "carried_bound",
        "carried_free",
        "lapsed",
    )
    list_select_related = ("appropriation", "district", "bureau", "item")
    list_filter = ("appropriation__fiscal_year", "district", "bureau")
    ordering = ("-appropriation__fiscal_year", "district__code", "-pk")

    @admin.display(description=models.Appropriation._meta.get_field("fiscal_year").verbose_name)
    def year(self, obj: models.Allocation) -> int:
        return obj.appropriation.fiscal_year


admin.site.register(
    models.LedgerEntry,
    ReadOnlyAdmin,
    list_display=("on", "kind", "amount", "document_no", "by", "at"),
    list_filter=("kind",),
    search_fields=("document_no", "note"),
    ordering=("-at", "-pk"),
)
admin.site.register(
    models.MoneySource,
    ReadOnlyAdmin,
    list_display=("code", "name_th", "from_year", "until_year", "is_numbered", "is_granted"),
    ordering=("position", "pk"),
)
admin.site.register(
    models.MoneyCategory,
    ReadOnlyAdmin,
    list_display=("code", "name_th", "from_year", "until_year"),
    ordering=("position", "pk"),
)
admin.site.register(
    models.BudgetRequest,
    ReadOnlyAdmin,
    list_display=("fiscal_year", "district", "flagship", "state", "handed_in_on"),
    list_filter=("state", "fiscal_year", "district"),
    ordering=("-fiscal_year", "-pk"),
)
admin.site.register(
    models.RequestLine,
    ReadOnlyAdmin,
    list_display=("title", "request", "amount", "category"),
    list_select_related=("request__flagship", "request__district"),
    search_fields=("title",),
    ordering=("-pk",),
)
admin.site.register(
    models.RequestStage,
    ReadOnlyAdmin,
    list_display=("request", "kind", "on", "body", "number", "withdrawn_on"),
    list_select_related=("request__flagship", "request__district"),
    list_filter=("kind",),
    search_fields=("number",),
    ordering=("-pk",),
)
admin.site.register(
    models.SpendingRule,
    ReadOnlyAdmin,
    list_display=("planned", "needs_allotment"),
    ordering=("-planned__fiscal_year", "pk"),
)
admin.site.register(
    models.Advance,
    ReadOnlyAdmin,
    list_display=("agreement_no", "borrower", "amount", "outstanding", "on", "due_on"),
    search_fields=("agreement_no", "borrower", "purpose"),
    ordering=("-on", "-pk"),
)
admin.site.register(
    models.Payment,
    ReadOnlyAdmin,
    list_display=("on", "kind", "amount", "document_no", "state", "by", "confirmed_by"),
    list_filter=("state", "kind"),
    search_fields=("document_no", "note"),
    ordering=("-at", "-pk"),
)
admin.site.register(
    models.TakingIn,
    ReadOnlyAdmin,
    list_display=("edition", "at", "by", "undone_at"),
    list_select_related=("edition__plan__district",),
    ordering=("-at", "-pk"),
)
admin.site.register(
    models.EntryTable,
    ReadOnlyAdmin,
    list_display=("fiscal_year", "district", "bureau", "at", "by", "undone_at"),
    list_filter=("fiscal_year",),
    ordering=("-at", "-pk"),
)
admin.site.register(
    models.Lot,
    ReadOnlyAdmin,
    list_display=("fiscal_year", "district", "title", "state", "seller", "order_no", "due_on"),
    list_filter=("fiscal_year", "state", "way"),
    search_fields=("title", "order_no", "egp_number", "seller"),
    ordering=("-fiscal_year", "-pk"),
)
admin.site.register(
    models.LotLine,
    ReadOnlyAdmin,
    list_display=("lot", "item", "quantity", "unit", "amount", "inclusion", "removed_at"),
    list_select_related=("inclusion__project",),
    search_fields=("item", "lot__title"),
    ordering=("-pk",),
)
admin.site.register(
    models.LotEntry,
    ReadOnlyAdmin,
    list_display=("lot", "kind", "amount", "fine", "on", "document_no"),
    list_filter=("kind",),
    search_fields=("document_no", "lot__title"),
    ordering=("-pk",),
)
admin.site.register(
    models.LotInspection,
    ReadOnlyAdmin,
    list_display=("lot", "on", "at", "by", "undone_at"),
    ordering=("-pk",),
)
admin.site.register(
    models.Handover,
    ReadOnlyAdmin,
    list_display=("lot", "community", "on", "asset_numbers"),
    search_fields=("asset_numbers", "lot__title"),
    ordering=("-pk",),
)
admin.site.register(
    models.RegisterLine,
    ReadOnlyAdmin,
    list_display=("month", "district", "document_no", "on", "amount", "purse", "lot", "withdrawn_at"),
    list_select_related=("purse__item", "purse__appropriation__flagship"),
    list_filter=("month",),
    search_fields=("document_no", "text"),
    ordering=("-month", "-pk"),
)
admin.site.register(
    models.Cost,
    ReadOnlyAdmin,
    list_display=("forum", "session", "allocation", "at", "by", "removed_at"),
    list_select_related=("session__course",),
    ordering=("-at", "-pk"),
)
admin.site.register(
    models.Carry,
    ReadOnlyAdmin,
    list_display=("on", "kind", "amount", "state", "until", "left_bound", "left_free", "by", "approved_by"),
    list_filter=("state", "kind"),
    search_fields=("document_no", "decision"),
    ordering=("-at", "-pk"),
)
admin.site.register(
    models.CarryExtension,
    ReadOnlyAdmin,
    list_display=("on", "carry", "number", "was_until", "until", "state", "document_no", "by", "approved_by"),
    list_filter=("state",),
    ordering=("-at", "-pk"),
)
admin.site.register(
    models.CarryPaper,
    ReadOnlyAdmin,
    list_display=("original_name", "carry", "extension", "size", "uploaded_at", "uploaded_by"),
    ordering=("-uploaded_at", "-pk"),
)
admin.site.register(
    models.MonthClosing,
    ReadOnlyAdmin,
    list_display=("month", "district", "bureau", "our_disbursed", "disbursed", "by", "at"),
    ordering=("-month", "-pk"),
)
admin.site.register(
    models.YearClosing,
    ReadOnlyAdmin,
    list_display=("fiscal_year", "on", "document_no", "lapsed", "by"),
    ordering=("-fiscal_year", "pk"),
)
admin.site.register(
    models.YearPermit,
    ReadOnlyAdmin,
    list_display=("what", "fiscal_year", "district", "bureau", "state", "by", "decided_by"),
    list_filter=("state",),
    ordering=("-at", "-pk"),
)
admin.site.register(
    models.QuarterReport,
    ReadOnlyAdmin,
    list_display=("district", "fiscal_year", "quarter", "state", "gathered_at", "sent_at"),
    list_filter=("fiscal_year", "quarter", "state"),
    ordering=("-fiscal_year", "-quarter", "district__code", "pk"),
)
admin.site.register(
    models.ItemReport,
    ReadOnlyAdmin,
    list_display=("item", "quarter", "percent", "reported_at"),
    list_filter=("quarter",),
    ordering=("-pk",),
)
admin.site.register(
    models.AreaPolicy,
    ReadOnlyAdmin,
    list_display=("district", "fiscal_year", "number", "state", "submitted_by", "approved_on", "approved_by"),
    list_filter=("fiscal_year", "state"),
    ordering=("-fiscal_year", "district__code", "number", "pk"),
)
admin.site.register(
    models.PolicyStatement,
    ReadOnlyAdmin,
    list_display=("policy", "position", "text", "node"),
    list_select_related=("node__tree__district",),
    ordering=("policy", "position", "pk"),
)
