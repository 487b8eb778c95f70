"""Nothing: the app measures text through Qt."""
