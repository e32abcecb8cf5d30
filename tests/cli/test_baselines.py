"""`enforcement discretion import`: a spreadsheet's file goes in, a wrong one is refused by line."""

from pathlib import Path

from enforcement.discretion import queries

SAMPLE = Path(__file__).parents[2] / "docs/samples/discretion-baselines.csv"


def test_a_table_is_imported_or_refused_by_line(command, bureau, tmp_path):
    saved = tmp_path / "baselines.csv"
    saved.write_bytes(SAMPLE.read_text("utf-8").replace("1.3,1.7", "1.4,1.7").encode("gb18030"))
    shown = command("discretion", "import", str(saved), "--as", "system_admin")
    assert shown.exit_code == 1
    assert "第3行：须与上一阶次“较轻”的上限相接。" in shown.output
    assert bureau.read(queries.baselines) == []
    refused = command("discretion", "import", str(SAMPLE), "--as", "officer_a")
    assert (refused.exit_code, "没有办理此事项的权限" in refused.output) == (1, True)
    shown = command("discretion", "import", str(SAMPLE), "--as", "system_admin")
    assert (shown.exit_code, "已导入 2 版裁量基准。" in shown.output) == (0, True), shown.output
    assert len(bureau.read(queries.baselines)) == 2
