"""The raw bytes of a file, and the digest by which they are known again."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from recensio.parse.limits import Limits
from recensio.parse.messages import megabytes, refuse


def read(path: Path, name: str, limits: Limits) -> bytes:
    """The bytes of an ordinary file within the limits. Raises ``Refused``; waits for no pipe and no device."""
    try:
        status = path.stat()
        if S_ISDIR(status.st_mode):
            refuse("XML-002", name, (None, None))
        if not S_ISREG(status.st_mode):
            refuse("XML-003", name, (None, None), reason="it is not an ordinary file")
        if status.st_size > limits.size:
            refuse("XML-005", name, (None, None), size=megabytes(status.st_size), limit=megabytes(limits.size))
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        refuse("XML-001", name, (None, None))
    except (OSError, ValueError) as error:
        refuse("XML-003", name, (None, None), reason=getattr(error, "strerror", None) or str(error))


def digest_of(contents: Mapping[Path, bytes]) -> str:
    """The digest of a file and its includes, from the bytes of each, the file itself first.

    For one file alone it is the SHA-256 of its bytes; for several, that of their digests in the order of their paths.
    """
    return joined_digest({path: sha256(data).digest() for path, data in contents.items()})


def joined_digest(digests: Mapping[Path, bytes]) -> str:
    """What :func:`digest_of` gives, from the SHA-256 of each file instead of its bytes."""
    if len(digests) <= 1:
        return next((digest.hex() for digest in digests.values()), sha256().hexdigest())
    main, *others = digests.items()
    return sha256(main[1] + b"".join(digest for _, digest in sorted(others))).hexdigest()
