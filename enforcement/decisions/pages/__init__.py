"""The tab 处理决定, what stands beside it, and the forms that write it."""

from enforcement.decisions.pages import approving, comparing, scoping
from enforcement.decisions.pages.acts import room

__all__ = ["approving", "comparing", "room", "scoping"]
