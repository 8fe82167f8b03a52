"""The checks: one function a check, one file a family. `registry` says how a check is written."""
