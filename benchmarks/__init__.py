"""What is measured of speed and memory; nothing here is part of the package or asserted in a test."""
