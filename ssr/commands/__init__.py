"""One function for each verb: named arguments in, a value out. Nothing here prints, exits or reads a clock."""
