"""Files made to harm, each with the outcome a careful house owes it; and those that must be accepted all the same."""
