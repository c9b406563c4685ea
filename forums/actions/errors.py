"""Why an act at a forum was refused, each with a sentence for the person who tried."""

from bkkplan.ground.core.refusals import Kind, Refusal


class ForumError(Refusal):
    pass


class WrongMomentError(ForumError):
    """The forum is not at the step at which this can be done; often someone else was faster."""

    kind = Kind.WRONG_MOMENT


class WrongDayError(ForumError):
    """A day that cannot be: held before it was announced, published before it was held."""


class PartsExceedTotalError(ForumError):
    """The sectors together are more people than came."""


class ReasonNeededError(ForumError):
    """Published results change only with a reason."""

    field = "reason"


class PersonalDataError(ForumError):
    """Nobody answered for it that the text is free of names and phone numbers."""

    field = "is_free_of_personal_data"


class OwnResultsError(WrongMomentError):
    """Finished by the person who would publish them, where the director publishes what another finished."""


class NotReadyError(ForumError):
    """Something that results cannot do without is missing."""


class TooManyFilesError(ForumError):
    field = "files"


class NotAnImageError(ForumError):
    """Said to be an image, and no program can draw it."""

    field = "files"


class NotFitToShowError(ForumError):
    """A document that runs something, is locked, or holds what can't be taken out of it."""

    field = "files"


class AlreadyTakenUpError(ForumError):
    """The plan has a project from this proposal."""

    kind = Kind.WRONG_MOMENT
