from communities.resources.answers import read_answers, write_questions
from communities.resources.export import register_parts
from communities.resources.register import read_register

__all__ = ["read_answers", "read_register", "register_parts", "write_questions"]
