"""How does the gate come before every request of an SDK?  One module for each kind of hook that the knowledge names."""
