"""Which tests are not run with a record on a server, and why: a list that only gets shorter."""

from __future__ import annotations

import pytest

from tests.places import TOP

_FILE = "it is about the file: beside what it lies, how it is copied, read-only, on a full disk"
_FORM = "restoring, encrypting, repairing and keys are for a file alone"
_WITHIN = "it is another program's work within SQLite: its own SQL, triggers, older versions of its tables"
_PLANS = "which index SQLite takes; those of a server stand in tests/store/postgres"
_ORDER = "rows come in the order in which a file keeps them"

#: By the beginning of a test's name.
ONLY_FILES = {
    "commands/daily/test_mark_refused.py::test_a_full_disk": _FILE,
    "commands/data/test_export.py::test_a_character_that_no_workbook": "a server keeps no NUL character",
    "commands/data/test_log.py::test_a_line_that_does_not_say": _WITHIN,
    "commands/data/test_log.py::test_first_break_is_named": _WITHIN,
    "commands/data/test_log.py::test_nothing_is_given_out_that": _FILE,
    "commands/data/test_log.py::test_record_that_cannot_be_written": _FILE,
    "commands/data/test_log.py::test_what_is_kept_of_nights": _WITHIN,
    "commands/data/test_log_lists.py::test_a_late_look": _WITHIN,
    "commands/data/test_log_lists.py::test_a_list_of_somebody_erased": _FORM,
    "commands/data/test_log_lists.py::test_a_log_whose_list_is_gone": _WITHIN,
    "commands/data/test_log_lists.py::test_a_repair_keeps_lists": _FORM,
    "commands/data/test_log_lists.py::test_an_encrypted_record": _FORM,
    "commands/data/test_log_lists.py::test_what_was_done_to_a_list": _WITHIN,
    "commands/data/test_outcomes_round_trip.py::test_an_empty_record_is_given": _FILE,
    "commands/data/test_record_copies.py": _FORM,
    "commands/data/test_record_encrypted.py": _FORM,
    "commands/data/test_record_keys.py": _FORM,
    "commands/data/test_template.py::test_checking_reads_no_real_person": _FILE,
    "commands/doors/test_faults_of_the_program.py": _WITHIN,
    "commands/doors/test_office_files.py::test_a_backup_is_made": _FILE,
    "commands/doors/test_office_files.py::test_what_is_recorded_is_read_proved": _FORM,
    "commands/doors/test_output_files.py": _FILE,
    "commands/imports/test_spellings.py::test_a_record_of_an_earlier_version": _WITHIN,
    "commands/imports/test_told_order.py::test_what_stands_in_an_older_record": _WITHIN,
    "commands/record/test_about.py": _FILE,
    "commands/record/test_erase.py::test_a_backup_": _FORM,
    "commands/record/test_erase.py::test_a_file_beside": _FILE,
    "commands/record/test_erase.py::test_a_name_that_other_words": _FILE,
    "commands/record/test_erase.py::test_a_record_that_is_read": _FILE,
    "commands/record/test_erase.py::test_nights_that_the_record_does_not": _FORM,
    "commands/record/test_policy.py::test_by_what_a_record_plans": _WITHIN,
    "commands/record/test_policy.py::test_what_a_day_made_stale": _ORDER,
    "commands/record/test_policy.py::test_whoever_writes_plans": _WITHIN,
    "commands/record/test_restore_erased.py": _FORM,
    "commands/reports/test_caseload.py::test_the_roll_up_reads": _PLANS,
    "commands/reports/test_forecast.py::test_releases_ahead_are_found": _PLANS,
    "commands/reports/test_outcomes.py::test_releases_are_found": _PLANS,
    "night/test_doors.py::test_a_link_called_backups": _FILE,
    "night/test_doors.py::test_a_link_to_the_record": _FILE,
    "night/test_heads.py::test_a_backup_copied": _FORM,
    "night/test_heads.py::test_a_resto": _FORM,
    "night/test_heads.py::test_a_tail": _WITHIN,
    "night/test_heads.py::test_another_record": _FORM,
    "night/test_heads.py::test_last_nights_own_backup": _FORM,
    "night/test_heads.py::test_nobody_without_the_key": _FORM,
    "night/test_heads.py::test_without_pynacl": _WITHIN,
    "night/test_interrupted.py::test_a_night_killed": _FILE,
    "night/test_nightly.py::test_a_backup_that_cannot": _FILE,
    "night/test_nightly.py::test_so_many_backups": _FILE,
    "night/test_nightly.py::test_systemd": _FILE,
    "night/test_started.py": "the task is given the record by its path, and run as a program of its own",
}
FOLDERS = ("commands", "imports", "night", "reports")
"""Below tests: those of what somebody types at the program, and of what it prints."""


def reason(item: pytest.Item) -> str | None:
    """Why a test is not run with a record on a server; None where it is."""
    name = str(item.path.relative_to(TOP / "tests"))
    if name.split("/")[0] not in FOLDERS:
        return "it is of no command"
    if not {"record", "demo"} & set(getattr(item, "fixturenames", ())):
        return "it has no record"
    whole = f"{name}::{item.name}"
    return next((why for begins, why in ONLY_FILES.items() if whole.startswith(begins)), None)
