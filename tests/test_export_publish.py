"""A place in a repository: one number for one jar, whatever goes wrong."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from export.publish import check_names, check_repository, slot
from scorejar.errors import ModelError, UsageError


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def publish(repository: Path, content: str = "jar", version: int | None = None) -> int:
    with slot(repository, "m", version) as place:
        place.staged.write_text(content)
        return place.version


def test_versions_count_up_from_the_highest(tmp_path: Path) -> None:
    assert [publish(tmp_path), publish(tmp_path), publish(tmp_path, version=9)] == [1, 2, 9]
    assert publish(tmp_path) == 10
    assert names(tmp_path / "m") == ["1.jar", "10.jar", "2.jar", "9.jar"]


def test_a_version_is_never_replaced(tmp_path: Path) -> None:
    publish(tmp_path, "first")
    with pytest.raises(ModelError, match=r"1\.jar: expected a version that does not exist"):
        publish(tmp_path, "second", version=1)
    assert (tmp_path / "m" / "1.jar").read_text() == "first"


def test_a_jar_that_appears_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    with (
        pytest.raises(ModelError, match="jars are never replaced"),
        slot(tmp_path, "m", None) as place,
    ):
        place.staged.write_text("second")
        place.jar.write_text("first")
    assert names(tmp_path / "m") == ["1.jar"]
    assert (tmp_path / "m" / "1.jar").read_text() == "first"


def test_a_failure_leaves_nothing_behind(tmp_path: Path) -> None:
    repository = tmp_path / "deep" / "models"
    with pytest.raises(ModelError, match="disproved"), slot(repository, "m", None) as place:
        place.staged.write_text("half")
        raise ModelError("disproved")
    assert names(tmp_path) == []


def test_while_it_is_made_readers_see_no_version(tmp_path: Path) -> None:
    with slot(tmp_path, "m", None) as place:
        place.staged.write_text("jar")
        assert not [name for name in names(tmp_path / "m") if name.endswith(".jar")]
    assert names(tmp_path / "m") == ["1.jar"]


def test_what_a_killed_export_left_is_cleared_away(tmp_path: Path) -> None:
    killed = (
        "import os, signal; from pathlib import Path; from export.publish import slot\n"
        "with slot(Path(r'%s'), 'm', None) as place:\n"
        "    place.staged.write_text('half'); os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    process = subprocess.run([sys.executable, "-c", killed % tmp_path], check=False)
    assert process.returncode == -9
    assert publish(tmp_path, "whole") == 1
    assert names(tmp_path / "m") == ["1.jar"]
    assert (tmp_path / "m" / "1.jar").read_text() == "whole"


def test_many_exports_at_once_take_a_version_each(tmp_path: Path) -> None:
    taken: list[int] = []
    start = threading.Barrier(8)

    def export() -> None:
        start.wait()
        taken.append(publish(tmp_path))

    threads = [threading.Thread(target=export) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(1, 9))
    assert len(names(tmp_path / "m")) == 8


@pytest.mark.parametrize("model", ["", "Credit", "../x", "a b", "-a", "a" * 64])
def test_a_name_that_is_no_models_is_refused(model: str) -> None:
    with pytest.raises(UsageError, match="--model: expected 1 to 63 of"):
        check_names(model, None)


@pytest.mark.parametrize("version", [0, -1, 10**15 + 1])
def test_a_version_out_of_range_is_refused(version: int) -> None:
    with pytest.raises(UsageError, match=r"--version: expected 1 to 10\^15"):
        check_names("m", version)


def test_a_repository_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("")
    with pytest.raises(UsageError, match="models: expected a folder, found a file"):
        check_repository(tmp_path / "models", "m", None)
