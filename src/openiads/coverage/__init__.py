"""What a site sees and reaches over terrain, and how sure that is."""
