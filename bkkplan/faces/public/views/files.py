"""The one way out for files: visitors come for what was published, staff for the rest."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.views.generic import View

from bkkplan.ground.core.kept_files import send_kept_file
from forums.models import Attachment


@method_decorator(login_not_required, name="dispatch")
class FileDownload(View):
    """Through the door, as a download: never drawn in place, never believed about its kind, never kept on the way."""

    def get(self, request: HttpRequest, uuid: UUID) -> FileResponse:
        attachment = get_object_or_404(Attachment.objects.visible_to(request.user).handed_out(), uuid=uuid)
        return send_kept_file(attachment)
