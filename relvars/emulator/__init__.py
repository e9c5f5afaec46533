"""The vendor's HTTP API for relations and profiles, on the embedded store.

The only room that knows starlette and uvicorn.
"""
