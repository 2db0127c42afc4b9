"""The API of a running desk: each act that is offered is a route, typed by the act's own signature."""
