"""Scripts that make the shipped weights again. Nothing of the daemon imports them."""
