"""What demo customers hold beside orders: memberships, subscriptions, cards, credit, declarations, places in lists."""
