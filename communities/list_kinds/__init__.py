"""What comes in as lists here: seats of committees, results of elections, and the projects of a plan."""

from bkkplan.ground.lists.registry import register
from communities.list_kinds.committees import CommitteeList, ElectionList, community_words
from communities.list_kinds.projects import ProjectList

__all__ = ["CommitteeList", "ElectionList", "ProjectList", "community_words"]

register(CommitteeList())
register(ElectionList())
register(ProjectList())
