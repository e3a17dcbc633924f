"""The shells that are answered: bash, zsh and fish, each in its own way."""

from __future__ import annotations

from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
)

from releasecheck.commands.completion_kinds import COMPLETED
from releasecheck.commands.completion_offers import SHORT_NAME, complete


def _also_short(script: str) -> str:
    """click's script, which completes one name of the program, for its short name too."""
    for before in ("#compdef ", "%(complete_func)s ", "--command "):
        again = before if before.startswith("--") else ""
        script = script.replace(f"{before}%(prog_name)s", f"{before}%(prog_name)s {again}{SHORT_NAME}")
    return script


class _Answers(ShellComplete):
    """Our answers first, then click's."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        """What could be typed here."""
        found = complete(args, incomplete)
        return super().get_completions(args, incomplete) if found is None else found


_BASH_WORD = """[[ $value == *= ]] && compopt -o nospace
            [[ ${COMP_WORDS[COMP_CWORD]} == [\\"\\']* ]] || printf -v value '%%q' "$value"
            COMPREPLY+=("$value")"""


class _Bash(_Answers, BashComplete):
    """bash adds a space after a word, not after NAME=; a word with a space in it is quoted for it."""

    source_template = _also_short(BashComplete.source_template).replace("COMPREPLY+=($value)", _BASH_WORD)


class _Zsh(_Answers, ZshComplete):
    """zsh, with what each offer is beside it."""

    source_template = _also_short(ZshComplete.source_template)


class _Fish(_Answers, FishComplete):
    """fish, with what each offer is beside it."""

    source_template = _also_short(FishComplete.source_template)


SHELLS: dict[str, type[ShellComplete]] = dict(zip(COMPLETED, (_Bash, _Zsh, _Fish), strict=True))


def register() -> None:
    """Let click answer shells with these."""
    for name, shell in SHELLS.items():
        add_completion_class(shell, name)
