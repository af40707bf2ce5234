"""The status page at `/`: what serves, how fast, and what changed, in one look.

history keeps what its curves show; routes give the page, its parts and its state. What stands in
assets is sent as it is: no build step, and no address outside the server.
"""
