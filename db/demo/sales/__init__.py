"""What demo customers bought: orders with their items, what was paid on them, and what became of them."""
