"""`enforcement redaction check`: no database needed, and a finding is status 1."""

from pathlib import Path

from click.testing import CliRunner

from enforcement.cli import main


def checked(*words: str) -> tuple[int, str]:
    answer = CliRunner().invoke(main, ["redaction", "check", *words])
    return answer.exit_code, answer.output


def test_a_clean_file_and_one_that_is_not(tmp_path: Path) -> None:
    clean, told = tmp_path / "a.txt", tmp_path / "b.html"
    clean.write_text("罚款一万元。", "utf-8")
    told.write_text("<p>电话13805531234，患者孙桂兰</p>", "utf-8")
    assert checked(str(clean)) == (0, "没有发现不得公开的内容。\n")
    status, said = checked(str(clean), str(told))
    assert status == 1
    assert "13805531234" in said
    assert "发现 1 处" in said
    assert "孙桂兰" in checked(str(told), "--name", "孙桂兰")[1]
    assert checked(str(told), "--allow", "13805531234")[0] == 0
