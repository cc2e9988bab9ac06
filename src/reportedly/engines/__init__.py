"""Where the work runs: on one core, later on many."""
