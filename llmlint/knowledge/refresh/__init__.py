"""What is taken from published packages, pinned by version and checksum; never imported by what checks or guards."""
