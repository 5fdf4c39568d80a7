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

    private const string OutOfMemory =
        "There is not enough memory. Allow the program more (the limit of a container, DOTNET_GCHeapHardLimit, ulimit -v), end other programs, " +
        "or let it use fewer cores (DOTNET_PROCESSOR_COUNT=1): each works on a photo of its own.";

    /// <summary>Writes what is wrong with a command line.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="output">Receives the errors as JSON if the command line asks for JSON.</param>
    /// <param name="error">Receives the errors for people.</param>
    public static int ReportUsage(ParseResult parsed, TextWriter output, TextWriter error)
    {
        var command = parsed.CommandResult.Command;
        string[] messages;
        if (parsed.UnmatchedTokens is [var first, ..] && command.Subcommands.Count > 0 && !first.StartsWith('-'))
        {
            var known = command.Subcommands.Select(c => c.Name).ToArray();
            messages = [$"There is no command '{first}'; allowed: {string.Join(", ", known)}.{NearMiss.Hint(first, known)}"];
        }
        else
        {
            messages = [.. parsed.Errors.Select(p => p.Message + OptionHint(p.Message, parsed))];
        }

        Write(messages, ExitCodes.Error, parsed, output, error);
        error.WriteLine($"Run '{Path(parsed.CommandResult)} --help' to see what is allowed.");
        return ExitCodes.Error;
    }

    private static string OptionHint(string message, ParseResult parsed)
    {
        var token = parsed.UnmatchedTokens.FirstOrDefault(t => t.StartsWith("--", StringComparison.Ordinal) && message.Contains($"'{t}'", StringComparison.Ordinal));
        var options = parsed.CommandResult.Command.Options.Concat(parsed.RootCommandResult.Command.Options.Where(o => o.Recursive));
        return token is null ? "" : NearMiss.Hint(token, options.Select(o => o.Name));
    }

    /// <summary>Writes what an exception says; parameters as of <see cref="ReportUsage"/>.</summary>
    /// <returns>The exit code for it.</returns>
    public static int Report(Exception thrown, ParseResult parsed, TextWriter output, TextWriter error)
    {
        var e = Unwrap(thrown);
        if (e is OperationCanceledException)
        {
            error.WriteLine("Stopped.");
            return ExitCodes.Cancelled;
        }

        var expected = IsExpected(e);
        var code = expected ? ExitCodes.Error : ExitCodes.Defect;
        IReadOnlyList<string> messages = e is PipelineFileException file ? file.Mistakes
            : IsOutOfMemory(e) ? [OutOfMemory]
            : e is DllNotFoundException ? [$"A native library is missing or cannot be opened: {e.Message.ReplaceLineEndings(" ")} 'mlpipeline doctor' says which."]
            : e is FeatureStoreException ? [$"{e.Message} Its folder is named by --store DIR or {FeatureStore.FolderVariable}."]
            : expected ? [e.Message]
            : [$"{e.GetType().Name}: {e.Message}", $"This is a defect of the program. Set {DebugVariable}=1 to see where it is, and report it."];
        Write(messages, code, parsed, output, error);
        if (Environment.GetEnvironmentVariable(DebugVariable) == "1")
        {
            error.WriteLine(thrown);
        }

        return code;
    }

    /// <summary>A line for people each; and for a program that asked for JSON one object where it reads the result.</summary>
    private static void Write(IReadOnlyList<string> messages, int code, ParseResult parsed, TextWriter output, TextWriter error)
    {
        foreach (var message in messages)
        {
            error.WriteLine("error: " + Printable.Of(message).ReplaceLineEndings("\n  "));
        }

        if (parsed.Tokens.Any(t => t is { Type: TokenType.Option, Value: "--json" }))
        {
            output.WriteLine(JsonSerializer.Serialize(new { Errors = messages, ExitCode = code }, PipelineJson.Options));
        }
    }

    // The library's own exceptions are all meant for users.
    private static bool IsExpected(Exception e) =>
        e is IOException or InvalidDataException or UnauthorizedAccessException or InvalidOperationException or JsonException
        || (e is ArgumentException and not ArgumentNullException)
        || e is DllNotFoundException || IsOutOfMemory(e)
        || e.GetType().Assembly == typeof(PipelineFile).Assembly;

    // ONNX Runtime and ML.NET pass on what C++ says.
    private static bool IsOutOfMemory(Exception e) =>
        e is OutOfMemoryException
        || e.Message.Contains("std::bad_alloc", StringComparison.Ordinal) || e.Message.Contains("Failed to allocate memory", StringComparison.Ordinal);

    private static Exception Unwrap(Exception e) => e switch
    {
        AggregateException { InnerExceptions: [var first, ..] } => Unwrap(first),
        TargetInvocationException { InnerException: { } inner } => Unwrap(inner),
        TypeInitializationException { InnerException: { } inner } => Unwrap(inner),
        _ => e,
    };

    private static string Path(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{Path(parent)} {result.Command.Name}" : result.Command.Name;
}
