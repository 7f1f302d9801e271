"""Hand-offs to WhatsApp: a number its exhibitor lets be shown, and who asked for it."""
