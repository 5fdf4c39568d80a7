using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Globalization;

namespace MLPipeline.Cli;

/// <summary>The help of all commands: the usual sections, then examples and exit codes, in 80 columns.</summary>
internal static class HelpText
{
    public const int Width = 80;

    public static void ApplyTo(Command root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        var usual = (HelpAction)option.Action!;
        usual.MaxWidth = Width;
        option.Action = new ExtendedHelp(usual);
    }

    private sealed class ExtendedHelp(HelpAction usual) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            var output = parseResult.InvocationConfiguration.Output;
            var code = usual.Invoke(parseResult);
            var command = parseResult.CommandResult.Command;
            var root = parseResult.RootCommandResult.Command;
            Section(output, "Examples:", command == root ? root.Subcommands.OfType<DocumentedCommand>().Select(c => c.Examples[0])
                : command is DocumentedCommand documented ? documented.Examples
                : []);
            if (command == root)
            {
                Section(output, "Exit codes:", ExitCodes.All.Select(c =>
                    string.Create(CultureInfo.InvariantCulture, $"{c.Code,-4} {c.Meaning}")));
            }

            return code;
        }

        private static void Section(TextWriter output, string title, IEnumerable<string> lines)
        {
            var all = lines.ToArray();
            if (all.Length > 0)
            {
                output.WriteLine(title);
                output.WriteLine("  " + string.Join(output.NewLine + "  ", all));
                output.WriteLine();
            }
        }
    }
}
