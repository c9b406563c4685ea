"""Every write on communities, committees and plans."""

from communities.actions.changes import (
    NotInBeingError,
    end_community,
    merge_communities,
    record_entry,
    split_community,
)
from communities.actions.committees import (
    AccountInUseError,
    AlreadyEnteredError,
    AlreadyInvitedError,
    OutsideTermError,
    SeatEndedError,
    SeatTakenError,
    TermOverlapsError,
    TypeNotValidError,
    begin_term,
    correct_member,
    end_term,
    invite_again,
    invite_member,
    leave_seat,
    record_standing,
    seat_member,
)
from communities.actions.entries import NameTakenError
from communities.actions.errors import (
    AlreadyAdoptedError,
    AlreadyBegunError,
    AreasUnexplainedError,
    BeforeItsYearError,
    ChairNeededError,
    ChairNotSeatedError,
    IncompleteError,
    NotADraftError,
    NotConfirmedError,
    NotKeptError,
    NotSubmittedError,
    NotYetError,
    PlanError,
    ReasonNeededError,
    RecordNeededError,
    WrongYearError,
)
from communities.actions.last_year import (
    NoReasonError,
    NotAllDecidedError,
    NothingToReviewError,
    NotReviewedError,
    ReviewChoice,
    ReviewedAlreadyError,
    TakenBack,
    review_last_year,
    undo_review,
)
from communities.actions.mending import OtherReturnError, tick_reason
from communities.actions.paper import PaperRecord
from communities.actions.plans import (
    adopt,
    begin_plan,
    cancel_adoption,
    confirm,
    enter_from_paper,
    return_plan,
    submit,
    take_over,
    withdraw_confirmation,
)
from communities.actions.returning import UnknownRuleError
from communities.actions.steps import Meeting, years_open_on
from communities.actions.writing import (
    ElsewhereError,
    ProblemWords,
    ProjectMoneyLine,
    ProjectWords,
    UnknownSectionError,
    move,
    put_back,
    save_problem,
    save_project,
    save_section,
    take_out,
)
