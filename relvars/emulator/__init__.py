"""The vendor's HTTP API for relations and profiles, on the embedded store.

Served by starlette and uvicorn, as the preview is.
"""
