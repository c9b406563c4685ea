from django.contrib import admin

from bkkplan.ground.audit.admin import ReadOnlyAdmin, ReferenceAdmin
from communities.models import (
    Committee,
    CommitteeMember,
    Community,
    CommunityType,
    Course,
    CourseSession,
    CutOff,
    LastYearReview,
    MeetingRecord,
    MeetingResolution,
    OfficeWriter,
    Plan,
    PlanArea,
    PlanAssistant,
    PlanComment,
    PlanProject,
    PlanRevision,
    PlanTemplate,
    ReturnReason,
    TermRule,
)


@admin.register(CommunityType)
class CommunityTypeAdmin(ReferenceAdmin):
    list_display = ("code", "name_th", "name_en", "valid_from", "valid_until")
    ordering = ("valid_from", "code", "pk")


@admin.register(TermRule)
class TermRuleAdmin(ReferenceAdmin):
    list_display = ("code", "regulation", "valid_from", "goes_on")
    ordering = ("valid_from", "pk")


@admin.register(PlanArea)
class PlanAreaAdmin(ReadOnlyAdmin):
    list_display = ("code", "name_th", "name_en", "position")
    ordering = ("position", "pk")


@admin.register(PlanTemplate)
class PlanTemplateAdmin(ReadOnlyAdmin):
    list_display = ("version", "from_year")
    ordering = ("-version", "-pk")


@admin.register(CutOff)
class CutOffAdmin(ReadOnlyAdmin):
    list_display = ("planned", "of_year", "quarter_1", "quarter_2", "quarter_3", "quarter_4")
    ordering = ("-planned__fiscal_year", "pk")


@admin.register(Community)
class CommunityAdmin(ReadOnlyAdmin):
    list_display = ("code", "name_th", "district", "subdistrict")
    list_filter = ("district",)
    search_fields = ("code", "external_code", "name_th")
    ordering = ("code", "pk")


@admin.register(Committee)
class CommitteeAdmin(ReadOnlyAdmin):
    list_display = ("community", "term_no", "starts_on", "ends_on")
    list_filter = ("community__district",)
    search_fields = ("community__code", "community__name_th")
    ordering = ("community__code", "-term_no", "-pk")


@admin.register(PlanAssistant)
class PlanAssistantAdmin(ReadOnlyAdmin):
    list_display = ("user", "committee", "starts_on", "ends_on", "named_by", "ended_by")
    list_select_related = ("user", "committee__community", "named_by", "ended_by")
    list_filter = ("committee__community__district",)
    search_fields = ("user__username", "committee__community__code")
    ordering = ("committee__community__code", "-starts_on", "-pk")


@admin.register(CommitteeMember)
class CommitteeMemberAdmin(ReadOnlyAdmin):
    list_display = ("full_name", "position", "community", "user", "starts_on", "ends_on")
    list_select_related = ("committee__community", "user")
    list_filter = ("committee__community__district",)
    search_fields = ("full_name", "committee__community__code")
    ordering = ("committee__community__code", "-starts_on", "-pk")

    @admin.display(description=Community._meta.verbose_name)
    def community(self, obj: CommitteeMember) -> str:
        return str(obj.committee.community)


@admin.register(Plan)
class PlanAdmin(ReadOnlyAdmin):
    list_display = ("community", "fiscal_year", "created_at")
    list_filter = ("fiscal_year", "community__district")
    search_fields = ("community__code", "community__name_th")
    ordering = ("-fiscal_year", "community__code", "pk")


@admin.register(PlanRevision)
class PlanRevisionAdmin(ReadOnlyAdmin):
    list_display = ("plan", "number", "state", "submitted_on", "returned_on", "confirmed_on")
    list_select_related = ("plan__community",)
    list_filter = ("state", "plan__fiscal_year", "plan__community__district")
    search_fields = ("plan__community__code", "plan__community__name_th")
    ordering = ("-plan__fiscal_year", "plan__community__code", "-number", "-pk")


@admin.register(PlanProject)
class PlanProjectAdmin(ReadOnlyAdmin):
    list_display = ("title", "revision", "rank", "amount")
    list_select_related = ("revision__plan__community",)
    list_filter = ("revision__plan__fiscal_year", "revision__plan__community__district")
    search_fields = ("title", "revision__plan__community__code")
    ordering = ("-pk",)


@admin.register(Course)
class CourseAdmin(ReadOnlyAdmin):
    list_display = ("name", "fiscal_year", "district")
    list_filter = ("fiscal_year",)
    search_fields = ("name",)
    ordering = ("-fiscal_year", "-pk")


@admin.register(CourseSession)
class CourseSessionAdmin(ReadOnlyAdmin):
    list_display = ("course", "number", "first_on", "state", "seats")
    list_filter = ("state", "course__fiscal_year")
    search_fields = ("course__name", "place")
    ordering = ("-first_on", "-pk")


@admin.register(OfficeWriter)
class OfficeWriterAdmin(ReadOnlyAdmin):
    list_display = ("revision", "by", "through", "at")
    list_select_related = ("revision__plan__community", "by", "through")
    list_filter = ("revision__plan__community__district",)
    ordering = ("-at", "-pk")


@admin.register(MeetingRecord)
class MeetingRecordAdmin(ReadOnlyAdmin):
    list_display = ("revision", "original_name", "at", "by")
    list_select_related = ("revision__plan__community", "by")
    list_filter = ("revision__plan__community__district",)
    ordering = ("-at", "-pk")


@admin.register(MeetingResolution)
class MeetingResolutionAdmin(ReadOnlyAdmin):
    list_display = ("revision", "met_on", "present", "at", "by")
    list_select_related = ("revision__plan__community", "by")
    list_filter = ("revision__plan__community__district",)
    ordering = ("-at", "-pk")


@admin.register(LastYearReview)
class LastYearReviewAdmin(ReadOnlyAdmin):
    list_display = ("revision", "at", "by", "undone_at", "undone_by")
    list_select_related = ("revision__plan__community", "by", "undone_by")
    list_filter = ("revision__plan__fiscal_year", "revision__plan__community__district")
    ordering = ("-at", "-pk")


@admin.register(ReturnReason)
class ReturnReasonAdmin(ReadOnlyAdmin):
    list_display = ("revision", "position", "sentence", "mended_at", "mended_by")
    list_select_related = ("revision__plan__community", "mended_by")
    list_filter = ("revision__plan__fiscal_year", "revision__plan__community__district")
    ordering = ("-revision", "position")


@admin.register(PlanComment)
class PlanCommentAdmin(ReadOnlyAdmin):
    list_display = ("plan", "text", "at", "by", "answered_at", "answered_by")
    list_select_related = ("plan__community", "by", "answered_by")
    list_filter = ("plan__fiscal_year", "plan__community__district")
    ordering = ("-at", "-pk")
