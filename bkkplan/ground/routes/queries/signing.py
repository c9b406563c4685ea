"""Who signed a paper on its way, as the printed paper names them."""

from django.utils.translation import gettext as _

from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.accounts.queries.signing import Signature, signature_of
from bkkplan.ground.routes.enums import PassageState
from bkkplan.ground.routes.queries.passages import last_passage
from districts.models import District


def signatures_of(kind: str, paper: int, *, district: District, decided: str) -> list[Signature]:
    """From whoever handed the paper in to whoever decided; empty for a paper that no route decided.

    ``decided`` names what the last one did: ผู้อนุมัติ. A director who passed in the place of a vacant role signs as the
    director.
    """
    passage = last_passage(kind, paper)
    if passage is None or passage.state != PassageState.DECIDED:
        return []
    found = [signature_of(passage.handed_in_by, district=district, act=_("ผู้เสนอ"), on=passage.handed_in_on)]
    for stop in passage.ladder:
        if stop.passed_by is None or stop.passed_on is None:
            continue
        role = Role.DISTRICT_DIRECTOR if stop.is_in_place else stop.as_role
        act = decided if stop == passage.ladder[-1] else _("ผู้เห็นชอบ")
        found.append(signature_of(stop.passed_by, role=role, district=district, act=act, on=stop.passed_on))
    return found
