"""Charts as Vega draws them, on the server: one picture for the page, and one to take away."""
