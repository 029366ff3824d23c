"""What is written for people, held to what is so: the commands that a page shows, and the tables made from the code."""
