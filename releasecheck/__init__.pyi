from releasecheck.api.door import MissingThing as MissingThing
from releasecheck.api.door import OpenedRecord as OpenedRecord
from releasecheck.api.door import PersonOnList as PersonOnList
from releasecheck.api.door import PersonPlan as PersonPlan
from releasecheck.api.door import PlannedTask as PlannedTask
from releasecheck.api.door import ReasonFound as ReasonFound
from releasecheck.api.door import Selection as Selection
from releasecheck.api.door import TaskReasons as TaskReasons
from releasecheck.api.door import open as open
from releasecheck.core.errors import AmbiguousPerson as AmbiguousPerson
from releasecheck.core.errors import ConfigError as ConfigError
from releasecheck.core.errors import NoSuchPerson as NoSuchPerson
from releasecheck.core.errors import ReleasecheckError as ReleasecheckError
from releasecheck.core.errors import Restricted as Restricted
from releasecheck.core.errors import StoreError as StoreError
from releasecheck.core.errors import UsageError as UsageError

__version__: str
