"""The one way out for files: visitors come for what was published, staff for the rest."""

from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404

from bkkplan.ground.core.forms.kept_files import send_kept_file
from bkkplan.ground.core.pages.my_work import PublicView
from forums.models import Attachment


class FileDownload(PublicView):
    """Through the door, as a download: never drawn in place, never believed about its kind, never kept on the way."""

    def get(self, request: HttpRequest, uuid: UUID) -> FileResponse:
        attachment = get_object_or_404(Attachment.objects.visible_to(request.user).handed_out(), uuid=uuid)
        return send_kept_file(attachment)
