"""Take the report of a mail server that a letter did not reach, from the standard input: a mail alias pipes it here."""

import email
import sys
from email import policy
from email.message import Message
from typing import Any

from django.core.management.base import CommandParser

from bkkplan.ground.accounts.actions.letters import note_bounce
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.commands import PortalCommand

FAILED = "failed"  # what was only delayed is reported as such, and may still arrive


class Command(PortalCommand):
    help = "Mark the addresses of a delivery report (RFC 3464), or the one that is given, as not reaching."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--address", default="", help="the address, where there is no report to read")
        parser.add_argument("--reason", default="", help="what the mail server said")

    def handle(self, *_: Any, address: str, reason: str, **__: Any) -> None:
        found = [(address, reason)] if address else failures(sys.stdin.buffer.read())
        marked = [one for one, why in found if note_bounce(address=one, reason=why, on=today(), at=now())]
        self.stdout.write(f"{len(marked)} marked")


def failures(report: bytes) -> list[tuple[str, str]]:
    """The addresses that a report says are not reached for good, each with the reason; none for any other mail."""
    found = []
    for part in email.message_from_bytes(report, policy=policy.default).walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in part.get_payload():
            if isinstance(block, Message) and str(block.get("Action", "")).strip().lower() == FAILED:
                recipient = str(block.get("Final-Recipient", "")).rpartition(";")[2].strip()
                reason = block.get("Diagnostic-Code") or block.get("Status") or ""
                found.append((recipient, " ".join(str(reason).split())))
    return [(recipient, reason) for recipient, reason in found if recipient]
