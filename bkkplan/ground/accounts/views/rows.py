"""The page of one row that several people write in: saved as it is typed (JSON), or from a plain page.

A new row page::

    class SectionRow(PlanMixin, RowPage):  # the mixin loads what the row belongs to, and says where one is
        permission = "communities.write_plan"
        heading = gettext_lazy("สรุปแผน")

        def find(self) -> PlanSection | None:
            return self.revision.sections.filter(code=self.kwargs["section"]).first()

        def form(self, row: PlanSection | None, data: Any = None) -> SectionForm:
            return SectionForm(data, initial={"text": row.text if row else ""})

        def save(self, form: SectionForm, *, seen: int) -> PlanSection:
            return actions.save_section(..., seen=seen, **self.signed)

Both ways come to one form and one action; only the answer differs. What the browser sends and is answered is told in
static/js/behaviours/autosave.js.
"""

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.actions import notify_of_replacement
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.clock import now
from bkkplan.ground.core.models import StaleError, Versioned
from bkkplan.ground.core.pages import autosave
from bkkplan.ground.core.pages.conflicts import conflict_of
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.pages.records import RecordPage
from bkkplan.ground.core.refusals import Kind, Refusal


class RowPage(autosave.ForItsPersonMixin, RecordPage):
    """GET is a plain page, POST saves.

    A stale text is answered 409 with both texts; sent again with ``over``, it replaces the other one, and both people
    are told. What is refused is answered 422, and a moment that has passed 409 on a plain page; the text stays.
    """

    template_name: ClassVar[str] = "pages/row.html"

    @cached_property
    def row(self) -> Any:
        return self.find()

    def find(self) -> Versioned | None:
        """The row as it stands, if it stands already."""
        raise NotImplementedError

    def form(self, row: Any, data: Any = None) -> Any:
        """The form that holds the row; with ``data``, what was sent."""
        raise NotImplementedError

    def save(self, form: Any, *, seen: int) -> Any:
        """Call the action with the valid form; ``seen`` is the version that the person had before them, 0 for none."""
        raise NotImplementedError

    def closed(self) -> str:
        """Why rows do not save themselves now; empty when they do."""
        return ""

    def place(self) -> Model:
        """The record that the row belongs to. A notice about the row names this record."""
        place: Model = self.subject
        return place

    def next_page(self) -> str:
        """Where one goes who has saved the plain page."""
        return self.back()

    def kept_under(self) -> str:
        """RECORD:ROW, where the browser keeps what it could not save of this row; empty where it keeps nothing."""
        return ""

    def texts(self, form: Any) -> dict[str, str]:
        """What the form's fields say, bound or not."""
        return autosave.texts_of(form)

    def errors(self, form: Any) -> dict[str, str]:
        return {name: " ".join(map(str, found)) for name, found in form.errors.items()}

    def label(self, form: Any, name: str) -> str:
        field = form.fields.get(name)
        return str(field.label if field and field.label else self.heading)

    def shown_after_saving(self, form: Any, row: Any) -> dict[str, str]:
        """How the fields read now that the row is saved; a field that is left out keeps what was typed."""
        return self.texts(self.form(row))

    def more(self, row: Any) -> dict[str, Any]:
        """What else the page's own module is told."""
        return {}

    def get(self, request: WorkRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(self.form(self.row))

    def post(self, request: WorkRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        as_json = autosave.wants_json(request)
        if as_json and (why := self.closed()):
            return autosave.refused(sentence=why)
        form = self.form(self.row, request.POST)
        is_over = self.row is not None and bool(request.POST.get("over"))
        before = self.texts(self.form(self.row)) if is_over else {}
        if not form.is_valid():
            return self._invalid(form, as_json=as_json)
        try:
            row = self.save(form, seen=autosave.seen_version(request))
        except StaleError as error:
            return self._stale(form, error, as_json=as_json)
        except Refusal as refusal:
            return self._refused(form, refusal, as_json=as_json)
        if is_over:
            self._tell_both(form, row, before)
        if as_json:
            shown = self.shown_after_saving(form, row)
            notes = autosave.notes_of(request.POST, shown, form) if hasattr(form, "fields") else {}
            return autosave.saved(version=row.version, shown=shown, notes=notes, more=self.more(row), at=now())
        messages.success(request, _("บันทึกแล้ว"))
        return redirect(self.next_page())

    def show(self, form: Any, *, status: int = 200, **more: Any) -> HttpResponse:
        context = {
            **self.top(),
            "form": form,
            "kept_under": self.kept_under(),
            "version": self.request.POST.get("version") or (self.row.version if self.row else 0),
            **more,
        }
        return render(self.request, self.template_name, context, status=status)

    def _invalid(self, form: Any, *, as_json: bool) -> HttpResponse:
        if not as_json:
            return self.show(form, status=422)
        errors = self.errors(form)
        return autosave.refused(sentence=errors.pop("__all__", ""), errors=errors)

    def _refused(self, form: Any, refusal: Refusal, *, as_json: bool) -> HttpResponse:
        if refusal.kind is Kind.NOT_AVAILABLE:
            raise Http404(str(refusal)) from refusal
        fields = getattr(form, "fields", ())
        there = {str(name): str(sentence) for name, sentence in refusal.by_field.items() if name in fields}
        sentence = "" if there else str(refusal)
        if as_json:
            return autosave.refused(errors=there, sentence=sentence)
        for name, sentence in there.items():
            form.add_error(name, sentence)
        if sentence:
            messages.warning(self.request, sentence)
        return self.show(form, status=409 if refusal.kind is Kind.WRONG_MOMENT else 422)

    def _stale(self, form: Any, error: StaleError[Versioned], *, as_json: bool) -> HttpResponse:
        row = error.theirs
        theirs = self.texts(self.form(row))
        last = Entry.objects.about(row).order_by("-at", "-pk").first()
        by, at = (last.actor_label, last.at) if last else ("", None)
        if as_json:
            return autosave.stale(version=row.version, theirs=theirs, by=by or _("เพื่อนร่วมงาน"), at=at)
        conflict = conflict_of(
            mine=self.texts(form),
            theirs=theirs,
            label=lambda name: self.label(form, name),
            text_of=lambda name, text: self._in_words(form, name, text),
            by=by,
            at=at,
        )
        return self.show(form, status=409, version=row.version, conflict=conflict)

    def _tell_both(self, form: Any, row: Any, before: dict[str, str]) -> None:
        after = self.texts(self.form(row))
        changed = [name for name in after if before.get(name, "") != after[name]]
        notify_of_replacement(
            row=row,
            place=self.place(),
            before=" · ".join(self._in_words(form, name, before.get(name, "")) for name in changed),
            after=" · ".join(self._in_words(form, name, after[name]) for name in changed),
            url=self.back(),
            by=self.request.user,
            at=now(),
        )

    def _in_words(self, form: Any, name: str, text: str) -> str:
        """A choice by its label, any other text as it is."""
        field = getattr(form, "fields", {}).get(name)
        choices = getattr(field, "choices", None) or ()
        return next((str(label) for key, label in choices if str(key) == text), text)
