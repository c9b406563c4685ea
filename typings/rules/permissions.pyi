from rules.predicates import Predicate

permissions: dict[str, Predicate]

def add_perm(name: str, pred: Predicate) -> None: ...
