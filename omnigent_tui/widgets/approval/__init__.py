"""The card that shows what an agent asks a person, and the guard that keeps stray keys from answering it."""
