"""What is wrong with the rows of a record on a server: the server looks after its own files."""

from __future__ import annotations

from releasecheck.store.postgres.connection import PostgresConnection
from releasecheck.store.tables.proving import proof


def faults(connection: PostgresConnection) -> list[str]:
    """All that is wrong with a record, as of one moment; of a person the prison number alone is named.

    Days, moments and flags need no look: the server keeps none that cannot be read.
    """
    with connection.snapshot():
        return list(proof.faults_of_rows(connection, {}))
