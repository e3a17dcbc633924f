"""The config file: what may be set in it, read with every mistake shown at once.

Where it is wrong, a setting that cannot be known is never taken for one that is not set: it may be what
protects somebody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from releasecheck.app.opening.files import text_of_file
from releasecheck.core.errors import ConfigError, UsageError
from releasecheck.core.named import NamedTuple
from releasecheck.core.outside import OFFICE_BYTES, read_toml
from releasecheck.store.address import Address


class Setting(NamedTuple):
    """One thing an office or a person can set."""

    name: str
    about: str
    default: str = ""
    allowed: tuple[str, ...] = ()
    """The only values there are; empty where any text will do."""


SETTINGS: tuple[Setting, ...] = (
    Setting("record", "path of the record"),
    Setting("key_file", "file with the key of an encrypted record, readable by you only"),
    Setting("key_command", "command that prints that key, where no file holds it"),
    Setting("by", "your name, as it stands in the history"),
    Setting("role", "your role: POM, COM, PRT, OMU …"),
    Setting("prison", "your prison's code, for what you add"),
    Setting("office", "your office, for the head of reports"),
    Setting("phone_probation", "the probation office's number, for the sheet people take with them"),
    Setting("phone_prison", "the prison's number, for the sheet people take with them"),
    Setting("phone_housing", "the number for help with a home, for the sheet people take with them"),
    Setting("late_after", "leaving prison after this time is late", "14:00"),
    Setting("retention", "the older name of retention.after_release"),
    Setting("small_counts", "counts below this are held back from readers outside the office", "5"),
    Setting("marking", "marking on pages and exports", "OFFICIAL-SENSITIVE"),
    Setting("catalogue", "folder of this office's own catalogue files"),
    Setting("templates", "folder of this office's own templates"),
    Setting("staff", "CSV file of your POMs' and COMs' names: the headings name,also"),
    Setting("directory", "CSV file of your councils, PDUs and other services: releasecheck directory"),
    Setting("words", "folder of this office's own words for lists and trackers"),
    Setting(
        "require_reason",
        "ask for --reason: yes, no, or changes (not to look)",
        "no",
        ("yes", "no", "changes"),
    ),
    Setting("nights", "the folder for all nights, for nightly and for record verify"),
    Setting("signing.key_file", "a file with this office's signing key, readable by you only"),
    Setting("signing.command", "a command that prints the signing key, in the place of a file"),
    Setting(
        "require_signed",
        "take in only bundles that a trusted key signed: yes or no",
        "no",
        ("yes", "no"),
    ),
    Setting("retention.after_release", "how long people are kept after release, such as 6 years"),
    Setting("retention.after_death", "how long people are kept after they died"),
    Setting("retention.log", "how long lines of the log are kept before they are reviewed"),
    Setting("retention.nights", "how long the nights' pages are kept"),
    Setting("retention.backups", "how long backups are kept"),
    Setting("retention.unread", "how long cells that an import could not read are kept"),
    Setting("require_to", "ask for --to where it goes to a file or a pipe: yes or no", "no", ("yes", "no")),
    Setting(
        "complete_people", "offer people's names and numbers to the Tab key: yes or no", "no", ("yes", "no")
    ),
    Setting("mail.host", "the server that takes mail for nightly --mail"),
    Setting("mail.port", "its port, where it is not the usual one"),
    Setting("mail.tls", "starttls, tls, or none", "starttls", ("starttls", "tls", "none")),
    Setting("mail.sender", "the address digests come from"),
    Setting("mail.user", "the name to log in with, if the server asks"),
    Setting("mail.password_file", "a file with the password, readable by you only"),
    Setting("mail.names", "people's names in mail: yes, or no (initials)", "no", ("yes", "no")),
)
RETENTION = tuple(
    setting.name.removeprefix("retention.") for setting in SETTINGS if setting.name.startswith("retention.")
)
"""Everything that an office must say how long it keeps."""
LONGEST_SETTING = 2_000
"""Letters of a value: a path may be long."""
MAIL_TO = "mail.to."
"""Before an owner's name: where their digest goes, as [mail.to] has it."""
TRUSTED = "signing.trusted."
"""Before an office's name: its public key, as [signing.trusted] has it; an old key of one's own, too."""


class WrongConfig(ConfigError):
    """All that is wrong with a config file, with what stands there rightly all the same."""

    def __init__(
        self, problems: list[str], known: Mapping[str, str], wrong: frozenset[str] | None = None
    ) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
        self.known, self._wrong = known, wrong
        """`wrong`: these settings alone; None: any that is not known may be what was meant."""

    def hides(self, name: str) -> bool:
        """Whether nobody can say what this setting is."""
        return name not in self.known and (self._wrong is None or name in self._wrong)

    def needed(self, name: str, instead: str = "") -> ConfigError:
        """What is said where a setting is needed that cannot be known."""
        return ConfigError(
            f"{name} cannot be known until the config file is mended{instead and f', or {instead}'}\n{self}"
        )


class UnsureSettings(dict[str, str]):
    """The settings of a config file that is wrong: asking for one that cannot be known raises ConfigError."""

    def __init__(self, settings: Mapping[str, str], why: WrongConfig) -> None:
        super().__init__({name: value for name, value in settings.items() if not why.hides(name)})
        self.why = why

    def hides(self, name: str) -> bool:
        """Whether nobody can say what this setting is: it is neither known nor given by whoever types."""
        return not super().__contains__(name) and self.why.hides(name)

    def _must_be_known(self, name: object) -> None:
        if self.hides(str(name)):
            raise self.why.needed(str(name))

    def get(self, name: str, default: str | None = None) -> str | None:  # type: ignore[override]
        """The setting, or what to go by where it is not set."""
        self._must_be_known(name)
        return super().get(name, default)

    def __getitem__(self, name: str) -> str:
        self._must_be_known(name)
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        self._must_be_known(name)
        return super().__contains__(name)


