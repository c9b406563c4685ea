from django.contrib import admin

from bkkplan.ground.audit.admin import ReadOnlyAdmin
from budget.models import (
    ActionPlan,
    ActionPlanEdition,
    ActionPlanItem,
    Advance,
    Allocation,
    Appropriation,
    AreaPolicy,
    BudgetRequest,
    Carry,
    CarryExtension,
    CarryPaper,
    CheckMeeting,
    ConsistencyCheck,
    Cost,
    DirectInclusion,
    EntryTable,
    FlagshipProject,
    Handover,
    ItemReport,
    LedgerEntry,
    Lot,
    LotEntry,
    LotInspection,
    LotLine,
    MoneyCategory,
    MoneySource,
    MonthClosing,
    Payment,
    PolicyStatement,
    QuarterReport,
    RegisterLine,
    RequestLine,
    RequestStage,
    SecondLook,
    SpendingRule,
    StrategyNode,
    StrategyTree,
    TakingIn,
    WaitingQuestion,
    YearClosing,
    YearPermit,
)


@admin.register(StrategyNode)
class StrategyNodeAdmin(ReadOnlyAdmin):
    list_display = ("tree", "code", "level", "name_th", "name_en")
    list_select_related = ("tree__district",)
    ordering = ("tree", "sort_key", "pk")


@admin.register(StrategyTree)
class StrategyTreeAdmin(ReadOnlyAdmin):
    list_display = ("name_th", "kind", "district", "first_year", "last_year")
    list_filter = ("kind",)
    ordering = ("first_year", "pk")


@admin.register(FlagshipProject)
class FlagshipProjectAdmin(ReadOnlyAdmin):
    list_display = ("fiscal_year", "position", "title_th", "kpi_code", "budget", "sharing")
    list_filter = ("fiscal_year",)
    ordering = ("-fiscal_year", "position", "pk")


@admin.register(DirectInclusion)
class DirectInclusionAdmin(ReadOnlyAdmin):
    list_display = ("reply", "item", "edition", "amount", "removed_in")
    list_select_related = ("reply__proposal", "item", "edition__plan", "removed_in__plan")
    ordering = ("-pk",)


@admin.register(ConsistencyCheck)
class ConsistencyCheckAdmin(ReadOnlyAdmin):
    list_display = ("project", "fits_mission", "fits_area_strategy", "fits_city_strategy", "outcome", "checked_on")
    list_select_related = ("project",)
    list_filter = ("outcome",)
    search_fields = ("project__title",)
    ordering = ("-pk",)


@admin.register(CheckMeeting)
class CheckMeetingAdmin(ReadOnlyAdmin):
    list_display = ("met_on", "revision", "members", "votes_for", "votes_against", "undone_at")
    list_select_related = ("revision__plan__community",)
    ordering = ("-pk",)


@admin.register(SecondLook)
class SecondLookAdmin(ReadOnlyAdmin):
    list_display = ("project", "asked_on", "asked_by", "decided_on", "decided_by")
    list_select_related = ("project", "asked_by", "decided_by")
    search_fields = ("project__title",)
    ordering = ("-pk",)


@admin.register(WaitingQuestion)
class WaitingQuestionAdmin(ReadOnlyAdmin):
    list_display = ("project", "asked_on", "is_wanted", "answered_on", "answered_by")
    list_select_related = ("project", "answered_by")
    list_filter = ("is_wanted",)
    search_fields = ("project__title",)
    ordering = ("-pk",)


@admin.register(ActionPlan)
class ActionPlanAdmin(ReadOnlyAdmin):
    list_display = ("district", "fiscal_year", "created_at")
    list_select_related = ("district",)
    list_filter = ("fiscal_year", "district")
    ordering = ("-fiscal_year", "district__code", "pk")


@admin.register(ActionPlanEdition)
class ActionPlanEditionAdmin(ReadOnlyAdmin):
    list_display = ("plan", "number", "state", "submitted_at", "approved_on")
    list_select_related = ("plan__district",)
    list_filter = ("state", "plan__fiscal_year", "plan__district")
    ordering = ("-plan__fiscal_year", "plan__district__code", "-number", "-pk")


@admin.register(ActionPlanItem)
class ActionPlanItemAdmin(ReadOnlyAdmin):
    list_display = ("title", "plan", "planned_amount", "progress")
    list_select_related = ("plan__district",)
    list_filter = ("progress", "plan__fiscal_year", "plan__district")
    search_fields = ("title", "external_code")
    ordering = ("-pk",)


