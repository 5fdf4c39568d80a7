using System.CommandLine;
using MLPipeline.Reports;

namespace MLPipeline.Cli;

/// <summary>Puts runs side by side.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var folders = new Argument<string[]>("RUN") { Description = "Folders of runs; the others are held against the first.", Arity = ArgumentArity.OneOrMore };
        var html = new Option<string?>("--html") { Description = "Write a report for people here.", HelpName = "FILE" };
        var csv = new Option<string?>("--csv") { Description = "Write a row per category and run here.", HelpName = "FILE" };
        var markdown = new Option<string?>("--markdown") { Description = "Write the tables as Markdown here.", HelpName = "FILE" };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace files that are there." };
        var command = new DocumentedCommand(
            "compare", "Put runs side by side, with tests: DeLong and McNemar (Holm) per category, Wilcoxon and Friedman over five categories or more.")
        {
            Examples =
            [
                "mlpipeline compare runs/default runs/fast",
                "mlpipeline compare runs/a runs/b runs/c --html compare.html --csv compare.csv",
            ],
        };
        command.Add(folders);
        command.Add(html);
        command.Add(csv);
        command.Add(markdown);
        command.Add(overwrite);
        command.SetWork((parsed, shell, _) =>
        {
            foreach (var option in new[] { html, csv, markdown })
            {
                if (parsed.GetValue(option) is { } path && File.Exists(path) && !parsed.GetValue(overwrite))
                {
                    throw new InvalidOperationException($"There is a file '{path}'. Give {option.Name} another name, or --overwrite to replace it.");
                }
            }

            var comparison = Comparison.Of([.. parsed.GetRequiredValue(folders).Select(RunFolder.Read)]);
            foreach (var (option, write) in new (Option<string?>, Action<string, Comparison>)[]
                {
                    (html, ComparisonWriter.WriteHtml), (csv, ComparisonWriter.WriteCsv), (markdown, ComparisonWriter.WriteMarkdown),
                })
            {
                if (parsed.GetValue(option) is { } path)
                {
                    write(path, comparison);
                }
            }

            Print(shell, comparison);
            return ExitCodes.Success;
        });
        return command;
    }

    private static void Print(Shell shell, Comparison comparison)
    {
        using (var progress = shell.StartProgress())
        {
            foreach (var warning in comparison.Warnings)
            {
                progress.Warning(warning);
            }
        }

        foreach (var (caption, headers, rows) in ComparisonWriter.ToText(comparison))
        {
            shell.Writer.WriteLine(caption);
            Tables.Write(shell.Output, headers, rows);
            shell.Writer.WriteLine();
        }

        shell.Writer.WriteLine(ComparisonWriter.Conclusion(comparison));
    }
}
