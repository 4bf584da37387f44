"""Settings of every test: examples have no deadline, because the first one may compile a kernel."""

from hypothesis import settings

settings.register_profile("openiads", deadline=None)
settings.load_profile("openiads")
