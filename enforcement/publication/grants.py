"""What the board's database role may do: read these views, drop letters into one table (ADR 18), nothing else.

The command line grants it at upgrade.
"""

BOARD_VIEWS: tuple[str, ...] = (
    "published_notice",
    "public_head",
    "public_withheld",
    "public_body",
    "public_officer",
    "public_matter",
    "public_calendar_year",
    "public_calendar_day",
    "public_own_day",
    "public_listing",
    "public_search",
    "public_listed_duty",
    "public_log_event",
    "public_log_head",
    "public_log_salt",
    "public_standing_list",
    "public_card",
    "public_moment",
    "public_withdrawal",
    "public_timeliness",
    "public_openness",
    "public_error_report",
)
BOARD_LETTERS: tuple[str, ...] = ("error_report",)  # INSERT alone: not even what was dropped in can be read back
