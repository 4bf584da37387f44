"""Numbers in, numbers out: one radar looks at one target, one missile flies at one target."""
