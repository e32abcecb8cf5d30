"""What a recording or picture is, and small copies of it to look at. Nothing hostile is opened in our own process."""
