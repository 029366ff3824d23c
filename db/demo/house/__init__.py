"""The demo house: its venues, what is on in them, what it sells, and whom it asks for money."""
