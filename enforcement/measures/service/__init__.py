"""Doors of the measures room."""

from enforcement.measures.service.carrying import carry_out, record_scene
from enforcement.measures.service.disposing import dispose
from enforcement.measures.service.lasting import ask_extension, record_testing, rule_on_extension
from enforcement.measures.service.proposing import propose, rule_on, take_urgently

__all__ = [
    "ask_extension",
    "carry_out",
    "dispose",
    "propose",
    "record_scene",
    "record_testing",
    "rule_on",
    "rule_on_extension",
    "take_urgently",
]
