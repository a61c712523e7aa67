"""What of English and Korean it takes to compare two texts by their words: stems, spellings, clauses, and what is denied in them."""
