"""The standing pages: about, privacy, accessibility, each district's contact."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView, View

from bkkplan.faces.public.forms import DistrictForm
from bkkplan.figures.kpi import registry
from bkkplan.ground.core.clock import today
from bkkplan.ground.core.db import ThaiOrder
from bkkplan.ground.core.fiscal import FiscalYear
from districts.models import District


@method_decorator(login_not_required, name="dispatch")
class Standing(TemplateView):
    """A page of words."""


@method_decorator(login_not_required, name="dispatch")
class About(TemplateView):
    template_name = "public/about.html"
    extra_context = {"definitions": registry.all_definitions, "year": lambda: FiscalYear.of(today())}


@method_decorator(login_not_required, name="dispatch")
class Contacts(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        form = DistrictForm(request.GET)
        districts = District.objects.in_being(today()).order_by(ThaiOrder("name_th"), "pk")
        if form.is_valid() and form.cleaned_data["district"]:
            districts = districts.filter(pk=form.cleaned_data["district"].pk)
        context = {"districts": districts, "form": form, "clear_href": reverse("public:contacts")}
        return render(request, "public/contacts.html", context)
