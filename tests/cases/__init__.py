"""Reference cases with answers that no one here wrote, and the adapter that asks the package for them."""
