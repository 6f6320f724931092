"""Makes the model's data files from labelled sentences (`make train`). Needs PyTorch; the product never does."""
