"""What a failure of AgentsMesh means for a person: which part of address, organisation and key to mend, or to wait."""

from omnigent_tui.settings.agentsmesh import API_KEY_VARIABLE, ORG_VARIABLE, URL_VARIABLE
from omnigent_tui.wire import errors

SCOPE = "runners:read"
"""The scope that all four endpoints need, the one for pods included."""
_KEY_PLACE = f"{API_KEY_VARIABLE}, or api_key under [agentsmesh] in the settings file"
_NEW_KEY = f"An owner or admin can make a key with the scope {SCOPE} in AgentsMesh; put it into {_KEY_PLACE}."
_ADDRESS = f"Check {URL_VARIABLE}, or url under [agentsmesh] in the settings file."
_ORG = f"Check {ORG_VARIABLE}, or org under [agentsmesh] in the settings file: it is the slug, not the name on show."
_AGAIN = "It is tried again without your doing."

Words = tuple[str, str | None]


def explain(error: errors.WireError, *, base_url: str, org: str, about: str = "") -> errors.WireError:
    """Return the same error, its message and advice in terms of AgentsMesh; `about` is as `runner 5`, or empty."""
    message, advice = _words(error, base_url, org, about)
    return error.reword(message, advice=advice)


def is_lasting(error: errors.WireError) -> bool:
    """Whether time alone will hardly mend it: a wrong address, a wrong key, a missing scope."""
    wrong = (errors.Unauthorized, errors.Forbidden, errors.NotFound, errors.NotJson, errors.Redirected, errors.Invalid)
    return isinstance(error, wrong)


def _words(error: errors.WireError, base_url: str, org: str, about: str) -> Words:
    match error:
        case errors.Unauthorized():
            return _unauthorized(error)
        case errors.Forbidden():
            return _forbidden(error, org, about)
        case errors.NotFound():
            return _not_found(error, base_url, org, about)
        case errors.RateLimited():
            return "AgentsMesh, or a proxy in front of it, asks to slow down.", _AGAIN
        case errors.Redirected():
            return error.message, f"{_ADDRESS} The key is not sent on to another address."
        case errors.Invalid():
            return f"AgentsMesh does not accept the request: {error.message}", None
        case errors.Rejected():
            return f"AgentsMesh, or a proxy in front of it, answered {error.status}: {error.message}", _AGAIN
        case errors.NotJson():
            words = f"{base_url} answered with {error.content_type or 'no content type'}, not as AgentsMesh does"
            return f"{words}: {error.first_words}", f"{_ADDRESS} A sign-in page in front of it answers so too."
        case errors.Unreachable(kind="refused"):
            return error.message, _ADDRESS
        case _:
            return error.message, error.advice


def _unauthorized(error: errors.Unauthorized) -> Words:
    match error.code:
        case "API_KEY_EXPIRED":
            return "The AgentsMesh API key has expired.", _NEW_KEY
        case "AUTH_REQUIRED":
            return "AgentsMesh does not see an API key in what was sent.", f"Keys begin with amk_: check {_KEY_PLACE}."
        case _:
            return "AgentsMesh does not know this API key, or does not know it any more.", _NEW_KEY


def _forbidden(error: errors.Forbidden, org: str, about: str) -> Words:
    match error.code:
        case "API_KEY_DISABLED":
            return "The AgentsMesh API key has been disabled.", _NEW_KEY
        case "API_KEY_ORG_MISMATCH":
            return f"The AgentsMesh API key belongs to another organisation than {org}.", _ORG
        case "ACCESS_DENIED" if about:
            return f"AgentsMesh keeps {about} from this key: it is private, or not of {org}.", None
        case "INSUFFICIENT_SCOPE":
            scopes = " and ".join(error.required_scopes) or SCOPE
            return f"The AgentsMesh API key lacks the scope {scopes}.", _NEW_KEY
        case _:
            said = f" It says: {error.server_message}" if error.server_message else ""
            return f"The AgentsMesh API key may not do this; it takes the scope {SCOPE}.{said}", _NEW_KEY


def _not_found(error: errors.NotFound, base_url: str, org: str, about: str) -> Words:
    if not error.code:
        # AgentsMesh gives each of its refusals a code: this comes from its router, or from another program.
        said = f": {error.server_message}" if error.server_message else ""
        if about:
            return f"AgentsMesh knows no {about}, or its API for keys is not at {base_url} (404{said}).", _ADDRESS
        return f"There is no AgentsMesh API for keys at {base_url} (404{said}).", _ADDRESS
    if about and "organi" not in error.server_message.lower():
        return f"AgentsMesh knows no {about}, or not any more.", None
    return f"AgentsMesh knows no organisation {org}.", _ORG
