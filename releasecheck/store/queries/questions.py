"""What people asked in their own voice and nobody has answered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from releasecheck.store.tables.reading import STANDS, THESE, chunks

if TYPE_CHECKING:
    from releasecheck.people.questions import OwnQuestion
    from releasecheck.store.database import Database

#: Whoever may wait for an answer: of what came from another office only its own words can tell.
_ASKING = f"""
SELECT DISTINCT prison_number FROM notes AS asked
WHERE kind IN ('question', 'application', 'elsewhere') AND {{}} AND {STANDS} AND (
  kind <> 'elsewhere' AND NOT EXISTS (
    SELECT 1 FROM notes AS answer
    WHERE answer.prison_number = asked.prison_number AND answer.kind = 'answer'
      AND json_extract(answer.fields, '$.asked_on') = CAST(asked.on_date AS TEXT)
      AND json_extract(answer.fields, '$.question') = asked.text
      AND answer.entry NOT IN (SELECT entry FROM voids))
  OR kind = 'elsewhere' AND (fields LIKE '%question%' OR fields LIKE '%application%'))"""
_OF_ALL = _ASKING.format("prison_number NOT IN (SELECT prison_number FROM people WHERE restricted = 1)")
_OF_THESE = _ASKING.format(f"prison_number {THESE}")


def open_questions(connection: Database, numbers: Iterable[str] | None) -> dict[str, tuple[OwnQuestion, ...]]:
    """By prison number, what each of these people asked and nobody has answered, oldest first.

    None: of everybody who is not restricted.
    """
    if numbers is None:
        asking = sorted(number for (number,) in connection.all(_OF_ALL))
    else:
        asking = [
            number
            for chosen in chunks(connection, numbers)
            for (number,) in connection.all(_OF_THESE, (chosen,))
        ]
    if not asking:
        return {}
    from releasecheck.people.questions import own_questions, unanswered
    from releasecheck.store.tables.history import history

    found = {number: unanswered(own_questions(history(connection, number))) for number in asking}
    return {number: questions for number, questions in found.items() if questions}
