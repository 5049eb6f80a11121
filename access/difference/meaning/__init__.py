"""What a change means: the requests that become possible or impossible, decided for both sides with the same ids."""
