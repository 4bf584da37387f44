"""What happens when a raid meets the defence: tracks, decisions, shots, outcomes."""
