"""The forms and fields of the portal, tables that people type or paste, and what a form keeps of a file."""
