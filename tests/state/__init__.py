"""Tests of the reducers, their laws and the selectors."""
