"""The programme behind the batteries: who said what, what was delivered, what stays ready."""
