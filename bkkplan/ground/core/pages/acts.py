"""The page of one act: it asks, shows what will happen, and does one action.

A new act page, after the subject's mixin, which loads the record and says where one is and goes back to::

    class ForumCancel(ForumMixin, ActPage):
        permission = "forums.change_forum"
        form_class = ReasonForm  # left out where the act needs no words
        heading = gettext_lazy("ยกเลิกเวที")
        explanation = gettext_lazy("เวทีที่ยกเลิกแล้วเปิดใหม่ไม่ได้ ถ้าจะจัดวันอื่นให้เลื่อนเวที")
        button = gettext_lazy("ยกเลิกเวที")
        done = gettext_lazy("ยกเลิกเวทีแล้ว")
        is_danger = True

        def act(self, data: dict[str, Any]) -> None:
            schedule.cancel(forum_id=self.forum.pk, on=today(), **data, **self.signed)

A deciding act also says what the decision rests on. ``data`` then holds ``seen``, which the action compares
(``core.basis``)::

        def basis(self) -> Basis:
            return basis_of_results(self.forum)

A text that changes from record to record is a property: ``heading``, ``explanation``, ``done``.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.generic import FormView
from django_htmx.http import HttpResponseClientRedirect

from bkkplan.ground.core.components import Link, Stat
from bkkplan.ground.core.forms.portal import PortalForm
from bkkplan.ground.core.pages.autosave import refused, wants_json
from bkkplan.ground.core.pages.my_work import WorkRequest, is_address_here, way_back
from bkkplan.ground.core.pages.records import RecordPage
from bkkplan.ground.core.refusals import Kind, Refusal
from bkkplan.ground.core.rows.basis import Bases, Basis, BasisChangedError


class ActPage(RecordPage, FormView):
    """Asked on a page of its own, done on POST. Asked for by htmx, the same stands as a sheet in another page.

    With ``?next=`` in its address it leads back to that page of the portal.

    A refused form comes back with its text (422). So does a form whose basis has changed, or whose moment has passed
    after a text was typed (409). A moment that has passed where nothing was typed is a message on the next page.
    """

    request: WorkRequest
    template_name = "pages/act.html"
    form_class: type[forms.BaseForm] = PortalForm
    button: Any = ""
    second_button: Any = ""  # the form's other way to be sent; ``self.is_second`` says that it was
    is_danger: ClassVar[bool] = False
    sent: Any

    @property
    def explanation(self) -> Any:
        """What will happen."""
        return ""

    @property
    def done(self) -> Any:
        """The sentence that says what was done; empty where an act says it otherwise."""
        return ""

    def act(self, data: dict[str, Any]) -> HttpResponse | None:
        """Call the action with what the form holds; what the form made of it is in ``self.sent``, the valid form.

        An answer of its own takes the place of going on.
        """
        raise NotImplementedError

    def next_page(self) -> str:
        """Where one goes who has done it."""
        return self.back()

    def onward(self) -> str:
        """The page that asked for the act with ``?next=``; without it `next_page`."""
        return way_back(self.request, otherwise=self.next_page())

    def next_links(self) -> Sequence[Link]:
        """What a person usually does next, said with ``done``: the next step, the public's page, the paper.

        Every act page says it (a test lists them); an `ActButton` leaves one on the page where the next step is.
        """
        return ()

    def public_page(self) -> Link | None:
        """Where everyone will read what the act makes public; the link stands after ``explanation``."""
        return None

    def instead(self) -> Sequence[Link]:
        """What one may do in place of this."""
        return ()

    def obstacle(self) -> str:
        """Why it can't be done yet; empty when it can."""
        return ""

    def stats(self) -> Sequence[Stat]:
        """What is decided about, in figures."""
        return ()

    def basis(self) -> Any:
        """What the decision rests on; None for an act that decides nothing."""
        return None

    @property
    def is_second(self) -> bool:
        return "second" in self.request.POST

    @property
    def is_sheet(self) -> bool:
        """Asked for by htmx, to stand in another page."""
        return bool(self.request.htmx) and not self.request.htmx.history_restore_request

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        self.sent = form
        data = dict(form.cleaned_data)
        if self._decides:
            data["seen"] = self._seen()
        try:
            answer = self.act(data)
        except Refusal as refusal:
            if refusal.kind is Kind.NOT_AVAILABLE:
                raise Http404(str(refusal)) from refusal
            return self.refuse(form, refusal)
        if answer is not None:
            return answer
        if sentence := self._what_now():
            messages.success(self.request, sentence)
        return self.go(self.onward())

    def form_invalid(self, form: forms.BaseForm, *, status: int = 422) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def refuse(self, form: forms.BaseForm, refusal: Refusal) -> HttpResponse:
        is_late = refusal.kind is Kind.WRONG_MOMENT
        if isinstance(refusal, BasisChangedError):
            # A subject without a row only says whose it is.
            if self.subject is not None and self.subject.pk is not None:
                self.subject.refresh_from_db()
        elif is_late and not _was_typed(form):
            messages.warning(self.request, refusal.sentence)
            return self.go(self.onward())
        else:
            for field, sentence in refusal.by_field.items():
                form.add_error(field if field in form.fields else None, sentence)
        return self.form_invalid(form, status=409 if is_late else 422)

    def go(self, address: str) -> HttpResponse:
        return HttpResponseClientRedirect(address) if self.is_sheet else redirect(address)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # The basis is read before all else: what changes while the page is drawn is told as a change, never decided.
        basis = self.basis()
        context = super().get_context_data(**kwargs)
        if basis is not None and self.request.method == "POST" and (changed := self._changed(basis)):
            context["changed"] = changed
            _ask_anew(context["form"])
        return {
            **self.top(),
            "seen": basis.sealed if basis is not None else "",
            "explanation": self.explanation,
            "public_page": self.public_page(),
            "stats": self.stats(),
            "obstacle": self.obstacle(),
            "button": self.button,
            "second_button": self.second_button,
            "instead": [replace(link, href=self._with_next(link.href)) for link in self.instead()],
            "back": way_back(self.request, otherwise=self.back()),
            "is_danger": self.is_danger,
            "is_sheet": self.is_sheet,
            **context,
        }

    def get_form(self, form_class: type[forms.BaseForm] | None = None) -> forms.BaseForm:
        form: forms.BaseForm = super().get_form(form_class)
        if self.is_sheet:
            # Several sheets stand in one page, and the fields of each need names of their own there.
            form.auto_id = f"id{slugify(self.request.path.replace('/', '-'))}_%s"
        return form

    def _with_next(self, address: str) -> str:
        """The address of another act in place of this one, which then leads back to the same page."""
        there = self.request.GET.get("next", "")
        if not is_address_here(there):
            return address
        return f"{address}{'&' if '?' in address else '?'}{urlencode({'next': there})}"

    @property
    def _decides(self) -> bool:
        return type(self).basis is not ActPage.basis

    def _seen(self) -> Any:
        return Basis.opened(self.request.POST.get("seen"))

    def _changed(self, basis: Any) -> BasisChangedError | None:
        try:
            basis.demand(self._seen())
        except BasisChangedError as changed:
            return changed
        return None

    def _what_now(self) -> str:
        links = [(link.href, link.label) for link in self.next_links() if link.href != self.onward()]
        if not links:
            return str(self.done)
        listed = format_html_join(" · ", '<a href="{}">{}</a>', links)
        return format_html('{} <span class="next-steps">{} {}</span>', self.done, _("ต่อไป:"), listed)


