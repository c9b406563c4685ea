"""Why an action at a forum is refused, each with a sentence for the person who tried."""

from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.refusals import Kind, Refusal
from communities.actions.errors import PlanError


class ForumError(Refusal):
    pass


class WrongMomentError(ForumError):
    """The forum is not at the step at which this can be done; often someone else was faster."""

    kind = Kind.WRONG_MOMENT


class WrongDayError(ForumError):
    """The day is impossible: for example held before it was announced, or published before it was held."""


class WrongNumberError(ForumError):
    """Another forum has the number of this paper, or the paper's year is none in which it can be counted."""

    field = "number"


class WrongProgrammeError(ForumError):
    """Two items of the programme start at one time, or one is on no day of the forum."""


class WrongGuestError(ForumError):
    """A body that is to attend is not valid on the forum's day, or a community belongs to another district."""


class PartsExceedTotalError(ForumError):
    """The people of the sectors are together more than the total."""


class ReasonNeededError(ForumError):
    """Published results change only with a reason."""

    field = "reason"


class PersonalDataError(ForumError):
    """The person did not confirm that the text has no names and phone numbers."""

    field = "is_free_of_personal_data"


class OwnResultsError(WrongMomentError):
    """The person who would publish the results also finished them, in a district where the director must publish."""


class NotReadyError(ForumError):
    """Something that results must have before they are published is missing."""


class TooManyFilesError(ForumError):
    field = "files"


class NotAnImageError(ForumError):
    """The file's first bytes say that it is an image, but it cannot be drawn."""

    field = "files"


class NotFitToShowError(ForumError):
    """The document runs programs, is locked, or contains something that cannot be removed."""

    field = "files"


class AlreadyTakenUpError(ForumError):
    """The plan has a project from this proposal already."""

    kind = Kind.WRONG_MOMENT


class NotItsMeetingError(PlanError):
    sentence = _("เลือกเวทีรับรองแผนของชุมชนนี้ที่จัดในวันที่รับรอง")


class NotToBeJoinedError(ForumError):
    """These proposals cannot stand for each other: the sentence says what to do instead."""


class NotToBeAnsweredError(ForumError):
    """Something else became of the proposal: the sentence says what."""

    kind = Kind.WRONG_MOMENT


class NothingLeftError(ForumError):
    """A split needs two parts at least."""

    field = "parts"
