"""The fleet: health of the server, hosts with their sessions and runners, and AgentsMesh's runners with their pods."""
