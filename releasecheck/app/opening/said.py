"""What a command has said so far, kept back where it is to be given as one object at the end."""

from __future__ import annotations


class SaidSoFar:
    """The words of one command, and which of them whoever is there has read."""

    def __init__(self, command: str, *, proves: bool = False) -> None:
        self.command, self.proves = command, proves
        """The command in words, as `import people`; whether it changes nothing and finds what is wrong."""
        self.said: list[str] = []
        self._read = 0

    def not_read(self) -> str:
        """What was said and nobody has seen: whoever is asked something has to read it first."""
        text, self._read = "".join(self.said[self._read :]), len(self.said)
        return text
