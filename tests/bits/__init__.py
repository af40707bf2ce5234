"""Every kernel, JVM and vector width gives the same bits: `make bits`."""
