"""Tests of AgentsMesh as the second source of runners, against an HTTP server that answers as AgentsMesh does."""
