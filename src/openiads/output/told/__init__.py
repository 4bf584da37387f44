"""Sentences as data: what each says, under which condition, how surely and on whose word, apart from any language."""
