from django.contrib import admin

from bkkplan.accounts.admin import ReferenceAdmin
from forums.models import ParticipantSector


@admin.register(ParticipantSector)
class ParticipantSectorAdmin(ReferenceAdmin):
    list_display = ("code", "name_th", "name_en", "position", "is_active")
    ordering = ("position", "pk")
