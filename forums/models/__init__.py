"""Hearing forums: who came, what was proposed, which plan projects took proposals up, and files as evidence."""

from forums.models.evidence import Attachment, Cleaning
from forums.models.forum import (
    Correction,
    Forum,
    ParticipantSector,
    Proposal,
    Uptake,
)
from forums.models.minutes import AdoptionMeeting, AgendaItem, Attendance
from forums.models.preparing import Body, ForumBody, ForumCommunity, ProgrammeItem, PublicityActivity
from forums.models.session import ForumSession, Postponement

__all__ = [
    "AdoptionMeeting",
    "AgendaItem",
    "Attachment",
    "Attendance",
    "Body",
    "Cleaning",
    "Correction",
    "Forum",
    "ForumBody",
    "ForumCommunity",
    "ForumSession",
    "ParticipantSector",
    "Postponement",
    "ProgrammeItem",
    "Proposal",
    "PublicityActivity",
    "Uptake",
]
