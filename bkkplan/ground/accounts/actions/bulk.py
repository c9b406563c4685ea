"""Many accounts at once, with their roles: for the sample city, where they share one password."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from bkkplan.ground.accounts.models import Assignment, User
from bkkplan.ground.audit.record import record_acts
from bkkplan.ground.core.bulk import Act, copy_in
from districts.models import District


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleFacts:
    role: str
    district: str | None
    starts_on: date
    ends_on: date | None = None
    is_acting: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFacts:
    username: str
    full_name: str
    email: str = ""
    roles: tuple[RoleFacts, ...] = ()
    # Only the first account, which opens all others, was made by nobody.
    created: Act


@transaction.atomic
def create_accounts(facts: Iterable[AccountFacts], *, password: str) -> dict[str, User]:
    """Accounts with their roles, by user name. ``password`` is hashed, one for all: a proper hash takes its time."""
    facts = list(facts)
    users = [
        User(
            username=fact.username,
            full_name=fact.full_name,
            email=fact.email,
            password=password,
            date_joined=fact.created.at,
        )
        for fact in facts
    ]
    copy_in(users)
    districts = District.objects.in_bulk(field_name="code")
    given = [
        (
            Assignment(
                user=user,
                role=role.role,
                district=districts[role.district] if role.district else None,
                is_acting=role.is_acting,
                starts_on=role.starts_on,
                ends_on=role.ends_on,
                appointed_at=fact.created.at,
                appointed_by_id=fact.created.by.pk if fact.created.by else None,
            ),
            fact,
        )
        for user, fact in zip(users, facts, strict=True)
        for role in fact.roles
    ]
    copy_in([assignment for assignment, _ in given])
    record_acts(
        "accounts.person_created",
        ((user, fact.created, {"username": fact.username}) for user, fact in zip(users, facts, strict=True)),
    )
    record_acts(
        "accounts.role_given",
        (
            (
                assignment,
                fact.created,
                {
                    "user": fact.username,
                    "role": assignment.role,
                    "district": assignment.district.code if assignment.district else None,
                    "starts_on": assignment.starts_on,
                    "ends_on": assignment.ends_on,
                },
            )
            for assignment, fact in given
        ),
    )
    return {user.username: user for user in users}
