"""How the pages of the shop are made."""

project = "orders-service"
release = "1.4.0"
