"""A form as an Excel workbook: its sheets are laid out as tables for the one survey, and filled by patching cells."""
