"""How our commands end and refuse: 0 or 1, with a sentence in Thai, also for words that cannot be read."""

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command, get_commands, load_command_class

from bkkplan.ground.core.commands import PortalCommand

COMMANDS = sorted(
    (app, name) for name, app in get_commands().items() if (settings.BASE_DIR / app.replace(".", "/")).is_dir()
)


def refused(command, words, capsys):
    with pytest.raises(SystemExit) as end:
        load_command_class(*command).run_from_argv(["manage.py", command[1], *words])
    return end.value.code, capsys.readouterr().err


KPI, REPORT = ("bkkplan.figures.kpi", "kpi"), ("bkkplan.figures.reports", "report")


@pytest.mark.parametrize(
    ("command", "words", "sentence"),
    [
        (KPI, ["--year", "abc"], "--year: “abc” ไม่ใช่ปีงบประมาณ พิมพ์เป็น พ.ศ. สี่หลัก เช่น 2563"),
        (KPI, ["--year", "2020"], "--year: “2020” ไม่ใช่ปีงบประมาณ"),
        (KPI, ["--year", "2566", "--as-of", "31/02/2566"], "--as-of: “31/02/2566” กุมภาพันธ์ ปี 2566 มี 28 วัน"),
        (KPI, [], "ยังไม่ได้ระบุ --year"),
        (KPI, ["--year"], "--year: ต้องมีค่าตามหลัง"),
        (KPI, ["--year", "2566", "--colour"], "ไม่มีตัวเลือก --colour"),
        (KPI, ["--year", "2566", "--by", "town"], "ให้เลือก เลือกได้จาก"),
        (REPORT, ["kpi", "--year", "2566", "--format", "odt", "--out", "x"], "--format: ไม่มี 'odt' ให้เลือก"),
        (
            ("communities", "import_communities"),
            ["x.csv", "--by", "x", "--as-of", "วานนี้"],
            "--as-of: “วานนี้” อ่านวันที่นี้ไม่ออก",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_1_and_a_sentence(command, words, sentence, capsys):
    code, told = refused(command, words, capsys)

    assert code == 1
    assert sentence in told
    assert "usage:" in told


def test_a_caller_in_the_code_gets_the_same_sentence():
    with pytest.raises(CommandError, match="ยังไม่ได้ระบุ --year"):
        call_command("kpi")


@pytest.mark.parametrize("typed", ["2563", "๒๕๖๓"])
def test_a_year_is_read_in_either_digits(typed, capsys):
    parser = load_command_class(*KPI).create_parser("manage.py", "kpi")

    assert parser.parse_args(["--year", typed, "--as-of", "2 มิ.ย. 2566"]).year == 2563


@pytest.mark.parametrize(("app", "name"), COMMANDS)
def test_every_command_of_ours_states_its_exit_codes(app, name, capsys):
    command = load_command_class(app, name)

    command.print_help("manage.py", name)

    assert isinstance(command, PortalCommand)
    assert "0 ทำเสร็จ (done), 1 ไม่ทำและบอกเหตุผล" in " ".join(capsys.readouterr().out.split())
