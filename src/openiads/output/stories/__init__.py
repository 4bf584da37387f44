"""Stories: a published claim, what its circle says, what the models say, and what remains unknown."""
