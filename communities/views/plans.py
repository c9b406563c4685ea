from django.http import HttpRequest, HttpResponse
from django.views import View


class PlanPage(View):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return HttpResponse(status=404)
