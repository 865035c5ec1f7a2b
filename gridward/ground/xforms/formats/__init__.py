"""Encodings of forms: XForm, XLSForm, submission, OpenRosa documents, multipart. Pure."""
