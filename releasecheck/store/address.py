"""The address of a record on a database server: `postgresql://host/database`, and never a password."""

from __future__ import annotations

from releasecheck.core.errors import UsageError

_SCHEMES = ("postgresql", "postgres")
_SECRETS = ("password", "sslpassword")
_LOCAL = ("", "localhost", "127.0.0.1", "::1")
_VERIFIED = "verify-full"


class Address(str):
    """Where on which server a record is, as it may be shown: there is no password in it."""

    __slots__ = ()

    @property
    def name(self) -> str:
        """The database's name, for the foot of a page."""
        return self.partition("://")[2].partition("?")[0].partition("/")[2] or "record"


def address_of(text: str) -> Address | None:
    """The address that this is; None for what names a file.

    Raises UsageError for another kind of address, and for one with a password in it, which is not repeated:
    what is typed stands in the shell's history, and for everybody to see in the list of processes.
    """
    scheme, found, rest = text.partition("://")
    if not (found and scheme.isascii() and scheme.replace("+", "").isalnum()):
        return None
    if scheme not in _SCHEMES:
        raise UsageError(
            f"a record is a file or a PostgreSQL database, and {scheme}:// is neither. Give a path: "
            "releasecheck --record leeds.db, or releasecheck --record postgresql://HOST/DATABASE"
        )
    from urllib.parse import unquote

    place, _, query = rest.partition("?")
    user, at, _ = place.partition("/")[0].rpartition("@")
    options = [one.partition("=") for one in query.split("&") if one]
    given = {unquote(name).casefold(): unquote(value) for name, _, value in options}
    if (at and ":" in user) or any(secret in given for secret in _SECRETS):
        raise UsageError(
            "the record's address has a password in it: take it out, and change that password if anybody "
            "else uses this machine. Put it into ~/.pgpass, a line as HOST:PORT:DATABASE:USER:PASSWORD that "
            "only you can read"
        )
    return Address(text)


def tls_for(address: Address) -> str:
    """How the server must prove itself: on another machine by its certificate and its name, and never less.

    Raises UsageError where the address asks for less than that of another machine.
    """
    from os import environ
    from urllib.parse import unquote

    place, _, query = address.partition("://")[2].partition("?")
    options = [one.partition("=") for one in query.split("&") if one]
    given = {unquote(name).casefold(): unquote(value) for name, _, value in options}
    said = place.partition("/")[0].rpartition("@")[2]
    hosts = [given.get("host", ""), given.get("hostaddr", ""), *map(_host, unquote(said).split(","))]
    if not any(hosts):
        hosts = [environ.get("PGHOST", ""), environ.get("PGHOSTADDR", "")]
        hosts += [given.get("service", ""), environ.get("PGSERVICE", "")]  # which may name another machine
    local = all(host in _LOCAL or host.startswith("/") for host in hosts)
    asked = given.get("sslmode")
    if not local and asked not in (None, _VERIFIED):
        raise UsageError(
            f"sslmode={asked} lets anybody on the way read and change the record. Leave it out: the server "
            f"of another machine must show a certificate for its name ({_VERIFIED})"
        )
    return asked or ("prefer" if local else _VERIFIED)


def _host(said: str) -> str:
    """Without the port."""
    if said.startswith("["):
        return said[1:].partition("]")[0]
    return said.partition(":")[0]
