"""Data fetched once and kept as files, with personal data masked."""
