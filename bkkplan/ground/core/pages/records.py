"""A page about one record."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from bkkplan.ground.core.components import Link
from bkkplan.ground.core.pages.my_work import WorkView
from bkkplan.ground.core.people import why_refused


class RecordPage(WorkView):
    """Subclasses load the record in ``setup`` through its ``visible_to`` (a stranger gets 404) and put it into
    ``subject``. A colleague without ``permission`` for it gets 403; an empty ``permission`` asks for none.

    A subject writes one mixin of this (``ForumMixin``) that also says what stands at the top of all its pages.
    """

    permission: ClassVar[str] = ""
    stylesheet: ClassVar[str] = ""  # of the pages of this subject, where they have one
    subject: Any = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.permission and not self.request.user.has_perm(self.permission, self.subject):
            raise PermissionDenied(why_refused(self.request.user, self.permission, self.subject))
        return super().dispatch(request, *args, **kwargs)

    @property
    def heading(self) -> Any:
        return ""

    def lead(self) -> str:
        """Below the heading: about what the page is."""
        return ""

    def crumbs(self) -> list[Link]:
        return []

    def back(self) -> str:
        """The page from which people came here, and to which they go on: the record's own, if a page says no other."""
        return str(self.subject.get_absolute_url())

    def top(self) -> dict[str, Any]:
        """What every page's template shows of this."""
        return {
            "heading": self.heading,
            "lead": self.lead(),
            "crumbs": self.crumbs(),
            "back": self.back(),
            "stylesheet": self.stylesheet,
        }
