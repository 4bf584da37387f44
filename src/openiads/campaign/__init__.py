"""Many runs: kept so that nothing is lost, stopped on interval width, the same on any number of workers."""
