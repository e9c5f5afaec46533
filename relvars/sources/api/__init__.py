"""`https://HOST`: the platform's HTTP API, of which one message costs the fewest calls."""
