"""What AgentsMesh, the second kind of server, says of its runners and pods: documented and real field names alike."""
