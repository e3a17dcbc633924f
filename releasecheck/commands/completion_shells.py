"""The shells that are answered: bash, zsh, fish and PowerShell, each in its own way."""

from __future__ import annotations

import os

from click import shell_completion
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


_POWERSHELL = """\
Register-ArgumentCompleter -Native -CommandName %(prog_name)s, SHORT -ScriptBlock {
    param($word, $command, $cursor)
    $before = $command.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursor } | ForEach-Object {
        if ($null -ne $_.Value) { "$($_.Value)" } else { $_.Extent.Text }
    }
    $letters = [Console]::OutputEncoding
    try {
        [Console]::OutputEncoding = [System.Text.Encoding]::UTF8
        $env:PYTHONIOENCODING = 'utf-8'
        $env:COMP_WORDS = @($before) -join "`n"
        $env:COMP_CWORD = $word.Trim("'", '"')
        $env:%(complete_var)s = 'powershell_complete'
        & %(prog_name)s | ForEach-Object {
            $text, $shown, $about = $_ -split "`t"
            [System.Management.Automation.CompletionResult]::new($text, $shown, 'ParameterValue', $about)
        }
    } finally {
        [Console]::OutputEncoding = $letters
        $ours = 'PYTHONIOENCODING', 'COMP_WORDS', 'COMP_CWORD', '%(complete_var)s'
        $ours | ForEach-Object { Remove-Item -ErrorAction Ignore "Env:$_" }
    }
}
"""


class _PowerShell(_Answers, shell_completion.ShellComplete):
    """PowerShell, which click does not know; where nothing is offered it offers files by itself."""

    name = "powershell"
    source_template = _POWERSHELL.replace("SHORT", SHORT_NAME)

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before, one a line, and what has begun; Windows knows no empty variable."""
        before = os.environ.get("COMP_WORDS", "").split("\n")[1:]
        return before, os.environ.get("COMP_CWORD", "")

    def format_completion(self, item: CompletionItem[str]) -> str:
        """What is put there, in quotes where it must be, what is shown, and what it is."""
        if item.type != "plain":
            return ""
        value = str(item.value)
        text = value if value.replace("=", "").replace("-", "").replace("_", "").isalnum() else _quoted(value)
        return "\t".join((text, value, " ".join((item.help or value).split())))


def _quoted(value: str) -> str:
    for quote in "'‘’‚‛":  # each of them ends a text there
        value = value.replace(quote, quote * 2)
    return f"'{value}'"


SHELLS: dict[str, type[ShellComplete]] = dict(zip(COMPLETED, (_Bash, _Zsh, _Fish, _PowerShell), strict=True))


def register() -> None:
    """Let click answer shells with these."""
    for name, shell in SHELLS.items():
        add_completion_class(shell, name)
