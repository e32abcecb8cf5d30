"""The tab 登记保存与查扣: each measure with its list, its term, its papers, and what may be done about it now."""

from enforcement.measures.pages import acts, tab
from enforcement.measures.pages.acts import room

__all__ = ["acts", "room", "tab"]
