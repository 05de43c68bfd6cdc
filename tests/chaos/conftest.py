"""The servers of the contract tests, shared by the tests that hurt them."""

from tests.contract.conftest import running, server

__all__ = ["running", "server"]
