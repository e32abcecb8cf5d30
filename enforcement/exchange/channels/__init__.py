"""One file per way out of the house. Each sends one letter and says how it ended."""
