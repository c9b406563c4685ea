from django.contrib import admin

from bkkplan.accounts.admin import ReferenceAdmin
from communities.models import CommunityType


@admin.register(CommunityType)
class CommunityTypeAdmin(ReferenceAdmin):
    list_display = ("code", "name_th", "name_en", "valid_from", "valid_until")
    ordering = ("valid_from", "code", "pk")
