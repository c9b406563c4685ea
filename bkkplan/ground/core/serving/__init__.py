"""What Django calls for every request, before or after the page: languages, sessions, logs, static files, bad input."""
