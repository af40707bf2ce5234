"""Tests in Python and across languages; Java's unit tests live beside the code in jvm/."""
