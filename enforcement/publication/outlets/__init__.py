"""What leaves the house for other platforms: the 双公示 files, the portal package, and who still lacks what."""
