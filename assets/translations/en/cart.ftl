## The cart's lines, carts on hold
