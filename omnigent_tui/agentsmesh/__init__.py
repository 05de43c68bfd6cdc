"""AgentsMesh as a second, optional source of runners: its client, its feed, and performing what a person wants."""
