"""How the parsers refuse."""


def N_(sentence: str) -> str:  # noqa: N802  (the name by which message extractors know it)
    """Mark a sentence for translation without translating it."""
    return sentence


class NotUnderstoodError(ValueError):
    """The text cannot be read without guessing. The sentence says why and shows a right example."""

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence, values)
        self.sentence = sentence
        self.values = values

    def __str__(self) -> str:
        return self.sentence % self.values if self.values else self.sentence
