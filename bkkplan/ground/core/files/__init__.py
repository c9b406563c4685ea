"""Files that people hand in, from the check of their content to the answer that sends them."""
