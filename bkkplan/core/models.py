"""Abstract pieces that several apps' rows are made of."""

from django.db import models


class Versioned(models.Model):
    """A row that people edit together: each save raises ``version``, and a stale one is refused."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True
