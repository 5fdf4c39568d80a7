using System.CommandLine;

namespace MLPipeline.Cli;

/// <summary>Prints what makes a shell complete the command's words.</summary>
internal static class CompletionCommand
{
    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = """
            _mlpipeline() {
              local IFS=$'\n'
              COMPREPLY=($(compgen -W "$("$1" "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "$2"))
            }
            complete -o default -F _mlpipeline mlpipeline
            """,
        ["zsh"] = """
            _mlpipeline() {
              local -a words_found
              words_found=("${(@f)$(mlpipeline "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
              compadd -a words_found || _files
            }
            compdef _mlpipeline mlpipeline
            """,
        ["fish"] = """
            complete -c mlpipeline -a '(mlpipeline "[suggest:"(commandline -C)"]" (commandline -b) 2>/dev/null)'
            """,
        ["pwsh"] = """
            Register-ArgumentCompleter -Native -CommandName mlpipeline -ScriptBlock {
              param($word, $ast, $position)
              mlpipeline "[suggest:$position]" "$ast" 2>$null |
                Where-Object { $_ -like "$word*" } |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
            }
            """,
    };

    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = $"One of {string.Join(", ", Scripts.Keys)}." };
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        var command = new DocumentedCommand("completion", "Print the script that makes a shell complete commands, options and pipelines.")
        {
            Examples =
            [
                "mlpipeline completion bash >> ~/.bashrc",
                "mlpipeline completion zsh >> ~/.zshrc",
                "mlpipeline completion fish > ~/.config/fish/completions/mlpipeline.fish",
                "mlpipeline completion pwsh >> $PROFILE",
            ],
        };
        command.Add(shell);
        command.SetWork((parsed, console, _) =>
        {
            console.Writer.WriteLine(Scripts[parsed.GetRequiredValue(shell)]);
            return ExitCodes.Success;
        });
        return command;
    }
}
