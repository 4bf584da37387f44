"""The engagement: a raid against a laydown, replicate by replicate, from the first look to the last shot."""
