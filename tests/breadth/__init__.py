"""Every combination that the README claims, fitted, exported and checked: `make breadth`."""
