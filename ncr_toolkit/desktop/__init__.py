"""What the desktop does for ncr: files to double-click, the task of every month, completion in PowerShell."""
