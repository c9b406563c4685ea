"""Pages of joint purchases."""
