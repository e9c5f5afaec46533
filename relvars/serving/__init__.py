"""What serving this computer's browsers and programs takes: sockets, uvicorn, who may ask."""
