"""What the website's door needs beside the store: how passwords are hashed, and how often somebody tries one."""
