"""The rooms of the desk, one module a room: what it shows, what can be done in it, its routes."""