def hidden(settings: Mapping[str, str], name: str) -> WrongConfig | None:
    """What is wrong with the config file, where that hides what this setting is."""
    return settings.why if isinstance(settings, UnsureSettings) and settings.hides(name) else None


def must_be_known(settings: Mapping[str, str], name: str) -> None:
    """Raise ConfigError where a setting, or any that begins so, cannot be known."""
    if why := hidden(settings, name):
        raise why.needed(name.rstrip("."))


class Configured:
    """What a run has from the config file, where nothing was typed in its place."""

    settings: Mapping[str, str]
    login: str
    _record: Path | Address | None
    _by: str | None

    @property
    def place(self) -> Path | Address:
        """Where the record is. Raises ConfigError where a wrong config file hides it."""
        if self._record is None:
            raise self._not_known("record", "the record is named: releasecheck --record FILE")
        return self._record

    @property
    def may_be_there(self) -> bool:
        """Whether there is a record to open; of a server only asking it would tell."""
        return isinstance(self.place, Address) or self.place.exists()

    @property
    def record(self) -> Path:
        """The record's file. Raises as `place`, and UsageError where it is none but on a server."""
        if isinstance(self.place, Address):
            raise UsageError(
                f"that is for a record in a file, and this one is on a server ({self.place}): who runs that "
                "looks after it, as with pg_dump to copy it. What works there: releasecheck help database"
            )
        return self.place

    @record.setter
    def record(self, path: Path | Address) -> None:
        self._record = path

    @property
    def file(self) -> Path | None:
        """The record's file, by its whole name; None where it is on a server."""
        return None if isinstance(self.place, Address) else self.place.resolve()

    @property
    def where(self) -> str:
        """Its whole name, or its address, as the record itself keeps it."""
        return str(self.file or self.place)

    def need_a_file(self) -> None:
        """Raise as `record` does, before anything is done."""
        _ = self.record

    @property
    def by(self) -> str:
        """Who records and gives out. Raises ConfigError as `record`: it stands with the entry for good."""
        if self._by is None:
            raise self._not_known("by", "your name is given: releasecheck --by NAME")
        return self._by

    @property
    def looker(self) -> str:
        """Who looks: by name, or as this machine knows them where the config file is wrong."""
        return self.login if self._by is None else self._by

    def _not_known(self, name: str, instead: str) -> ConfigError:
        why = hidden(self.settings, name)
        assert why is not None, "known in every other case"
        return why.needed(name, f"once {instead}")


def named_freely(name: str) -> bool:
    """Whether a setting is one of those of which there are as many as there are names."""
    return any(name.startswith(before) and name != before for before in (MAIL_TO, TRUSTED))


def read_config(path: Path) -> dict[str, str]:
    """The settings in a config file. Raises WrongConfig with every mistake in it."""
    try:
        return parse_config(text_of_file(path, OFFICE_BYTES), path)
    except FileNotFoundError:
        words = (
            f"no config file at {path}. To make it: releasecheck config set KEY VALUE. To do without: "
            "unset RELEASECHECK_CONFIG, or leave out --config"
        )
        raise WrongConfig([words], {}) from None
    except OSError as error:
        raise WrongConfig([f"cannot read the config file {path}: {error.strerror}"], {}) from error
    except UnicodeDecodeError as error:
        raise WrongConfig([f"cannot read the config file {path}: it is not UTF-8 text"], {}) from error


def parse_config(text: str, path: Path) -> dict[str, str]:
    """The same of a text that is, or is to be, the file of this name."""
    import tomllib

    from releasecheck.core.words import did_you_mean, listed

    try:
        document = dict(_flat(read_toml(text)))
    except tomllib.TOMLDecodeError as error:
        raise WrongConfig([f"{path}: not valid TOML: {error}"], {}) from error
    names = [*(setting.name for setting in SETTINGS), "name"]
    strange = [key for key in document if key not in names and not named_freely(key)]
    not_text = [key for key, value in document.items() if key not in strange and not isinstance(value, str)]
    long = [key for key, value in document.items() if isinstance(value, str) and len(value) > LONGEST_SETTING]
    not_allowed = [
        setting
        for setting in SETTINGS
        if setting.allowed and document.get(setting.name, setting.default) not in setting.allowed
    ]
    problems = [
        f"{path}: no setting {key}{did_you_mean(key, names)}"
        if key in strange
        else f'{path}: {key} is text in quotes, as {key} = "…"'
        for key in document
        if key in strange or key in not_text
    ]
    problems += [f"{path}: {key} is longer than {LONGEST_SETTING:,} letters" for key in long]
    problems += [f"{path}: {setting.name} is {listed(setting.allowed, 'or')}" for setting in not_allowed]
    wrong = {*strange, *not_text, *long, *(setting.name for setting in not_allowed)}
    # `name` is what people call it; `by` is the option's word.
    found = {
        "by" if key == "name" else key: str(value) for key, value in document.items() if key not in wrong
    }
    if problems:
        hides = None if strange else frozenset("by" if key == "name" else key for key in wrong)
        raise WrongConfig(problems, found, hides)
    return found


def _flat(table: Mapping[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    """Each setting by its whole name: `host` under [mail] is `mail.host`."""
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{key}.")
        else:
            whole_number = isinstance(value, int) and not isinstance(value, bool)
            yield f"{before}{key}", str(value) if whole_number and before else value
