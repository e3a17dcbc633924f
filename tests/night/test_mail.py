"""Digests by post, to a real server: who gets what, what is logged, and what happens when it is refused."""

from __future__ import annotations

import email
import re
import socket
from collections.abc import Iterator
from contextlib import closing
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from releasecheck.night import mail
from tests.made_up.need import CATALOGUE, LEFT_OUT, SECRET
from tests.made_up.program import AS_OF, MakePerson, Result, Run
from tests.made_up.records import rows
from tests.made_up.sensitive import GIVEN_AWAY, tell_all

NEXT = "2026-11-24"
OKAFOR = "j.okafor@example.org"


class Post:
    """A server's postbag: what came in, and what it is told to refuse."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refusals: dict[str, list[str]] = {}
        self.asked: list[str] = []
        self.logins: list[tuple[bytes, bytes]] = []

    async def handle_RCPT(self, *given: Any) -> str:  # noqa: N802
        _, _, envelope, address, _ = given
        self.asked.append(address)
        left = self.refusals.get(address)
        if left:
            return left.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, *given: Any) -> str:  # noqa: N802
        found = email.message_from_bytes(given[2].content, policy=policy.default)
        assert isinstance(found, EmailMessage)
        left = self.refusals.get(f"data {found['To']}")
        if left:
            return left.pop(0)
        self.letters.append(found)
        return "250 OK"

    def login(self, *given: Any) -> AuthResult:
        self.logins.append((given[-1].login, given[-1].password))
        return AuthResult(success=given[-1].password == b"right", handled=False)


def free_port() -> int:
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def bag() -> Post:
    return Post()


@pytest.fixture
def port(bag: Post) -> Iterator[int]:
    controller = Controller(
        bag, "127.0.0.1", free_port(), authenticator=bag.login, auth_require_tls=False, ready_timeout=30
    )
    controller.start()
    yield controller.port
    controller.stop()


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "PAUSES", (0.0, 0.0))


@pytest.fixture
def people(make_person: MakePerson) -> None:
    make_person(com="J. Okafor", prison="LEI")
    make_person("A2222BC", "O’NEILL, Áine", com="J. Okafor", prison="LEI")


def told(tmp_path: Path, port: int, more: str = "", to: str = f'"COM J. Okafor" = "{OKAFOR}"') -> Path:
    path = tmp_path / "config.toml"
    path.write_text(
        f'[mail]\nhost = "127.0.0.1"\nport = {port}\ntls = "none"\nsender = "night@example.org"\n{more}\n'
        f"[mail.to]\n{to}\n",
        "utf-8",
    )
    return path


def nightly(run: Run, tmp_path: Path, config: Path, *words: str, as_of: str = AS_OF) -> Result:
    return run("--config", config, "nightly", "--out", tmp_path / "out", "--mail", *words, as_of=as_of)


def given(record: Path) -> list[tuple[str, str]]:
    """To whom whose data went by mail."""
    mailed = (
        "SELECT recipient, people FROM log WHERE kind = 'disclosure' AND recipient LIKE '%, %' ORDER BY id"
    )
    return rows(record, mailed)


@pytest.mark.usefixtures("people")
def test_a_digest_goes_out_with_initials_numbers_and_names_of_tasks_that_others_may_read(
    run: Run, record: Path, tmp_path: Path, bag: Post, port: int
) -> None:
    done = nightly(run, tmp_path, told(tmp_path, port))
    assert done.code == 0, done.err
    assert done.out.splitlines()[1].endswith(" MB. 1 digest mailed.")
    (letter,) = bag.letters
    assert (letter["To"], letter["From"]) == (OKAFOR, "night@example.org")
    subject = r"OFFICIAL-SENSITIVE: COM J\. Okafor: \d+ late, 0 out in 7 days, 23 Nov"
    assert re.fullmatch(subject, letter["Subject"])
    text = letter.get_content().replace("\r\n", "\n")
    assert text.startswith("OFFICIAL-SENSITIVE\n") and text.rstrip().endswith("OFFICIAL-SENSITIVE")
    assert re.search(r"^J\. S\. A1234BC, out in 74 days: ", text, re.MULTILINE)
    assert "Á. O. A2222BC, out in 74 days: " in text
    assert re.search(
        r"^The record as this night saw it, to be kept:\nentry 2 [0-9a-f]{64}\nlog line 2 ", text, re.M
    )
    said = " ".join(text.split())
    assert "housing referral waits for something else; " in said and "public-protection check " in said
    assert (
        'Names and details: ask the OMU, or type: releasecheck missing --owner COM --com "J. Okafor"' in said
    )
    for word in ("SMITH", "NEILL", "dtr", "AC06", "CAS", "council", "Domestic", "not started"):
        assert word not in text
    assert list(letter.iter_attachments()) == []
    assert given(record) == [(f"COM J. Okafor, {OKAFOR}", '["A1234BC","A2222BC"]')]


@pytest.mark.parametrize("names", ["yes", "no"])
def test_nothing_sensitive_is_mailed_and_how_much_it_is_is_said(
    run: Run, make_person: MakePerson, tmp_path: Path, bag: Post, port: int, names: str
) -> None:
    make_person(com="J. Okafor", prison="LEI", restraining_order="yes", sex_offence="yes", work_need="yes")
    (tmp_path / "need.toml").write_text(CATALOGUE, "utf-8")
    to = f'"COM J. Okafor" = "{OKAFOR}"\nPEL = "pel@example.org"'
    config = told(tmp_path, port, f'names = "{names}"', to)
    assert nightly(run, tmp_path, config, as_of="2027-01-11").code == 0
    texts = {letter["To"]: " ".join(letter.get_content().split()) for letter in bag.letters}
    assert set(texts) == {OKAFOR, "pel@example.org"}
    for text in texts.values():
        assert re.search(rf"\d tasks? {LEFT_OUT}\.", text)
        assert [secret for secret in SECRET if secret in text] == []


@pytest.mark.usefixtures("people")
def test_an_address_is_found_however_the_config_file_spells_its_owner(
    run: Run, tmp_path: Path, bag: Post, port: int
) -> None:
    config = told(tmp_path, port, to=f'"COM Okafor, J" = "{OKAFOR}"\nCOM = "team@example.org"')
    assert nightly(run, tmp_path, config).code == 0
    assert [letter["To"] for letter in bag.letters] == [OKAFOR]


@pytest.mark.usefixtures("people")
def test_the_post_does_not_say_whom_something_was_sent_to(
    run: Run, record: Path, tmp_path: Path, bag: Post, port: int
) -> None:
    sent = run("mark", "A1234BC", "da_check", "sent", "force=Ms B. Neighbour, West Yorkshire Police")
    assert sent.code == 0, sent.err
    assert nightly(run, tmp_path, told(tmp_path, port), as_of="2027-01-11").code == 0
    text = bag.letters[0].get_content()
    assert "public-protection check: no answer in 49 days" in " ".join(text.split())
    assert "Neighbour" not in text and "Yorkshire" not in text


@pytest.mark.usefixtures("people")
def test_the_post_has_no_number_of_probation_or_police(
    run: Run, tmp_path: Path, bag: Post, port: int
) -> None:
    for number in ("A1234BC", "A2222BC"):
        assert run("set", number, "crn=X123456", "pnc=2012/123456Y").code == 0
    assert nightly(run, tmp_path, told(tmp_path, port)).code == 0
    text = bag.letters[0].get_content()
    assert "A1234BC" in text
    assert "X123456" not in text and "123456Y" not in text and "CRN" not in text


def test_the_post_has_no_sensitive_fact_and_no_question(
    run: Run, make_person: MakePerson, tmp_path: Path, bag: Post, port: int
) -> None:
    person = make_person("A1234BC", "SMITH, Jo", "2027-01-22", com="J. Okafor", legal_status="SENTENCED")
    tell_all(person)
    assert nightly(run, tmp_path, told(tmp_path, port)).code == 0
    letter = bag.letters[0]
    assert "A1234BC" in letter.get_content()
    assert GIVEN_AWAY.findall(f"{letter['Subject']} {letter.get_content()}") == []


@pytest.mark.usefixtures("people")
def test_the_post_says_that_a_release_is_stopped_and_not_by_what(
    run: Run, tmp_path: Path, bag: Post, port: int
) -> None:
    stopped = run("mark", "A2222BC", "governor_check", "stop_release", "--reason", "warrant", "--although")
    assert stopped.code == 0, stopped.err
    assert nightly(run, tmp_path, told(tmp_path, port)).code == 0
    said = " ".join(bag.letters[0].get_content().split())
    assert said.index("Á. O. A2222BC, release stopped: ") < said.index("J. S. A1234BC, out in ")
    assert said.count("stopped") == 1 and "warrant" not in said and "governor" not in said.casefold()


def test_an_owner_whose_name_a_terminal_would_obey_is_named_as_text(
    run: Run, record: Path, tmp_path: Path, bag: Post, port: int
) -> None:
    file = tmp_path / "people.csv"
    file.write_text(
        "prison_number,last_name,com,conditional_release_date\nA1234BC,SMITH,a\x1b]0;t\x07b,2027-02-05\n"
    )
    assert run("import", "people", file).code == 0
    done = nightly(run, tmp_path, told(tmp_path, port))
    assert "COM a" in done.err
    assert "\x1b" not in done.err and "\x07" not in done.err


@pytest.mark.usefixtures("people")
def test_a_site_may_want_names(run: Run, record: Path, tmp_path: Path, bag: Post, port: int) -> None:
    assert nightly(run, tmp_path, told(tmp_path, port, 'names = "yes"')).code == 0
    text = bag.letters[0].get_content()
    assert "SMITH, J." in text and "O’NEILL, Á." in text


def test_an_owner_gets_one_digest_a_day_and_none_with_nothing_new(
    run: Run, demo: Path, tmp_path: Path, bag: Post, port: int
) -> None:
    config = told(tmp_path, port, to='"COM S. Wainwright" = "wainwright@example.org"')
    for day, letters in ((AS_OF, 1), (AS_OF, 1), (NEXT, 1)):
        assert nightly(run, tmp_path, config, as_of=day).code == 0
        assert len(bag.letters) == letters
    assert nightly(run, tmp_path, config, "--repeat", as_of=NEXT).code == 0
    assert len(bag.letters) == 2


@pytest.mark.usefixtures("people")
def test_who_has_no_address_is_named(run: Run, record: Path, tmp_path: Path, bag: Post, port: int) -> None:
    done = nightly(run, tmp_path, told(tmp_path, port, to='"PRT" = "prt@example.org"'))
    assert done.code == 0
    assert "COM J. Okafor" in done.err and "PRT" not in done.err.replace("PRT,", "")
    assert "Theirs, or their role's: releasecheck config set mail.to.COM ADDRESS" in done.err
    assert {letter["To"] for letter in bag.letters} == {"prt@example.org"}


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("at", [OKAFOR, f"data {OKAFOR}"])
def test_what_is_refused_once_is_sent_again(
    run: Run, record: Path, tmp_path: Path, bag: Post, port: int, at: str
) -> None:
    bag.refusals[at] = ["451 try again later"]
    done = nightly(run, tmp_path, told(tmp_path, port))
    assert (done.code, len(bag.letters)) == (0, 1)
    assert len(given(record)) == 1


@pytest.mark.usefixtures("people")
def test_what_is_refused_for_good_is_reported_and_keeps_nobody_else_waiting(
    run: Run, record: Path, tmp_path: Path, bag: Post, port: int
) -> None:
    bag.refusals[OKAFOR] = ["550 no such \x1b[31mperson"] * 9
    config = told(tmp_path, port, to=f'"COM J. Okafor" = "{OKAFOR}"\nPOM = "poms@example.org"')
    done = nightly(run, tmp_path, config)
    assert done.code == 1
    assert f"COM J. Okafor, {OKAFOR}: not sent: 550 no such" in done.err
    assert "\x1b" not in done.err
    assert len(done.out.splitlines()) == 3
    assert {letter["To"] for letter in bag.letters} == {"poms@example.org"}
    assert bag.asked.count(OKAFOR) == 3
    assert [recipient for recipient, _ in given(record)] == ["POM, LEI, poms@example.org"]
    bag.refusals.clear()
    assert nightly(run, tmp_path, config).code == 0
    assert [letter["To"] for letter in bag.letters] == ["poms@example.org", OKAFOR]


@pytest.mark.usefixtures("people")
def test_a_server_that_is_not_there_or_never_answers_is_reported(
    run: Run, record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = free_port()
    done = nightly(run, tmp_path, told(tmp_path, nobody))
    assert done.code == 1
    assert f"COM J. Okafor, {OKAFOR}: not sent: 127.0.0.1:{nobody}: " in done.err
    monkeypatch.setattr(mail, "SECONDS", 0.05)
    with closing(socket.socket()) as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        done = nightly(run, tmp_path, told(tmp_path, silent.getsockname()[1]))
    assert done.code == 1
    assert "no answer in 0.05 seconds" in done.err
    assert given(record) == []


@pytest.mark.usefixtures("people")
def test_a_server_that_hangs_up_is_tried_again(
    run: Run, record: Path, tmp_path: Path, bag: Post, port: int
) -> None:
    bag.refusals[OKAFOR] = ["421 going down"]
    assert nightly(run, tmp_path, told(tmp_path, port)).code == 0
    assert len(bag.letters) == 1


@pytest.mark.usefixtures("people")
def test_nothing_goes_out_in_clear_unless_the_office_says_so(
    run: Run, record: Path, tmp_path: Path, bag: Post, port: int
) -> None:
    config = told(tmp_path, port)
    config.write_text(config.read_text("utf-8").replace('tls = "none"\n', ""), "utf-8")
    done = nightly(run, tmp_path, config)
    assert done.code == 1
    assert "STARTTLS" in done.err
    assert (bag.asked, bag.letters) == ([], [])


@pytest.mark.usefixtures("people")
def test_the_password_comes_from_a_file_of_ones_own_or_the_environment(
    run: Run, record: Path, tmp_path: Path, bag: Post, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("right\n", "utf-8")
    secret.chmod(0o644)
    config = told(tmp_path, port, f'user = "night"\npassword_file = "{secret}"')
    done = nightly(run, tmp_path, config)
    assert (done.code, done.out) == (1, "")
    assert f"{secret} can be read by others. Type: chmod 600 {secret}" in done.err
    secret.chmod(0o600)
    assert nightly(run, tmp_path, config).code == 0
    assert bag.logins == [(b"night", b"right")]
    secret.write_bytes(b"r\xefght")
    assert "save it as UTF-8" in nightly(run, tmp_path, config).err
    secret.unlink()
    assert "cannot read the password in" in nightly(run, tmp_path, config).err
    monkeypatch.setenv("RELEASECHECK_MAIL_PASSWORD", "wrong")
    done = nightly(run, tmp_path, config, "--repeat", as_of=NEXT)
    assert done.code == 1
    assert "535" in done.err and "wrong" not in done.err
    assert len(bag.letters) == 1


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("", "no host. Type: releasecheck config set mail.host HOST"),
        ('host = "h"\nsender = "night"', '"night" is not an address'),
        ('host = "h"\nsender = "a@b"\nport = "x"', 'port "x" is not a port'),
        ('host = "h"\nsender = "a@b"\ntls = "no"', "mail.tls is starttls, tls or none"),
        ('host = "h"\nsender = "a@b"\ntsl = "no"', "no setting mail.tsl. Did you mean mail.tls?"),
        ('host = "h"\nsender = "a@b"\nuser = "u"', "no password for user"),
        ('host = "h"\nsender = "josé@b"', '"josé@b" is not an address'),
        ('host = "h"\nsender = "a@b,c"', '"a@b,c" is not an address'),
    ],
)
def test_what_is_wrong_with_the_settings_is_said_before_the_night_begins(
    run: Run, record: Path, tmp_path: Path, lines: str, said: str
) -> None:
    (tmp_path / "c.toml").write_text(f'[mail]\n{lines}\n[mail.to]\nCOM = "c@d"\n', "utf-8")
    done = nightly(run, tmp_path, tmp_path / "c.toml")
    assert (done.code, done.out) == (1, "")
    assert said in done.err
    assert not (tmp_path / "out").exists()


def test_a_password_that_cannot_be_sent_is_refused_before_the_night_begins(
    run: Run, record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RELEASECHECK_MAIL_PASSWORD", "pässwort")
    settings = 'host = "h"\nsender = "a@b"\nuser = "u"'
    (tmp_path / "c.toml").write_text(f'[mail]\n{settings}\n[mail.to]\nCOM = "c@d"\n', "utf-8")
    done = nightly(run, tmp_path, tmp_path / "c.toml")
    assert (done.code, done.out) == (1, "")
    assert "letters without accents" in done.err and "sswort" not in done.err


def test_a_host_that_is_no_name_is_a_letter_not_sent(run: Run, people: None, tmp_path: Path) -> None:
    settings = 'host = "mail..example"\nsender = "a@b"'
    (tmp_path / "c.toml").write_text(f'[mail]\n{settings}\n[mail.to]\nCOM = "c@d"\n', "utf-8")
    done = nightly(run, tmp_path, tmp_path / "c.toml")
    assert done.code == 1 and "not sent: mail..example:587" in done.err
    assert (tmp_path / "out" / "latest" / "index.html").exists()
