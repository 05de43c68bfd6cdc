"""The servers of the contract tests, shared by the tests that hurt them."""

from tests.contract.conftest import running, server
from tests.real_server.fixtures import pytest_collection_finish, real_server

__all__ = ["pytest_collection_finish", "real_server", "running", "server"]
