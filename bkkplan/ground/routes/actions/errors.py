"""Why an act on a route or on a paper's way is refused."""

from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.refusals import Kind, Refusal


class RouteError(Refusal):
    """An act on a route or on a paper's way is refused. str() is the sentence to show."""


class EmptyStopError(RouteError):
    """Nobody, or nobody but the person who hands in, fills a stop of the route."""


class NotUnderWayError(RouteError):
    kind = Kind.WRONG_MOMENT
    sentence = _("เรื่องนี้ไม่ได้รออยู่ที่ขั้นใดแล้ว")


class NotAtThisStopError(RouteError):
    """The paper is at another stop, or another person acts at this one."""

    kind = Kind.WRONG_MOMENT


class NotHandedInError(RouteError):
    kind = Kind.WRONG_MOMENT
    sentence = _("เขตนี้กำหนดเส้นทางการเสนอเรื่องไว้ ให้เสนอเรื่องก่อน")


class ReasonNeededError(RouteError):
    field = "reason"
    sentence = _("ต้องระบุเหตุผลที่ส่งกลับ")
