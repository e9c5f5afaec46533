"""Lint: rules over analysed templates, what silences them, and what mends them."""
