"""The field with which people choose a node of the strategy trees."""

from django import forms

from budget.models import StrategyNode
from budget.queries.strategy.trees import Offered


class NodeField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """The nodes that are offered, under the names of their trees where there are several."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(queryset=StrategyNode.objects.none(), **kwargs)  # type: ignore[arg-type]

    def offer(self, offered: Offered) -> None:
        self.queryset = StrategyNode.objects.select_related("tree").filter(pk__in=[node.pk for node in offered.nodes])
        self.choices = offered.choices()
