"""An office's own files: catalogue, date rules, lines of the gate and templates, read once a run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from releasecheck.app.opening.files import text_of_file
from releasecheck.core.errors import CatalogueError
from releasecheck.core.outside import OFFICE_BYTES
from releasecheck.policy.sources import OFFICE_RULES, CatalogueFile, builtin_files

_OFFICE_RULES = "rules.toml"
"""Beside an office's catalogue files: its own date rules."""
_OFFICE_GATE = "gate.toml"
"""In the same place: its own lines of the release-day check."""


class OfficeFiles:
    """Where they are, and what stands in them."""

    settings: Mapping[str, str]
    config_dir: Path
    config_name: str
    _office_policy: tuple[CatalogueFile, ...] | None
    _held: bool

    def forget_rules(self) -> None:
        """Read catalogue and calendar again when next asked: they have just changed."""
        raise NotImplementedError

    @property
    def catalogue_dir(self) -> Path:
        """The folder of the office's own catalogue files: one that is named, or beside the config file."""
        given = self.settings.get("catalogue")
        return Path(given) if given else self.config_dir / "catalogue"

    def _office_paths(self) -> list[Path]:
        """Every TOML file of the office: in its catalogue folder, and beside the config file."""
        folders = [self.catalogue_dir]
        if "catalogue" not in self.settings:
            folders.insert(0, self.config_dir)
        return [path for folder in folders for path in sorted(folder.glob("*.toml"))]

    def office_policy(self) -> tuple[CatalogueFile, ...]:
        """The office's files that plans are made by, as texts, its own date rules last; read once a run."""
        if self._office_policy is None:
            self._office_policy = self.files_as_they_are()
        return self._office_policy

    def files_as_they_are(self) -> tuple[CatalogueFile, ...]:
        """This office's own, whatever is gone by."""
        paths = self._office_paths()
        own = [path for path in paths if path.name not in (_OFFICE_RULES, _OFFICE_GATE, self.config_name)]
        rules = [path for path in paths if path.name == _OFFICE_RULES][:1]
        return (
            *(CatalogueFile(path.name, _office_text(path), True) for path in own),
            *(CatalogueFile(OFFICE_RULES, _office_text(path), True) for path in rules),
        )

    def catalogue_files(self) -> tuple[CatalogueFile, ...]:
        """The catalogue that ships with the program, then the office's own, as texts."""
        return (*builtin_files(), *(file for file in self.office_policy() if file.name != OFFICE_RULES))

    @property
    def holds_files(self) -> bool:
        """Whether other files of the office are gone by than those that are there."""
        return self._held

    def hold_files(self, office: Iterable[CatalogueFile]) -> None:
        """Go by these files of the office for the rest of the run, and not by those that are there."""
        self.forget_rules()
        self._office_policy, self._held = tuple(office), True

    def office_gate(self) -> str | None:
        """The office's own lines of the release-day check; None where it has none."""
        own = [path for path in self._office_paths() if path.name == _OFFICE_GATE][:1]
        return _office_text(own[0]) if own else None

    @property
    def office_templates(self) -> Path:
        """The folder of the office's own templates: one that is named, or beside the config file."""
        given = self.settings.get("templates")
        return Path(given) if given else self.config_dir / "templates"

    @property
    def template_dirs(self) -> tuple[Path, ...]:
        """The office's own templates, looked in before the built-in ones."""
        folder = self.office_templates
        return (folder,) if folder.is_dir() else ()


def _office_text(path: Path) -> str:
    try:
        return text_of_file(path, OFFICE_BYTES)
    except UnicodeDecodeError as error:
        raise CatalogueError([f"{path}: is not UTF-8 text"]) from error
    except OSError as error:
        raise CatalogueError([f"{path}: cannot be read: {error.strerror}"]) from error
