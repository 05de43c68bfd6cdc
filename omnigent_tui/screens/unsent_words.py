"""What is said of what did not reach the server, and of what a person can do about it."""


def no_stop_without_connection(key: str) -> str:
    """Say that a turn is not stopped while the connection is lost, and which key does it later."""
    return f"✕ There is no connection: the turn was not stopped. Once it is back, {key} tries again."


def not_stopped(failure: str, key: str) -> str:
    """Say why a turn that was asked to stop was not: a request whose answer is lost may have arrived all the same."""
    # The reason comes last: it is what may be cut.
    return f"✕ The turn was not stopped, as far as is known; {key} tries again. {failure}"


def waiting(count: int) -> str:
    """Say how many messages wait for the connection."""
    return f"{count} {'message waits' if count == 1 else 'messages wait'} for the connection"


def go_by_themselves(count: int) -> str:
    """Say that nothing is to be done about messages that wait for the connection."""
    rest = "goes out by itself" if count == 1 else "go out by themselves"
    return f"{waiting(count)} and {rest} when it is back."
