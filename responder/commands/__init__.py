"""One file for each thing that a person can do. Each has HELP, `arguments(parser)` and `run(args) -> int`."""
