from django.contrib import admin

from bkkplan.ground.audit.admin import ReadOnlyAdmin, ReferenceAdmin
from forums.models import Body, Forum, ParticipantSector, Proposal, Reply, Succession


@admin.register(ParticipantSector)
class ParticipantSectorAdmin(ReferenceAdmin):
    list_display = ("code", "name_th", "name_en", "position", "is_active")
    ordering = ("position", "pk")


@admin.register(Body)
class BodyAdmin(ReferenceAdmin):
    list_display = ("code", "name_th", "name_en", "valid_from", "valid_until")
    ordering = ("position", "pk")


@admin.register(Forum)
class ForumAdmin(ReadOnlyAdmin):
    list_display = ("title", "district", "kind", "scheduled_on", "held_on", "published_on")
    list_filter = ("kind", "district")
    search_fields = ("title", "external_code")
    ordering = ("-scheduled_on", "-pk")


@admin.register(Proposal)
class ProposalAdmin(ReadOnlyAdmin):
    list_display = ("title", "forum", "area", "place")
    list_filter = ("forum__district", "area")
    search_fields = ("title",)
    ordering = ("-pk",)


@admin.register(Succession)
class SuccessionAdmin(ReadOnlyAdmin):
    list_display = ("proposal", "kind", "into", "on", "ended_on")
    list_filter = ("kind", "proposal__district")
    search_fields = ("proposal__title", "into__title")
    ordering = ("-pk",)


@admin.register(Reply)
class ReplyAdmin(ReadOnlyAdmin):
    list_display = ("proposal", "kind", "agency", "case_number", "on", "ended_on")
    list_filter = ("kind", "proposal__district")
    search_fields = ("proposal__title", "agency", "case_number")
    ordering = ("-pk",)
