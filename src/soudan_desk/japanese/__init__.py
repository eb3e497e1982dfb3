"""Japan's dates, scripts, addresses and money; knows nothing of casework."""
