"""x."""
from holdfast.web.visit import Page
PAGE = Page(routes=())
