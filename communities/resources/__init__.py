from communities.resources.register import export_register, read_register

__all__ = ["export_register", "read_register"]
