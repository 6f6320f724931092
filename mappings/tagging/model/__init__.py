"""The trained model: one for all languages, several heads on the encoder."""
