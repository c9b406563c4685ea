"""How near to a community a proposal is, by what was written down: its community, its place, its subdistrict."""

from enum import IntEnum

from django.db.models import Case, IntegerField, Q, Value, When

from communities.models import Community


class Nearness(IntEnum):
    """The nearest first."""

    OWN = 1  # it names the community, or was made at the community's own forum
    SAME_PLACE = 2  # its place names the community, or it is for the community's subdistrict
    ELSEWHERE = 3


def nearness_to(community: Community) -> Case:
    """On a query of proposals: the `Nearness` of each to this community.

    One that names another community is as near as that community is.
    """
    own = Q(community=community.pk) | Q(community=None, forum__community=community.pk)
    of_nobody = Q(community=None, forum__community=None)
    there = of_nobody & (Q(subdistrict=community.subdistrict_id) | Q(place__contains=community.name_th))
    neighbours = Q(community__subdistrict=community.subdistrict_id)
    return Case(
        When(own, then=Value(Nearness.OWN.value)),
        When(there | neighbours, then=Value(Nearness.SAME_PLACE.value)),
        default=Value(Nearness.ELSEWHERE.value),
        output_field=IntegerField(),
    )
