"""The views: each module says what one page shows, as plain values, and gives it as a page and as JSON."""
