"""`ncr completion`: commands and options completed by the Tab key."""

from __future__ import annotations

import click

SHELLS = ("bash", "zsh", "fish", "powershell")


@click.command("completion")
@click.argument("shell", type=click.Choice(SHELLS, case_sensitive=False), help="The shell in which you type ncr.")
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print what makes the Tab key complete commands and options.

    Add the line of your shell once, and open a new terminal.

    \b
    bash        echo 'eval "$(ncr completion bash)"' >> ~/.bashrc
    zsh         echo 'eval "$(ncr completion zsh)"' >> ~/.zshrc
    fish        ncr completion fish > ~/.config/fish/completions/ncr.fish
    PowerShell  the line below, in the file that `notepad $PROFILE` opens
                ncr completion powershell | Out-String | Invoke-Expression

    \b
    Example:
      ncr completion powershell
    """
    from click.shell_completion import get_completion_class

    from ncr_toolkit.desktop import powershell  # noqa: F401 - enters itself beside those of click

    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(ctx.find_root().command, {}, "ncr", "_NCR_COMPLETE").source())
