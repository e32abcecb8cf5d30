"""The file of a case, and the copies of it made for courts and others."""

from enforcement.archive.pages import bundles
from enforcement.archive.pages.filed import room

__all__ = ["bundles", "room"]