class BulkActPage(ActPage):
    """The page of one act on several rows; its ``basis`` is `Bases`, with the rows that are chosen from.

    Its own template draws the rows in the form, and puts the hidden fields of ``seen`` into it.
    """

    def basis(self) -> Bases:
        raise NotImplementedError

    def _seen(self) -> Bases:
        return Bases.opened(self.request.POST)

    def _changed(self, basis: Bases) -> BasisChangedError | None:
        return super()._changed(basis.also_in(self._seen()))


class ActButton(ActPage):
    """An act that a button on another page does at once. Whatever is refused is a message on that page.

    A script that asks for JSON is answered 204, or 422 with the sentence.
    """

    http_method_names = ["post"]

    def form_invalid(self, form: forms.BaseForm, *, status: int = 422) -> HttpResponse:
        return self.refuse(
            form, Refusal(" ".join(str(sentence) for found in form.errors.values() for sentence in found))
        )

    def refuse(self, form: forms.BaseForm, refusal: Refusal) -> HttpResponse:
        if wants_json(self.request):
            return refused(sentence=str(refusal))
        messages.warning(self.request, refusal.sentence)
        return self.go(self.back())

    def go(self, address: str) -> HttpResponse:
        return HttpResponse(status=204) if wants_json(self.request) else super().go(address)


def _was_typed(form: forms.BaseForm) -> bool:
    """Whether a text would be lost: a written one, not a choice or a day."""
    return any(
        isinstance(field, forms.CharField) and not form[name].is_hidden and form[name].value()
        for name, field in form.fields.items()
    )


def _ask_anew(form: Any) -> None:
    """Untick the boxes of a form whose facts have changed: the person ticked them for the old facts."""
    form.data = form.data.copy()
    for name, field in form.fields.items():
        if isinstance(field, forms.BooleanField):
            form.data.pop(form.add_prefix(name), None)
