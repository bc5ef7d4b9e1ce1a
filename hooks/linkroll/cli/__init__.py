"""The command `linkroll`, one module for each of its commands."""
