"""SHA-256 without a wait: a command that shows one person hashes three short texts.

Loading OpenSSL's, as `hashlib` does, takes longer than those. What hashes very much takes it all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import sha256
else:
    try:
        from _sha2 import sha256
    except ImportError:
        try:
            from _sha256 import sha256  # Python 3.11
        except ImportError:  # a Python that was built without it
            from hashlib import sha256

__all__ = ["sha256"]
