"""The checks: one function a check, one file a family. `base` says how a check is written."""
