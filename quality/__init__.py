"""What the reader must reach: the floors in floors.json, and the gate that measures it against them."""
