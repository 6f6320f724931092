"""`make demo`: the whole chain on an invented Swedish dialogue, against an emulated Decidim, on this machine alone."""
