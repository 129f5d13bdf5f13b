"""News from the network -> files that `kg build` reads: addresses, feeds, sitemaps.

Nothing else of kg opens a connection by itself, but for the services that are asked for links.
"""
