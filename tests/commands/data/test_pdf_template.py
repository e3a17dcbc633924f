"""An office's own layout of a pdf sees the page and nothing else: no file of this machine, and no network."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.made_up.office_files import pdf_text
from tests.made_up.program import MakePerson, Run

SECRET = "KEY-OF-WHOEVER-RUNS-THIS"


@pytest.fixture
def template(tmp_path: Path, make_person: MakePerson, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The office's own layout of handovers, beside the settings of somebody who keeps a secret."""
    make_person()
    config = tmp_path / "office" / "config.toml"
    (config.parent / "templates").mkdir(parents=True)
    config.touch()
    (config.parent / "key.txt").write_text(SECRET)
    monkeypatch.setenv("RELEASECHECK_CONFIG", str(config))
    monkeypatch.chdir(config.parent)
    yield config.parent / "templates" / "handover.typ.j2"


@pytest.mark.parametrize(
    "path", ["key.txt", "/key.txt", "../key.txt", "../../office/key.txt", "/etc/passwd", "templates/x.typ.j2"]
)
@pytest.mark.parametrize(
    "reader", ['#read("{}")', '#include "{}"', '#image("{}")', '#eval("read(\\"{}\\")")']
)
def test_it_reads_no_file(run: Run, template: Path, tmp_path: Path, path: str, reader: str) -> None:
    template.write_text(reader.format(path))
    done = run("handover", "A1234BC", "--to", "COM", "-o", tmp_path / "out.pdf")
    assert (done.code, done.out) == (1, "")
    assert (
        f"releasecheck: {template}: a template reads no files: what the page holds is in sys.inputs.page, "
        "line 1. The built-in page was used instead\n"
    ) in done.err
    assert "SMITH" in (text := pdf_text((tmp_path / "out.pdf").read_bytes()))
    assert SECRET not in text


@pytest.mark.parametrize(
    "source",
    [
        '#import "@preview/cetz:0.3.0"',
        '#import ("@pre" + "view/cetz:0.3.0")',
        '#eval("import \\"@preview/cetz:0.3.0\\"")',
        '#import "@local/cetz:0.3.0"',
    ],
)
def test_it_asks_no_network(
    run: Run, template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    """Whoever asked would come through the office's own way out, and be seen there."""
    template.write_text(source)
    with socket.create_server(("127.0.0.1", 0)) as way_out:
        for name in ("https_proxy", "HTTPS_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{way_out.getsockname()[1]}")
        monkeypatch.setenv("NO_PROXY", "example.org")
        done = run("handover", "A1234BC", "--to", "COM", "-o", tmp_path / "out.pdf")
        way_out.setblocking(False)
        with pytest.raises(BlockingIOError):
            way_out.accept()
    assert (done.code, done.out) == (1, "")
    assert (
        f"releasecheck: {template}: a template gets no packages: write what it needs into the template, "
        "line 1. The built-in page was used instead\n"
    ) in done.err


def test_the_way_out_is_as_it_was_afterwards(
    run: Run, template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    monkeypatch.setenv("https_proxy", "http://proxy.example.org:3128")
    monkeypatch.delenv("HTTPS_PROXY", raising=False)
    template.write_text("#json(bytes(sys.inputs.page)).title")
    assert run("handover", "A1234BC", "--to", "COM", "-o", tmp_path / "out.pdf").code == 0
    assert os.environ["https_proxy"] == "http://proxy.example.org:3128"
    assert "HTTPS_PROXY" not in os.environ
