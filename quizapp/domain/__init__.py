"""The pure core: cards, history, memory, days, queue, session. Reads no clock, no random source and no file."""
