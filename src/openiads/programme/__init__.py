"""The programme: what is delivered, what keeps it ready, and what is said about it."""
