"""Whether the texts are answers at all, and how they are worded."""
