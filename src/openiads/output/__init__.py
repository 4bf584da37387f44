"""Sentences, figures, tables, layers and the page."""
