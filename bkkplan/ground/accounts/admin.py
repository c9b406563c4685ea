from django.contrib import admin
from django.urls import reverse

from bkkplan.ground.accounts.models import Assignment, Letter, Mailbox, Section, User
from bkkplan.ground.audit.admin import ReadOnlyAdmin


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    """People are looked after on their own pages (ดูที่หน้าเว็บ leads there): inviting and leaving are acts."""

    list_display = ("username", "full_name", "email", "is_active", "last_login")
    list_filter = ("is_active",)
    search_fields = ("username", "full_name", "email")
    ordering = ("username", "pk")
    fields = ("username", "full_name", "email", "phone", "is_active", "last_login", "date_joined")

    def view_on_site(self, obj: User) -> str:
        return reverse("accounts:person", args=[obj.pk])


@admin.register(Section)
class SectionAdmin(ReadOnlyAdmin):
    list_display = ("name", "office", "position", "closed_at")
    search_fields = ("name", "office__name_th")
    ordering = ("office", "position", "pk")


@admin.register(Assignment)
class AssignmentAdmin(ReadOnlyAdmin):
    list_display = ("user", "role", "district", "bureau", "acting", "starts_on", "ends_on")
    list_filter = ("role", "district")
    search_fields = ("user__username", "user__full_name")
    ordering = ("-starts_on", "-pk")


@admin.register(Letter)
class LetterAdmin(ReadOnlyAdmin):
    list_display = ("recipient", "pace", "day", "state", "address", "handed_over_at", "sentence")
    list_filter = ("state", "pace")
    search_fields = ("recipient__username", "address")
    ordering = ("-requested_at", "-pk")


@admin.register(Mailbox)
class MailboxAdmin(ReadOnlyAdmin):
    list_display = ("user", "pace", "language", "bounced_address", "bounced_at", "bounce_reason")
    list_filter = ("pace",)
    search_fields = ("user__username", "bounced_address")
    ordering = ("user", "pk")
