"""Malformed and hostile requests over real sockets: each is answered, none brings the server or its connection down."""
