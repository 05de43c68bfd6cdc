"""The tests: everything the program promises, on real parts wherever there are real parts."""
