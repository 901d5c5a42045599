"""The command `hlcp`, one command per file. Only this room prints and exits."""
