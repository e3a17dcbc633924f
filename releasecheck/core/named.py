"""`NamedTuple` as `typing` has it, made in a tenth of the time: a command about one person makes sixty.

`typing` compiles every annotation, and a `__new__` for each class, also where nothing is made of it. Here
annotations stay the text that they are (`from __future__ import annotations`), what all named tuples do alike
stands once in a class that they share, and `__new__` is compiled when the first of its kind is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    from types import MappingProxyType

    try:
        from _collections import _tuplegetter as _getter  # what `collections` uses where it is there
    except ImportError:
        from operator import itemgetter

        def _getter(place, said):
            return property(itemgetter(place), doc=said)

    class _Named(tuple):
        """What all of them do alike, in the words of `collections.namedtuple`."""

        __slots__ = ()
        _fields = ()
        _field_defaults = MappingProxyType({})

        def __new__(cls, *values, **named):
            owner = next(one for one in cls.__mro__ if "_fields" in vars(one))
            names = ", ".join(owner._fields)
            made = eval(
                f"lambda _cls, {names}: _new(_cls, ({names},))", {"_new": tuple.__new__, "__builtins__": {}}
            )
            made.__name__, made.__qualname__ = "__new__", f"{owner.__qualname__}.__new__"
            made.__module__, made.__defaults__ = owner.__module__, tuple(owner._field_defaults.values())
            owner.__new__ = staticmethod(made)  # from now on in the place of this one
            return made(cls, *values, **named)

        @classmethod
        def _make(cls, values):
            made = tuple.__new__(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
            return made

        def _replace(self, /, **named):
            made = self._make(map(named.pop, self._fields, self))
            if named:
                raise ValueError(f"Got unexpected field names: {list(named)!r}")
            return made

        __replace__ = _replace

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            said = (f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
            return f"{type(self).__name__}({', '.join(said)})"

        def __getnewargs__(self):
            return tuple(self)

    class _Making(type):
        def __new__(mcs, name, bases, body):
            if "__annotations__" not in body:
                raise TypeError(f"{name}: its module begins with `from __future__ import annotations`")
            fields = tuple(body["__annotations__"])
            defaults = {field: body[field] for field in fields if field in body}
            if tuple(defaults) != fields[len(fields) - len(defaults) :]:
                raise TypeError(f"{name}: a field without a default follows one that has one")
            body.update((field, _getter(place, "")) for place, field in enumerate(fields))
            body |= {"__slots__": (), "_fields": fields, "__match_args__": fields}
            return type(name, (_Named,), body | {"_field_defaults": defaults})

    class NamedTuple:
        """What a named tuple is said to be one of."""

        def __mro_entries__(self, bases):
            return (_MADE,)

    _MADE = type.__new__(_Making, "NamedTuple", (), {})
    NamedTuple = NamedTuple()
