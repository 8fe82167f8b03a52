"""Tags in a form: ours rendered by Jinja in a sandbox, with every name looked at before."""
