"""What happens around every request: languages, sessions, logs, static files, input that no form reads."""
