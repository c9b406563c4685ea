from communities.resources.answers import read_answers, write_questions
from communities.resources.register import export_register

__all__ = ["export_register", "read_answers", "write_questions"]
