"""Findings and changes told: in sentences for people, in fixed shapes for programs."""
