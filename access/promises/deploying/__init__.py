"""What the promise about the deployer is made of: who deploys, with which calls, to what."""
