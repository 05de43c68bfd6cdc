"""Every user action in one table: id, title, key, scope, help line."""
