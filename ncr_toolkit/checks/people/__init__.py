"""Who answers, signs, reads, and was there."""
