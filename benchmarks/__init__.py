"""How fast, how small: ratios against a peer in one run, and the limits we set ourselves."""
