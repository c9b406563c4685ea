"""Hearing forums: who came, what was proposed, which plan projects took proposals up, and files as evidence."""

from forums.models.evidence import Attachment, Cleaning
from forums.models.forum import Correction, Forum, ParticipantSector, Proposal
from forums.models.minutes import AgendaItem, Attendance
from forums.models.preparing import Body, ForumBody, ForumCommunity, ProgrammeItem, PublicityActivity
from forums.models.replies import Reply
from forums.models.session import ForumSession, Postponement
from forums.models.successions import Succession
from forums.models.uptakes import AdoptionMeeting, Uptake
