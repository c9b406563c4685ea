"""A list of the nodes of a strategy tree: what it would do. Nothing is written here; `actions.tree_lists` does that."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import Any

from bkkplan.ground.core.forms.tables import CellError, Column, demand_text, open_list, read_list, refused
from bkkplan.ground.core.thai import NotUnderstoodError, normalise
from bkkplan.ground.core.thai.codes import code_above, code_key, parse_code
from bkkplan.ground.core.thai.errors import N_
from budget.models import StrategyNode, StrategyTree
from budget.queries.strategy.trees import in_words, nodes_of, uses_of

MOST_NODES = 2_000
NAME = Column("name", "ชื่อ", ("name", "name_th", "ข้อความ", "รายการ", "ชื่อข้อ"), is_needed=True)
CODE = Column("code", "รหัส", ("code", "ที่", "ลำดับ", "รหัสข้อ"))
LEVEL = Column("level", "ระดับ", ("level", "ชนิด", "ประเภท"))
PARENT = Column("parent", "รหัสของข้อที่อยู่เหนือขึ้นไป", ("parent", "parent_code", "รหัสแม่", "อยู่ใต้"))
ENGLISH = Column("name_en", "ชื่อภาษาอังกฤษ", ("english",))
COLUMNS = (NAME, CODE, LEVEL, PARENT, ENGLISH)
LONGEST = 500
Row = dict[str, Any]


def read_tree(data: bytes, name: str) -> dict[str, Any]:
    """The table of a file or of pasted text, as it is kept. Raises NotUnderstoodError."""
    return read_list(data, name=name, columns=COLUMNS).as_json()


def check_tree(
    tree: StrategyTree,
    table: Mapping[str, Any],
    columns: Mapping[str, Any],
    *,
    is_whole: bool,
    left_out: Collection[str],
) -> dict[str, Any]:
    """What the list would make of the tree: its rows in the order of the tree, and the refused cells.

    A row ``does`` new, changed, same or out (taken out, only with ``is_whole``); one without a number in the file is a
    node that stands already. ``strange`` are the words for levels that the tree does not have, with their rows.
    """
    opened = open_list(table, columns, COLUMNS, most=MOST_NODES)
    outcome: dict[str, Any] = opened.as_json() | {"rows": [], "strange": {}}
    errors = list(opened.errors)
    if not errors:
        checker = _Checker(tree, left_out=left_out, is_whole=is_whole)
        for number, texts in opened.rows:
            checker.read(number, texts)
        checker.place()
        if not checker.errors:
            checker.compare()
        outcome |= {"rows": checker.rows, "strange": checker.strange}
        errors = checker.errors
    does = [row["does"] for row in outcome["rows"]]
    return outcome | {"errors": [asdict(error) for error in errors]} | {name: does.count(name) for name in DOES}


DOES = ("new", "changed", "same", "out")


class _Checker:
    """Reads the rows, then says where each stands, then what it changes; the tree is loaded once."""

    def __init__(self, tree: StrategyTree, *, left_out: Collection[str], is_whole: bool) -> None:
        self.tree, self.left_out, self.is_whole = tree, set(left_out), is_whole
        self.levels = {_key(name): level for level, name in enumerate(tree.levels, 1)}
        self.nodes = nodes_of(tree)
        self.by_code = {code_key(node.code): node for node in self.nodes if node.code}
        self.read_rows: list[Row] = []
        self.rows: list[Row] = []
        self.of_code: dict[str, Row] = {}
        self.strange: dict[str, int] = {}
        self.errors: list[CellError] = []

    def read(self, number: int, texts: Mapping[str, str]) -> None:
        """The cells of one row. A row of a level that people left out is no node."""
        word = normalise(texts.get("level", ""))
        level = self.levels.get(_key(word), 0)
        if word and not level:
            self.strange[word] = self.strange.get(word, 0) + 1
            if word not in self.left_out and self.strange[word] == 1:
                named = ", ".join(self.tree.levels)
                self.refuse(number, LEVEL, word, N_("แผนนี้ไม่มีระดับนี้ ระดับของแผนคือ %(levels)s"), levels=named)
            return
        row: Row = {"row": number, "level": level, "word": word, "node": None, "was": ""}
        row["name"] = self.text(number, NAME, texts)
        row["name_en"] = self.text(number, ENGLISH, texts)
        row["code"], row["parent"] = self.code(number, CODE, texts), self.code(number, PARENT, texts)
        if not row["name"]:
            self.refuse(number, NAME, "", N_("ใส่ชื่อของข้อนี้"))
        key = code_key(row["code"])
        if key and key in self.of_code:
            sentence = N_("รหัสซ้ำกับแถวที่ %(row)s ถ้าเป็นรหัสเช่น 1.10 ให้จัดรูปแบบช่องเป็นข้อความ")
            self.refuse(number, CODE, row["code"], sentence, row=self.of_code[key]["row"])
            return
        if key:
            self.of_code[key] = row
        self.read_rows.append(row)

    def place(self) -> None:
        """The level of each row and what it stands under; codes must nest."""
        for row in self.read_rows:
            self.settle(row)

    def settle(self, row: Row) -> int | None:
        """The level of a row, after what it stands under has one; None if that can't be known."""
        if "above" in row:
            return row["level"] or None
        row["above"] = ""
        named, row["level"] = row["level"], 0  # no level while the rows above are asked: rows in a circle have none
        above = row["parent"] or code_above(row["code"])
        over = self.level_of(code_key(above)) if above else 0
        if over is None and named == 1 and not row["parent"]:
            above, over = "", 0  # the highest level may have codes such as 5.2
        if over is None:
            column = PARENT if row["parent"] else CODE
            sentence = N_("ไม่มีข้อ %(above)s ในแผนนี้และในรายการ จึงไม่รู้ว่า %(what)s อยู่ใต้ข้อใด")
            self.refuse(row["row"], column, row[column.key], sentence, above=above, what=row["code"] or row["name"])
            return None
        own = code_above(row["code"])
        if row["parent"] and own and code_key(own) != code_key(above):
            sentence = N_("รหัสนี้อยู่ใต้ %(above)s ไม่ใช่ %(parent)s")
            self.refuse(row["row"], CODE, row["code"], sentence, above=own, parent=row["parent"])
        row["above"], row["level"] = code_key(above), over + 1
        self.agree(row, named)
        return over + 1

    def agree(self, row: Row, named: int) -> None:
        """Refuse a level that the tree does not have, or another than the one that the row names."""
        level = row["level"]
        if level > len(self.tree.levels):
            sentence = N_("แผนนี้มี %(n)s ระดับ จึงไม่มีระดับใต้ข้อที่ข้อนี้อยู่ใต้")
            self.refuse(row["row"], CODE, row["code"], sentence, n=len(self.tree.levels))
        elif named > 1 and not row["code"] and not row["parent"]:
            self.refuse(row["row"], PARENT, "", N_("ข้อที่ไม่มีรหัสต้องบอกรหัสของข้อที่อยู่เหนือขึ้นไป"))
        elif named and named != level:
            sentence = N_("ข้อนี้อยู่ในระดับ “%(level)s” แต่ช่องนี้เขียนว่า “%(word)s”")
            self.refuse(row["row"], LEVEL, row["word"], sentence, level=self.tree.levels[level - 1], word=row["word"])

    def level_of(self, key: str) -> int | None:
        """The level of the node with a code, in the list or else in the tree."""
        if (row := self.of_code.get(key)) is not None:
            return self.settle(row)
        node = self.by_code.get(key)
        return node.level if node is not None and not self.is_whole else None

    def compare(self) -> None:
        """What each row changes, what is taken out, and the whole as a tree."""
        uncoded = {
            (code_key(node.parent.code) if node.parent else "", node.name_th): node
            for node in self.nodes
            if not node.code
        }
        met: set[int] = set()
        twice: dict[tuple[str, str], int] = {}
        for row in self.read_rows:
            if not row["code"] and (row["above"], row["name"]) in twice:
                first = twice[row["above"], row["name"]]
                self.refuse(row["row"], NAME, row["name"], N_("ซ้ำกับแถวที่ %(row)s"), row=first)
            twice.setdefault((row["above"], row["name"]), row["row"])
            node = self.by_code.get(code_key(row["code"])) if row["code"] else uncoded.get((row["above"], row["name"]))
            row["does"] = "new" if node is None else "same"
            if node is not None:
                met.add(node.pk)
                row["node"] = node.pk
                stood = code_key(node.parent.code) if node.parent else ""
                is_same = (node.code, node.name_th, stood) == (row["code"], row["name"], row["above"])
                if not is_same or row["name_en"] not in ("", node.name_en):
                    row["does"], row["was"] = "changed", node.name_th if node.name_th != row["name"] else ""
        others = [node for node in self.nodes if node.pk not in met]
        if self.is_whole:
            self.take_out(others)
        standing = [_row_of(node, "out" if self.is_whole else "same") for node in others]
        keys: dict[str, str] = {}
        for row in sorted([*self.read_rows, *standing], key=lambda row: (row["level"], code_key(row["code"]))):
            row["key"] = f"{keys.get(row['above'], '')}/{code_key(row['code']) or '~'}"
            if row["code"]:
                keys[code_key(row["code"])] = row["key"]
        self.rows = sorted([*standing, *self.read_rows], key=lambda row: row["key"])

    def take_out(self, nodes: list[StrategyNode]) -> None:
        uses = uses_of(nodes)
        for node in nodes:
            if used := in_words([uses[node.pk]] if node.pk in uses else []):
                sentence = N_("ข้อนี้ไม่อยู่ในรายการ แต่ใช้อยู่ใน: %(used)s จึงนำออกไม่ได้")
                self.refuse(0, CODE if node.code else NAME, node.code or node.name_th, sentence, used=used)

    def text(self, number: int, column: Column, texts: Mapping[str, str]) -> str:
        text = normalise(texts.get(column.key, ""))
        try:
            demand_text(texts.get(column.key, ""))
        except NotUnderstoodError as error:
            self.errors.append(refused(number, column.heading, text, error))
        if len(text) > LONGEST:
            self.refuse(number, column, text[:LONGEST], N_("ยาวเกิน %(most)s ตัวอักษร"), most=LONGEST)
        return text

    def code(self, number: int, column: Column, texts: Mapping[str, str]) -> str:
        text = texts.get(column.key, "")
        try:
            demand_text(text)
            return parse_code(text)
        except NotUnderstoodError as error:
            self.errors.append(refused(number, column.heading, text, error))
            return ""

    def refuse(self, number: int, column: Column, text: str, sentence: str, **values: object) -> None:
        self.errors.append(refused(number, column.heading, text, NotUnderstoodError(sentence, **values)))


def _row_of(node: StrategyNode, does: str) -> Row:
    return {
        "row": 0,
        "does": does,
        "node": node.pk,
        "code": node.code,
        "name": node.name_th,
        "name_en": node.name_en,
        "level": node.level,
        "above": code_key(node.parent.code) if node.parent else "",
        "was": "",
    }


def _key(level: str) -> str:
    """ด้านที่ and ด้าน are one level."""
    return normalise(level).casefold().removesuffix("ที่").replace(" ", "")
