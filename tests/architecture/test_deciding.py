"""What was shown is what is decided: each act page has a basis, or stands here with the reason why it needs none."""

import ast
import inspect
import textwrap
from collections import Counter

from bkkplan.ground.core.pages.acts import ActPage
from tests.architecture.house import dotted, place, rooms, tree
from tests.isolation.urls import routes

WITHOUT_BASIS = {
    "it decides about a request that never changes after it was made; the act demands that it still waits": [
        "budget:carry-decide", "budget:extension-decide", "budget:payment-confirm", "budget:payment-refuse",
        "budget:permit-decide",
    ],
    "it takes back one act, which never changes; the act demands that nothing was built on it": [
        "budget:carry-withdraw", "budget:check-meeting-undo", "budget:item-restore", "budget:lot-inspection-undo",
        "budget:lot-undo", "budget:money-table-undo", "budget:register-undo", "budget:request-stage-withdraw",
        "budget:reverse", "budget:take-back", "budget:taking-undo", "budget:tree-list-undo", "budget:undo",
        "budget:withdraw", "communities:review-undo", "forums:cancel-adoption", "forums:join-again",
        "forums:merge-undo", "forums:not-held", "forums:reply-take-back", "forums:uptake-end", "lists:undo",
        "communities:training-not-held",
    ],
    "it hands the office's or the committee's own work in, or takes it back; whoever gets it decides with a basis": [
        "budget:action-plan-recall", "budget:action-plan-submit", "budget:recall-plan", "budget:request-recall",
        "communities:submit", "communities:take-over", "kpi:quarter-gather",
    ],
    "it asks for something, or answers a question of others": [
        "budget:carry-ask", "budget:carry-extend", "budget:permit-ask", "budget:second-look-ask",
        "budget:waiting-answer", "communities:comment-answer", "communities:comments", "forums:agency-answer",
        "forums:answer", "forums:forward", "years:remind",
    ],
    "it begins, adds or joins what the person chose or typed": [
        "communities:assistant-name", "accounts:invite",
        "accounts:section-add", "accounts:usual-sections", "accounts:usual-sections-everywhere",
        "budget:action-plan-amend", "budget:action-plan-open", "budget:district-strategy-begin",
        "budget:flagship-new", "budget:item-new", "budget:item-photos", "budget:lot-new", "budget:node-new",
        "budget:policy-begin", "budget:request-begin", "budget:request-begin-flagship", "budget:request-line-new",
        "budget:tree-new", "communities:add-project", "communities:attendance-list", "communities:begin",
        "communities:course-new", "communities:enter-from-paper", "communities:member-seat",
        "communities:term-begin", "communities:training-new", "communities:training-upload", "forums:copy",
        "forums:join", "forums:merge", "forums:open-to-group", "forums:plan", "forums:proposal-tie",
        "forums:split", "forums:upload", "forums:uptake-take", "forums:uptake-tie", "years:begin", "years:step-new",
    ],
    "it enters money that the person typed; the ledger demands under its lock that so much is there": [
        "budget:carry-commit", "budget:carry-commit-pay", "budget:carry-lapse", "budget:carry-pay",
        "budget:clear-advance", "budget:cost", "budget:cut", "budget:district-cut", "budget:district-fund",
        "budget:fund", "budget:item-budget", "budget:lend", "budget:move", "budget:pay-at-once",
    ],
    "it writes a day, a name or a setting; the log keeps what stood before": [
        "accounts:address", "accounts:my-letters", "accounts:section", "accounts:sections-of", "budget:lot-edit",
        "budget:lot-hand-over", "budget:request-line-edit", "budget:second-person", "budget:year-spending",
        "budget:year-trees-edit", "communities:entry", "communities:member-correct", "communities:standing",
        "communities:trainees", "communities:training-held", "communities:year-cut-off", "forums:adopt",
        "forums:announce", "forums:file-public", "forums:finish", "forums:held", "forums:open", "forums:postpone",
        "kpi:external-codes", "kpi:reported",
    ],
    "it moves, ends or takes away one thing that its page or its heading names": [
        "accounts:close", "accounts:destruction-item", "accounts:end-role", "accounts:erase",
        "accounts:forget-second-factor", "accounts:section-close", "budget:flagship-move", "budget:flagship-remove",
        "budget:item-drop", "budget:item-move", "budget:item-photo-remove", "budget:lot-cancel", "budget:lot-close",
        "budget:lot-take-out", "budget:node-remove", "budget:request-line-remove", "budget:tree-remove",
        "communities:assistant-end", "communities:course-file-remove", "communities:end", "communities:member-leave",
        "communities:merge", "communities:row-act", "communities:split", "communities:term-end", "forums:cancel",
        "forums:file-remove", "reports:cancel", "years:discard",
    ],
    "it gives one person a role, or a way in": [
        "accounts:give-role", "accounts:new-link", "communities:assistant-link", "communities:member-invite",
        "communities:member-link", "enter", "lists:links",
    ],
    "it acts on rows that were checked: the act checks them again and marks those that changed": [
        "budget:check-keep", "budget:tree-list-cancel", "budget:tree-list-columns", "budget:tree-list-confirm",
        "budget:tree-list-levels", "lists:cancel", "lists:columns", "lists:confirm", "lists:rows", "lists:stop",
        "lists:words",
    ],
    "it destroys what a decision with a basis approved": ["accounts:destroy"],
}  # fmt: skip

