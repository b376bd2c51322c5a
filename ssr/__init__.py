"""A checked, versioned knowledge base of regional crisis collaboration, and the documents made from it."""

__version__ = "0.1.0"