@admin.register(Appropriation)
class AppropriationAdmin(ReadOnlyAdmin):
    list_display = ("fiscal_year", "flagship", "district", "amount", "transferred_total")
    list_select_related = ("flagship", "district")
    list_filter = ("fiscal_year", "district")
    ordering = ("-fiscal_year", "-pk")


@admin.register(Allocation)
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

    @admin.display(description=Appropriation._meta.get_field("fiscal_year").verbose_name)
    def year(self, obj: Allocation) -> int:
        return obj.appropriation.fiscal_year


@admin.register(LedgerEntry)
class LedgerEntryAdmin(ReadOnlyAdmin):
    list_display = ("on", "kind", "amount", "document_no", "by", "at")
    list_select_related = ("by",)
    list_filter = ("kind",)
    search_fields = ("document_no", "note")
    ordering = ("-at", "-pk")


@admin.register(MoneySource)
class MoneySourceAdmin(ReadOnlyAdmin):
    list_display = ("code", "name_th", "from_year", "until_year", "is_numbered", "is_granted")
    ordering = ("position", "pk")


@admin.register(MoneyCategory)
class MoneyCategoryAdmin(ReadOnlyAdmin):
    list_display = ("code", "name_th", "from_year", "until_year")
    ordering = ("position", "pk")


@admin.register(BudgetRequest)
class BudgetRequestAdmin(ReadOnlyAdmin):
    list_display = ("fiscal_year", "district", "flagship", "state", "handed_in_on")
    list_select_related = ("flagship", "district")
    list_filter = ("state", "fiscal_year", "district")
    ordering = ("-fiscal_year", "-pk")


@admin.register(RequestLine)
class RequestLineAdmin(ReadOnlyAdmin):
    list_display = ("title", "request", "amount", "category")
    list_select_related = ("request__flagship", "request__district", "category")
    search_fields = ("title",)
    ordering = ("-pk",)


@admin.register(RequestStage)
class RequestStageAdmin(ReadOnlyAdmin):
    list_display = ("request", "kind", "on", "body", "number", "withdrawn_on")
    list_select_related = ("request__flagship", "request__district")
    list_filter = ("kind",)
    search_fields = ("number",)
    ordering = ("-pk",)


@admin.register(SpendingRule)
class SpendingRuleAdmin(ReadOnlyAdmin):
    list_display = ("planned", "needs_allotment")
    list_select_related = ("planned",)
    ordering = ("-planned__fiscal_year", "pk")


@admin.register(Advance)
class AdvanceAdmin(ReadOnlyAdmin):
    list_display = ("agreement_no", "borrower", "amount", "outstanding", "on", "due_on")
    search_fields = ("agreement_no", "borrower", "purpose")
    ordering = ("-on", "-pk")


@admin.register(Payment)
class PaymentAdmin(ReadOnlyAdmin):
    list_display = ("on", "kind", "amount", "document_no", "state", "by", "confirmed_by")
    list_select_related = ("by", "confirmed_by")
    list_filter = ("state", "kind")
    search_fields = ("document_no", "note")
    ordering = ("-at", "-pk")


@admin.register(TakingIn)
class TakingInAdmin(ReadOnlyAdmin):
    list_display = ("edition", "at", "by", "undone_at")
    list_select_related = ("edition__plan__district", "by")
    ordering = ("-at", "-pk")


@admin.register(EntryTable)
class EntryTableAdmin(ReadOnlyAdmin):
    list_display = ("fiscal_year", "district", "bureau", "at", "by", "undone_at")
    list_select_related = ("district", "bureau", "by")
    list_filter = ("fiscal_year",)
    ordering = ("-at", "-pk")


@admin.register(Lot)
class LotAdmin(ReadOnlyAdmin):
    list_display = ("fiscal_year", "district", "title", "state", "seller", "order_no", "due_on")
    list_select_related = ("district",)
    list_filter = ("fiscal_year", "state", "way")
    search_fields = ("title", "order_no", "egp_number", "seller")
    ordering = ("-fiscal_year", "-pk")


@admin.register(LotLine)
class LotLineAdmin(ReadOnlyAdmin):
    list_display = ("lot", "item", "quantity", "unit", "amount", "inclusion", "removed_at")
    list_select_related = ("lot", "inclusion__project")
    search_fields = ("item", "lot__title")
    ordering = ("-pk",)


