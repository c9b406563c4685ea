"""The reference folder of a country that is made up: provinces, local authorities without tiles, their sub-districts.

Tests have three provinces of ten, script/bench --country as many as it is asked for. Each province has a เมือง.
"""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

PER_PROVINCE = 103  # as in a country of 76 provinces with 7,850 authorities
HEADS = {
    "groups": ("code", "name_th", "name_en", "position"),
    "districts": ("code", "name_th", "name_en", "group", "postal_code", "people", "tile_column", "tile_row"),
    "subdistricts": ("code", "district", "name_th", "name_en"),
    "offices": ("code", "kind", "district", "name_th", "name_en"),
}


def write_country(folder: Path, *, districts: int, per_province: int = PER_PROVINCE) -> Path:
    """Write the four files of places into ``folder``; return it."""
    rows = list(_districts(districts, per_province))
    provinces = sorted({row["group"] for row in rows})
    _write(
        folder,
        "groups",
        (
            {"code": code, "name_th": f"จังหวัดที่ {n}", "name_en": f"Province {n}", "position": n}
            for n, code in enumerate(provinces, 1)
        ),
    )
    _write(folder, "districts", rows)
    _write(
        folder,
        "subdistricts",
        ({"code": f"{row['code']}01", "district": row["code"], "name_th": "ในเมือง", "name_en": "Town"} for row in rows),
    )
    _write(
        folder,
        "offices",
        (
            {
                "code": f"A{n:06}",
                "kind": "district",
                "district": row["code"],
                "name_th": f"สำนักงานเขต{row['name_th']}",
                "name_en": f"{row['name_en']} office",
            }
            for n, row in enumerate(rows, 1)
        ),
    )
    return folder


def _districts(count: int, per_province: int) -> Iterable[Mapping[str, object]]:
    for n in range(count):
        province, place = n // per_province + 1, n % per_province + 1
        name = ("เมือง", "Mueang") if place == 1 else (f"ทุ่งทอง {n + 1}", f"Thung Thong {n + 1}")
        yield {
            "code": f"TH{province:02}{place:04}",
            "name_th": name[0],
            "name_en": name[1],
            "group": f"th{province:02}",
            "postal_code": f"{province:02}000",
            "people": 5000 + n,
        }


def _write(folder: Path, name: str, rows: Iterable[Mapping[str, object]]) -> None:
    path = folder / "districts" / f"{name}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, HEADS[name], restval="")
        writer.writeheader()
        writer.writerows(rows)
