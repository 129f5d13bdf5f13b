"""The titles of posts beside the names of those who hold them."""
