"""Small dialogs over the main screen: choosing a setting, giving a name, confirming. Esc only closes."""
