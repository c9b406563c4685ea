"""The transfer of a flagship project's money to the bureau in charge of it."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _l

from bkkplan.ground.core.rows.basis import Basis
from budget.actions.money import ledger, money
from budget.models import Allocation
from budget.queries.money.money import basis_of_share
from budget.views.flagship.flagship import FlagshipEntry


class TransferToBureau(FlagshipEntry):
    """Money of the project to the bureau in charge of it."""

    heading = _l("โอนจัดสรรให้สำนัก")
    button = _l("โอนจัดสรร")
    limit_words = _l("โอนได้อีก")

    @property
    def explanation(self) -> str:
        return f"{self.flagship.bureau or ''} · {super().explanation}"

    def limit(self) -> Decimal:
        return self.source.left_to_transfer if self.source else Decimal(0)

    def basis(self) -> Basis:
        bureau = self.flagship.bureau
        if bureau is None:
            return Basis()
        purse = Allocation.objects.filter(appropriation=self.source, bureau=bureau).first()
        return basis_of_share(bureau, purse.transferred if purse else Decimal(0))

    def enter(self, movement: dict[str, Any]) -> ledger.Entered:
        return money.transfer_to_bureau(flagship_id=self.flagship.pk, **movement)
