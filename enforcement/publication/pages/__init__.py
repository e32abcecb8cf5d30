"""The tab 公示 and its forms; the outlets and the files for other platforms."""

from enforcement.publication.pages import acting, disclosure, outlets
from enforcement.publication.pages.case import room

__all__ = ["acting", "disclosure", "outlets", "room"]
