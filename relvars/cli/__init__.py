"""The command line: arguments in, words out. One file a command, listed in `main.COMMANDS`."""
