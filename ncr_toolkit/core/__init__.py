"""The register and what follows from it: columns, records, figures, problems. Begin with `model`."""
