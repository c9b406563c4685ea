"""Who may set an office's routes, and who may act on a paper at its stop. The actions say at which moment."""

import rules
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.enums import DISTRICT_ROLES, Role
from bkkplan.ground.accounts.models import Section
from bkkplan.ground.accounts.permissions import holds
from bkkplan.ground.accounts.queries import hands_full_of
from bkkplan.ground.core.people import Person, own_districts
from bkkplan.ground.routes.models import Passage
from bkkplan.ground.routes.queries.kinds import kinds as all_kinds

# obj: an Office.
rules.add_perm("routes.set_routes", holds(Role.DISTRICT_DIRECTOR, Role.ADMINISTRATOR))


def waits_for_its_head(section: Section) -> str:
    duties = set(section.duties)
    kinds = [kind.code for kind in all_kinds() if kind.duty in duties]
    rows = Passage.objects.under_way().filter(office=section.office_id, kind__in=kinds).prefetch_related("stops")
    n = sum(row.waits_at is not None and row.waits_at.as_role == Role.SECTION_HEAD for row in rows)
    return _("เรื่องที่รอหัวหน้าฝ่าย %(n)s เรื่อง") % {"n": n} if n else ""


hands_full_of.append(waits_for_its_head)


@rules.predicate
def stands_at_its_stop(user: Person, passage: Passage | None) -> bool:
    """Whether the person holds the role at which the paper is, or directs the office. Without a passage, any role."""
    if passage is None:
        return bool(own_districts(user, *DISTRICT_ROLES))
    stop = passage.waits_at
    roles = {Role.DISTRICT_DIRECTOR, stop.as_role} if stop else set(DISTRICT_ROLES)
    return passage.office.district_id in own_districts(user, *roles)


# obj: a Passage. A director acts at a lower stop only where nobody holds its role: the action asks.
rules.add_perm("routes.act_at_stop", stands_at_its_stop)
