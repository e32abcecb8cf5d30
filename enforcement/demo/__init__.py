"""A bureau to look at: founded and peopled through the same doors its users take."""
