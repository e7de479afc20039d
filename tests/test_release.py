"""A built package holds all that the program needs, and an archive starts from it."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import urllib.request
import venv
import zipfile
from pathlib import Path

import pytest

from tests.archive import ROOT, Archive


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir"]
    subprocess.run([*build, str(folder), str(ROOT)], check=True, capture_output=True, timeout=120)
    return next(folder.glob("retold-*.whl"))


def test_everything_but_the_tests_is_in_it(wheel):
    source = ROOT / "src"
    tests = {"tests", "golden", "__pycache__"}
    files = [path.relative_to(source) for path in (source / "retold").rglob("*") if path.is_file()]
    wanted = {path.as_posix() for path in files if not tests & set(path.parts) and not path.name.startswith(".")}
    with zipfile.ZipFile(wheel) as packed:
        held = {name for name in packed.namelist() if name.startswith("retold/")}
    assert len([name for name in wanted if name.endswith((".html", ".css", ".js", ".svg"))]) > 50
    assert held == wanted


def test_an_archive_starts_from_it(wheel, tmp_path):
    """In an environment of its own: the libraries are those of this one, the program is not."""
    venv.create(tmp_path / "env", with_pip=False, symlinks=True)
    python = tmp_path / "env" / "bin" / "python"
    site = sysconfig.get_path("purelib", vars={"base": str(tmp_path / "env"), "platbase": str(tmp_path / "env")})
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(site)
    Path(site, "libraries.pth").write_text(sysconfig.get_path("purelib"))
    where = [str(python), "-c", "import retold; print(retold.__file__)"]
    assert subprocess.check_output(where, text=True, cwd=tmp_path).startswith(site)
    archive = Archive(tmp_path / "home", options=["--demo"], python=str(python)).start()
    try:
        with urllib.request.urlopen(archive.address, timeout=20) as answer:
            page = answer.read().decode()
        assert "Small Change" in page
        assert ".css" in page
    finally:
        archive.stop()
