"""What the library knows of Chinese and English, as tables, and what loads them."""
