from communities.resources.answers import read_answers, write_questions
from communities.resources.export import register_parts
