"""What every room uses: bad input in one sentence, names compared, texts, files and folders written safely."""
