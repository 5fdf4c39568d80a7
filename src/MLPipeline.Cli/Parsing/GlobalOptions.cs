using System.CommandLine;

namespace MLPipeline.Cli;

/// <summary>The options that every command has. They are looked up by name, so that each root has its own.</summary>
internal static class GlobalOptions
{
    private const string QuietName = "--quiet";
    private const string PlainName = "--plain";

    public static void AddTo(Command root)
    {
        root.Options.Add(new Option<bool>(QuietName, "-q")
        {
            Description = "Show results, warnings and errors only, no progress.",
            Recursive = true,
        });
        root.Options.Add(new Option<bool>(PlainName)
        {
            Description = "Plain lines even on a terminal: no bars, lines or colours.",
            Recursive = true,
        });
    }

    public static bool Quiet(ParseResult parsed) => parsed.GetValue<bool>(QuietName);

    public static bool Plain(ParseResult parsed) => parsed.GetValue<bool>(PlainName);
}
