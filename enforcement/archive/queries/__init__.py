"""What lies in the file of a case, and which copies of it were made for others."""

from enforcement.archive.queries.archivings import (
    ArchivingRow,
    archiving,
    archiving_moves,
    last_archiving,
)
from enforcement.archive.queries.bundles import (
    BundleRow,
    bundle,
    bundle_in_case,
    bundles_of,
    digests,
    parts_of,
)
from enforcement.archive.queries.filed import (
    CATALOGUE,
    ArchivedRow,
    StoredFile,
    archived,
    catalogue,
    disposed_of,
    papers,
    stored_files,
)

__all__ = [
    "CATALOGUE",
    "ArchivedRow",
    "ArchivingRow",
    "BundleRow",
    "StoredFile",
    "archived",
    "archiving",
    "archiving_moves",
    "bundle",
    "bundle_in_case",
    "bundles_of",
    "catalogue",
    "digests",
    "disposed_of",
    "last_archiving",
    "papers",
    "parts_of",
    "stored_files",
]
