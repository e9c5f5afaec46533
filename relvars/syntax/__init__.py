"""Text to tree: scan tags from text, read each tag's inside, nest the blocks."""
