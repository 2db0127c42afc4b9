"""The web desk: pages made by the server that work without script, for members of a running desk."""
