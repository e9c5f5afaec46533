"""A tree and a schema to what the template means: types, scopes, diagnostics."""