@admin.register(LotEntry)
class LotEntryAdmin(ReadOnlyAdmin):
    list_display = ("lot", "kind", "amount", "fine", "on", "document_no")
    list_select_related = ("lot",)
    list_filter = ("kind",)
    search_fields = ("document_no", "lot__title")
    ordering = ("-pk",)


@admin.register(LotInspection)
class LotInspectionAdmin(ReadOnlyAdmin):
    list_display = ("lot", "on", "at", "by", "undone_at")
    list_select_related = ("lot", "by")
    ordering = ("-pk",)


@admin.register(Handover)
class HandoverAdmin(ReadOnlyAdmin):
    list_display = ("lot", "community", "on", "asset_numbers")
    list_select_related = ("lot", "community")
    search_fields = ("asset_numbers", "lot__title")
    ordering = ("-pk",)


@admin.register(RegisterLine)
class RegisterLineAdmin(ReadOnlyAdmin):
    list_display = ("month", "district", "document_no", "on", "amount", "purse", "lot", "withdrawn_at")
    list_select_related = ("district", "purse__item", "purse__appropriation__flagship", "lot")
    list_filter = ("month",)
    search_fields = ("document_no", "text")
    ordering = ("-month", "-pk")


@admin.register(Cost)
class CostAdmin(ReadOnlyAdmin):
    list_display = ("forum", "session", "allocation", "at", "by", "removed_at")
    list_select_related = ("forum", "session__course", "allocation", "by")
    ordering = ("-at", "-pk")


@admin.register(Carry)
class CarryAdmin(ReadOnlyAdmin):
    list_display = ("on", "kind", "amount", "state", "until", "left_bound", "left_free", "by", "approved_by")
    list_select_related = ("by", "approved_by")
    list_filter = ("state", "kind")
    search_fields = ("document_no", "decision")
    ordering = ("-at", "-pk")


@admin.register(CarryExtension)
class CarryExtensionAdmin(ReadOnlyAdmin):
    list_display = ("on", "carry", "number", "was_until", "until", "state", "document_no", "by", "approved_by")
    list_select_related = ("carry", "by", "approved_by")
    list_filter = ("state",)
    ordering = ("-at", "-pk")


@admin.register(CarryPaper)
class CarryPaperAdmin(ReadOnlyAdmin):
    list_display = ("original_name", "carry", "extension", "size", "uploaded_at", "uploaded_by")
    list_select_related = ("carry", "extension", "uploaded_by")
    ordering = ("-uploaded_at", "-pk")


@admin.register(MonthClosing)
class MonthClosingAdmin(ReadOnlyAdmin):
    list_display = ("month", "district", "bureau", "our_disbursed", "disbursed", "by", "at")
    list_select_related = ("district", "bureau", "by")
    ordering = ("-month", "-pk")


@admin.register(YearClosing)
class YearClosingAdmin(ReadOnlyAdmin):
    list_display = ("fiscal_year", "on", "document_no", "lapsed", "by")
    list_select_related = ("by",)
    ordering = ("-fiscal_year", "pk")


@admin.register(YearPermit)
class YearPermitAdmin(ReadOnlyAdmin):
    list_display = ("what", "fiscal_year", "district", "bureau", "state", "by", "decided_by")
    list_select_related = ("district", "bureau", "by", "decided_by")
    list_filter = ("state",)
    ordering = ("-at", "-pk")


@admin.register(QuarterReport)
class QuarterReportAdmin(ReadOnlyAdmin):
    list_display = ("district", "fiscal_year", "quarter", "state", "gathered_at", "sent_at")
    list_select_related = ("district",)
    list_filter = ("fiscal_year", "quarter", "state")
    ordering = ("-fiscal_year", "-quarter", "district__code", "pk")


@admin.register(ItemReport)
class ItemReportAdmin(ReadOnlyAdmin):
    list_display = ("item", "quarter", "percent", "reported_at")
    list_select_related = ("item",)
    list_filter = ("quarter",)
    ordering = ("-pk",)


@admin.register(AreaPolicy)
class AreaPolicyAdmin(ReadOnlyAdmin):
    list_display = ("district", "fiscal_year", "number", "state", "submitted_by", "approved_on", "approved_by")
    list_select_related = ("district", "submitted_by", "approved_by")
    list_filter = ("fiscal_year", "state")
    ordering = ("-fiscal_year", "district__code", "number", "pk")


@admin.register(PolicyStatement)
class PolicyStatementAdmin(ReadOnlyAdmin):
    list_display = ("policy", "position", "text", "node")
    list_select_related = ("policy", "node__tree__district")
    ordering = ("policy", "position", "pk")
