using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace MLPipeline.Cli;

/// <summary>The command as a whole: its subcommands, and what becomes of errors.</summary>
internal static class App
{
    /// <summary>The root command with everything below it.</summary>
    /// <remarks>Not a <see cref="RootCommand"/>, which would be named after the program's file in help.</remarks>
    public static Command CreateRoot()
    {
        var root = new Command("mlpipeline", "Visual anomaly detection: learns from photos of good products to find the bad ones.")
        {
            RunCommand.Create(),
            SearchCommand.Create(),
            InspectCommand.Create(),
            EvaluateCommand.Create(),
            CompareCommand.Create(),
            PredictCommand.Create(),
            UpdateCommand.Create(),
            VerifyCommand.Create(),
            ExportCommand.Create(),
            SampleCommand.Create(),
            StoreCommand.Create(),
            ValidateCommand.Create(),
            DoctorCommand.Create(),
            InitCommand.Create(),
            BackboneCommand.Create(),
            CompletionCommand.Create(),
        };
        root.Options.Add(new HelpOption { Description = "Show this help." });
        root.Options.Add(new VersionOption { Description = "Show the version." });
        GlobalOptions.AddTo(root);
        HelpText.ApplyTo(root);
        return root;
    }

    /// <summary>Parses and runs a command line.</summary>
    /// <returns>One of <see cref="ExitCodes"/>, or what the command returned.</returns>
    public static async Task<int> RunAsync(
        Command root, string[] args, TextWriter output, TextWriter error, CancellationToken cancellation = default)
    {
        if (Completions.TryAnswer(root, args, output))
        {
            return ExitCodes.Success;
        }

        var parsed = root.Parse(args.Length == 0 ? ["--help"] : args);
        if (parsed.Action is ParseErrorAction)
        {
            return Errors.ReportUsage(parsed, output, error);
        }

        var ownHandling = parsed.CommandResult.Command is DocumentedCommand { HandlesInterrupt: true };
        using var interruption = new Interruption(cancellation, cancels: !ownHandling, error);
        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            return await parsed.InvokeAsync(configuration, interruption.Token);
        }
        catch (Exception e)
        {
            return Errors.Report(e, parsed, output, error) is var code && code == ExitCodes.Cancelled ? interruption.ExitCode : code;
        }
    }
}
