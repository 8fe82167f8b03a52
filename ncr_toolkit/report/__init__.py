"""One module a form of report; `registry` lists them."""
