"""Settings of every test: examples have no deadline, because the first one may compile a kernel."""

from hypothesis import HealthCheck, settings

from tests.examples import FACTOR

# the same examples in every run, so that what fails is the change and not the draw; `make fuzz` draws anew
settings.register_profile(
    "openiads", deadline=None, max_examples=100 * FACTOR, derandomize=FACTOR == 1,
    suppress_health_check=[HealthCheck.too_slow] if FACTOR > 1 else [],
)
settings.load_profile("openiads")
