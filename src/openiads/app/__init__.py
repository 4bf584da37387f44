"""The thin shell: commands and their messages."""
