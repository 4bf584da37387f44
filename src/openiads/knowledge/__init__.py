"""What sources say about systems, and what one draw believes."""
