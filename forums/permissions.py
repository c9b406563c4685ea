"""Who may do what at forums. The actions say at which moment it may be done."""

import rules

from bkkplan.ground.accounts.enums import STAFF_ROLES, Duty, Role
from bkkplan.ground.accounts.permissions import holds, on_duty
from bkkplan.ground.core.people import Person
from communities.permissions import enters_it, writes_for_the_committee
from forums.enums import ForumState
from forums.models import Attachment, Forum, Proposal

works_here = on_duty(Duty.FORUMS)
knows_of_it = holds(*STAFF_ROLES, year="fiscal_year")
directs_here = holds(Role.DISTRICT_DIRECTOR)
in_its_district = holds(*STAFF_ROLES, district="forum.district_id", year="forum.fiscal_year")


@rules.predicate
def is_announced(user: Person, forum: Forum | None) -> bool:
    return forum is None or forum.is_announced


@rules.predicate
def is_published_proposal(user: Person, proposal: Proposal | None) -> bool:
    return proposal is None or (proposal.forum.state == ForumState.PUBLISHED and proposal.removed_on is None)


@rules.predicate
def is_published_file(user: Person, attachment: Attachment | None) -> bool:
    return attachment is None or (
        attachment.is_public
        and attachment.forum.state == ForumState.PUBLISHED
        and attachment.removed_on is None
        and attachment.cleaned_at is not None
        and bool(attachment.file)
    )


opens_locked = holds(
    Role.DISTRICT_DIRECTOR, Role.ADMINISTRATOR, Role.AUDITOR, district="forum.district_id", year="forum.fiscal_year"
)


@rules.predicate
def is_in_daily_work(user: Person, attachment: Attachment | None) -> bool:
    return attachment is None or attachment.locked_at is None


@rules.predicate
def waits_for_director(user: Person, forum: Forum | None) -> bool:
    """Whether the forum's district lets its director publish. Without a forum, False."""
    return forum is not None and forum.district.publishing_needs_director


rules.add_perm("forums.view_forum", is_announced | knows_of_it)
rules.add_perm("forums.view_proposal", is_published_proposal | in_its_district)
rules.add_perm("forums.view_attachment", is_published_file | (in_its_district & is_in_daily_work) | opens_locked)
# Old texts of corrected results, removed proposals, who did what.
rules.add_perm("forums.view_history", knows_of_it)

# obj: the District in which the forum is to be held.
rules.add_perm("forums.add_forum", on_duty(Duty.FORUMS, district="pk"))
rules.add_perm("forums.change_forum", works_here)
rules.add_perm("forums.publish_forum", directs_here | (works_here & ~waits_for_director))
rules.add_perm("forums.correct_forum", works_here)
# obj: the Plan into which proposals are taken over.
rules.add_perm("forums.take_up", writes_for_the_committee | enters_it)
# obj: the Proposal that an office joins with others, splits, forwards or answers.
rules.add_perm("forums.work_up", on_duty(Duty.FORUMS))
# obj: the Proposal that an office takes straight into its action plan: whoever checks plans, and writes that one.
rules.add_perm("forums.take_in", on_duty(Duty.PLANS) & on_duty(Duty.ACTION_PLAN))
# obj: the District whose proposals are looked through.
rules.add_perm("forums.work_up_district", on_duty(Duty.FORUMS, district="pk"))
