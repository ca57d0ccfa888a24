"""Orders and prices of a small shop, served over HTTP."""
