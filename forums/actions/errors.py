"""Why an act at a forum was refused, each with a sentence for the person who tried."""


class ForumError(Exception):
    """A sentence for the person who asked; `field` is where it belongs, if it belongs to one."""

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class WrongMomentError(ForumError):
    """The forum is not at the step at which this can be done; often someone else was faster."""


class WrongDayError(ForumError):
    """A day that cannot be: held before it was announced, published before it was held."""


class PartsExceedTotalError(ForumError):
    """The sectors together are more people than came."""


class ReasonNeededError(ForumError):
    """Published results change only with a reason."""


class PersonalDataError(ForumError):
    """Nobody answered for it that the text is free of names and phone numbers."""


class ChangedSinceCheckedError(ForumError):
    """What would be published is no longer what the person checked."""


class OwnResultsError(WrongMomentError):
    """Finished by the person who would publish them, where the director publishes what another finished."""


class NotReadyError(ForumError):
    """Something that results cannot do without is missing."""


class TooManyFilesError(ForumError):
    pass


class NotAnImageError(ForumError):
    """Said to be an image, and no program can draw it."""


class NotFitToShowError(ForumError):
    """A document that runs something, is locked, or holds what can't be taken out of it."""


class AlreadyTakenUpError(ForumError):
    """The plan has a project from this proposal."""
