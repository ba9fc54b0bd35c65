## Settings
