"""What the board's database role may SELECT. These views and nothing else; the command line grants them at upgrade."""

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
)
