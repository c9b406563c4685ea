"""The annual action plan of a district, how projects get into it, and the money."""

from budget.models.action_plan import (
    ActionPlan,
    ActionPlanEdition,
    ActionPlanItem,
    Inclusion,
    ItemChange,
)
from budget.models.carrying import Carry, CarryExtension, CarryPaper
from budget.models.check import CheckMeeting, ConsistencyCheck, ThreeAnswers, granted_of
from budget.models.closing import MonthClosing, YearClosing, YearPermit
from budget.models.direct import DirectInclusion
from budget.models.entry_tables import EntryTable
from budget.models.item_words import ItemWords
from budget.models.lots import Handover, Lot, LotEntry, LotInspection, LotLine, LotPieces, LotShare
from budget.models.money import Allocation, Appropriation, LedgerEntry
from budget.models.naming import MoneyCategory, MoneySource, NamedSource
from budget.models.policies import AreaPolicy, PolicyStatement
from budget.models.quarter_reports import ItemPhoto, ItemReport, QuarterReport
from budget.models.register import RegisterLine
from budget.models.requests import BudgetRequest, RequestedProject, RequestLine, RequestStage, StageAmount
from budget.models.second_look import SecondLook
from budget.models.spending import Advance, Cost, Payment, SpendingRule
from budget.models.stages import LogRead, ProposalStage
from budget.models.strategy import FlagshipProject, FlagshipShare
from budget.models.taking_in import TakingIn
from budget.models.tree_lists import TreeImport, TreeReading
from budget.models.trees import StrategyNode, StrategyTree, TreeInForce
from budget.models.waiting import WaitingQuestion
