"""What talks to the terminal itself: frame writing, signals, paste guarding, output filtering."""
