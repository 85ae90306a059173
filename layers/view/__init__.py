"""What one view holds: its description, address, caption, legend and scenes."""
