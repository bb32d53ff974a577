"""Fixtures shared by all tests live in tests/fixtures, one file per server that they start."""

pytest_plugins = [
    "tests.fixtures.postgres",
    "tests.fixtures.mail_servers",
    "tests.fixtures.model_server",
    "tests.fixtures.embeddings_server",
]
