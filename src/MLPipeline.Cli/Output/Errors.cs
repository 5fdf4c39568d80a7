using System.CommandLine;
using System.CommandLine.Parsing;
using System.Reflection;
using System.Text.Json;
using MLPipeline.Basics;
using MLPipeline.Featurization;
using MLPipeline.Pipelines;

namespace MLPipeline.Cli;

/// <summary>Tells errors to the user: one line with the way out, no stack trace.</summary>
internal static class Errors
{
    /// <summary>With this environment variable set to 1, errors come with their stack trace.</summary>
    public const string DebugVariable = "MLPIPELINE_DEBUG";

    /// <summary>Writes what is wrong with a command line.</summary>
    public static int ReportUsage(ParseResult parsed, TextWriter error)
    {
        var command = parsed.CommandResult.Command;
        if (parsed.UnmatchedTokens is [var first, ..] && command.Subcommands.Count > 0 && !first.StartsWith('-'))
        {
            var known = command.Subcommands.Select(c => c.Name).ToArray();
            error.WriteLine($"error: There is no command '{first}'; allowed: {string.Join(", ", known)}.{NearMiss.Hint(first, known)}");
        }
        else
        {
            foreach (var problem in parsed.Errors)
            {
                error.WriteLine($"error: {problem.Message}{OptionHint(problem.Message, parsed)}");
            }
        }

        error.WriteLine($"Run '{Path(parsed.CommandResult)} --help' to see what is allowed.");
        return ExitCodes.Error;
    }

    private static string OptionHint(string message, ParseResult parsed)
    {
        var token = parsed.UnmatchedTokens.FirstOrDefault(t => t.StartsWith("--", StringComparison.Ordinal) && message.Contains($"'{t}'", StringComparison.Ordinal));
        var options = parsed.CommandResult.Command.Options.Concat(parsed.RootCommandResult.Command.Options.Where(o => o.Recursive));
        return token is null ? "" : NearMiss.Hint(token, options.Select(o => o.Name));
    }

    /// <summary>Writes what an exception says.</summary>
    /// <returns>The exit code for it.</returns>
    public static int Report(Exception thrown, TextWriter error)
    {
        var e = Unwrap(thrown);
        if (e is OperationCanceledException)
        {
            error.WriteLine("Stopped.");
            return ExitCodes.Cancelled;
        }

        var expected = IsExpected(e);
        var message = e is FeatureStoreException ? $"{e.Message} Its folder is named by --store DIR or {FeatureStore.FolderVariable}." : e.Message;
        var messages = e is PipelineFileException file ? file.Mistakes
            : expected ? [message]
            : [$"{e.GetType().Name}: {e.Message}", $"This is a defect of the program. Set {DebugVariable}=1 to see where it is, and report it."];
        foreach (var line in messages)
        {
            error.WriteLine("error: " + Printable.Of(line).ReplaceLineEndings("\n  "));
        }

        if (Environment.GetEnvironmentVariable(DebugVariable) == "1")
        {
            error.WriteLine(thrown);
        }

        return expected ? ExitCodes.Error : ExitCodes.Defect;
    }

    // The library's own exceptions are all meant for users.
    private static bool IsExpected(Exception e) =>
        e is IOException or InvalidDataException or UnauthorizedAccessException or InvalidOperationException or JsonException
        || (e is ArgumentException and not ArgumentNullException)
        || e.GetType().Assembly == typeof(PipelineFile).Assembly;

    private static Exception Unwrap(Exception e) => e switch
    {
        AggregateException { InnerExceptions: [var first, ..] } => Unwrap(first),
        TargetInvocationException { InnerException: { } inner } => Unwrap(inner),
        _ => e,
    };

    private static string Path(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{Path(parent)} {result.Command.Name}" : result.Command.Name;
}
