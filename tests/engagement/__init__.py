"""The engagement: a raid against a laydown."""
