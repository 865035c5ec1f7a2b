"""Pages and OpenRosa addresses of forms."""
