"""A list is brought in, put away, taken back; a long one by a worker, which may be stopped."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.forms.lists import ListState
from bkkplan.ground.core.jobs import JobState
from bkkplan.ground.core.pages.acts import ActButton, ActPage
from bkkplan.ground.core.pages.waiting import wait_for
from bkkplan.ground.lists import actions
from bkkplan.ground.lists.forms import ConfirmForm
from bkkplan.ground.lists.models import ListWriting
from bkkplan.ground.lists.views.places import in_counts
from bkkplan.ground.lists.views.results import OfList


class _MayTakeLong(OfList, ActPage):
    def wait_for_worker(self) -> HttpResponse | None:
        """Wait for a worker for as long as a page may. None if it has done what it was asked for."""
        writing = self.writing
        if writing is None or not writing.is_live:
            return None
        wait_for(writing)
        writing.refresh_from_db()
        self.upload.refresh_from_db(fields=["state", "made", "outcome"])
        return None if writing.state == JobState.DONE else self.go(self.back())


class Confirm(_MayTakeLong, ActButton):
    form_class = ConfirmForm
    done_text = ""

    @property
    def done(self) -> str:
        return self.done_text

    def act(self, data: dict[str, Any]) -> HttpResponse | None:
        given = {"list_id": self.upload.pk, **data, "by": self.request.user, "at": now()}
        if actions.is_long(self.upload):
            self.upload = actions.ask_to_confirm(**given)
            if (answer := self.wait_for_worker()) is not None:
                return answer
        else:
            self.upload = actions.confirm(**given, on=today())
        told = [_("นำเข้าแล้ว: %(counts)s") % {"counts": in_counts(self.upload)}]
        told.append(self.kind.follow(actions.made_by(self.upload), request=self.request))
        self.done_text = " ".join(filter(None, told))
        return None

    def next_page(self) -> str:
        self.upload.refresh_from_db()
        is_shown = self.upload.state == ListState.DONE and not self.kind.made_template
        return self.place.url if is_shown else self.back()

    def next_links(self) -> list[Link]:
        if self.kind.made_template:
            return [Link(label=_("นำเข้าอีกตาราง"), href=self.list_page()), *self.place.then]
        return [Link(label=_("ดูผลการนำเข้าหรือเลิกทำ"), href=self.back()), *self.place.then]


class Cancel(OfList, ActButton):
    done = gettext_lazy("ไม่ได้นำเข้าแถวใด")

    def act(self, data: dict[str, Any]) -> None:
        actions.cancel(list_id=self.upload.pk, by=self.request.user, at=now())

    def next_page(self) -> str:
        return self.list_page()


class Stop(OfList, ActButton):
    """Stop what a worker was asked to do with the list. Too late, the page shows what it did."""

    stopped = False

    @property
    def done(self) -> str:
        return _("หยุดแล้ว ไม่มีแถวใดเปลี่ยน") if self.stopped else ""

    def act(self, data: dict[str, Any]) -> None:
        self.stopped = actions.stop(list_id=self.upload.pk, by=self.request.user, at=now())


class Undo(_MayTakeLong, ActPage):
    """Take back what the list wrote."""

    heading = button = gettext_lazy("เลิกทำการนำเข้า")
    done = gettext_lazy("เลิกทำแล้ว")
    is_danger = True

    @property
    def explanation(self) -> Any:
        return self.kind.undoing

    def obstacle(self) -> str:
        if (job := self.job()) is not None:
            return str(actions.BeingWrittenError(job)) if isinstance(job, ListWriting) else ""
        if self.upload.state != ListState.DONE or not self.upload.made:
            return _("ตารางนี้ไม่มีอะไรให้เลิกทำ")
        return self.place.obstacle

    def lead(self) -> str:
        return f"{self.upload.name} · {self.place.title}"

    def act(self, data: dict[str, Any]) -> HttpResponse | None:
        given: dict[str, Any] = {"list_id": self.upload.pk, "by": self.request.user, "at": now()}
        if actions.is_long(self.upload):
            self.upload = actions.ask_to_undo(**given)
            if (answer := self.wait_for_worker()) is not None:
                return answer
            stays = self.told_by_worker()
        else:
            stays = actions.undo(**given, on=today())
        if stays:
            messages.warning(self.request, stays)
        return None

    def next_page(self) -> str:
        return self.place.url

    def next_links(self) -> list[Link]:
        return [Link(label=_("นำเข้าจากตาราง"), href=self.list_page())]
