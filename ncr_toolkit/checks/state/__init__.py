"""What status, decisions and earlier findings say of one finding."""
