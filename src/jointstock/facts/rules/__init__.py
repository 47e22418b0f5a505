"""The data rules of a case, one module a subject, one function a rule."""