# Actions that compare what was seen and write no word of it into the log, and why.
NOT_IN_THE_LOG = {
    "budget/actions/checks/checks.py": "it hands in a plan; whoever confirms it has a basis",
    "budget/actions/plan/copying.py": "each copy is a new item, in the log as such",
    "budget/actions/money/entry_tables.py": "money: each entry is in the log with its amount",
    "budget/actions/lots/lot_money.py": "money: each entry is in the log with its amount",
    "budget/actions/strategy/policies.py": "a text before it is submitted: the log keeps what stood before",
    "budget/actions/books/register.py": "money: each entry is in the log with its amount",
    "budget/actions/flagship/request_stages.py": "money: the entry is in the log with its amount and its source",
    "budget/actions/plan/taking_in.py": "the two decisions that it makes say it",
    "communities/actions/seats.py": "each seat is in the log as a single act is",
    "communities/actions/trainings.py": "a text before it is announced: the log keeps what stood before",
    "forums/actions/preparing.py": "a list of words: the log keeps what stood before",
}


def act_pages():
    views = {name: getattr(route.callback, "view_class", object) for name, route in routes().items()}
    return {name: view for name, view in views.items() if issubclass(view, ActPage)}


def test_each_act_page_has_a_basis_or_a_reason_to_have_none():
    without = {name for name, view in act_pages().items() if view.basis is ActPage.basis}
    listed = Counter(name for names in WITHOUT_BASIS.values() for name in names)

    assert without - set(listed) == set()
    assert set(listed) - without == set()
    assert [name for name, times in listed.items() if times > 1] == []


def test_what_a_page_has_shown_reaches_its_action():
    """A page with a basis finds ``seen`` in its data, and hands on the data as a whole or ``seen`` by its name."""
    deaf = {
        name
        for name, view in act_pages().items()
        if view.basis is not ActPage.basis and not any(map(_hands_on, _parts_of(view)))
    }

    assert deaf == set()


def _parts_of(view):
    """The expressions of ``act``, and of ``enter`` where it calls that."""
    for method in (view.act, getattr(view, "enter", None)):
        if method is not None:
            source = ast.parse(textwrap.dedent(inspect.getsource(method)))
            yield from ast.walk(source)


def _hands_on(node):
    if isinstance(node, ast.Constant):
        return node.value == "seen"
    given = [*node.args, *(keyword.value for keyword in node.keywords)] if isinstance(node, ast.Call) else ()
    return any(dotted(value) in {"data", "movement"} for value in given)


def test_what_an_action_compared_stands_in_the_log():
    dropped = {
        place(path)
        for path in rooms("actions")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Attribute)
        and node.value.func.attr == "demand"
        and [dotted(argument) for argument in node.value.args] == ["seen"]
    }

    assert dropped == set(NOT_IN_THE_LOG)
