"""Encodings of forms: XForm, submission, OpenRosa XML, multipart, the QR of the collection app. Pure."""
