"""Release-readiness countdown checklists for resettlement work in prisons.

For programs: `releasecheck.open`, and what it gives. See `releasecheck help python`.
"""

__version__ = "0.1.0"

_DOOR = ("open", "OpenedRecord", "Selection", "PersonOnList", "PersonPlan", "PlannedTask")
_DOOR += ("MissingThing", "TaskReasons", "ReasonFound")
_ERRORS = ("ReleasecheckError", "NoSuchPerson", "AmbiguousPerson", "Restricted", "UsageError")
_ERRORS += ("StoreError", "ConfigError")


def __getattr__(name: str) -> object:
    """What other programs call, loaded when it is first asked for; `__init__.pyi` has its types."""
    from importlib import import_module

    if name in _DOOR:
        return getattr(import_module("releasecheck.api.door"), name)
    if name in _ERRORS:
        return getattr(import_module("releasecheck.core.errors"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
