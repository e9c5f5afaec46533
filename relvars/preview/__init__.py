"""The live preview: a page that shows messages as they are written, on this computer only."""
