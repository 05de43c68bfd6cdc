"""What a person can do on the main screen: one mixin per concern, one action per row of the command table."""
