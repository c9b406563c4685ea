"""What comes in as lists here: the register, seats of committees, results of elections, the projects of a plan."""

from bkkplan.ground.lists import registry
from communities.list_kinds.committees import CommitteeList, ElectionList, community_words
from communities.list_kinds.projects import ProjectList
from communities.list_kinds.register import CommunityList

__all__ = ["CommitteeList", "CommunityList", "ElectionList", "ProjectList", "community_words"]

registry.register(CommitteeList())
registry.register(CommunityList())
registry.register(ElectionList())
registry.register(ProjectList())
