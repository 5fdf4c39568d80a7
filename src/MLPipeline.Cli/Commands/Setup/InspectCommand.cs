using System.CommandLine;
using System.Globalization;
using MLPipeline.Datasets;
using MLPipeline.Scores;

namespace MLPipeline.Cli;

/// <summary>Looks at a dataset before anything is trained.</summary>
internal static class InspectCommand
{
    private const int FilesShown = 5;

    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "Folder of photos: MVTec AD or VisA layout, or good/ and bad/." };
        var categories = new Option<string[]>("--category") { Description = "Only this category; may be given several times.", HelpName = "NAME" };
        var target = NumberOptions.Real(
            "--target-fpr", "SHARE", new(0, 1, WithoutLow: true, WithoutHigh: true),
            $"The false-positive rate that the threshold shall keep [default: {new ThresholdOptions().TargetFpr.ToString(CultureInfo.InvariantCulture)}].");
        var megapixels = CommonOptions.MaxMegapixels();
        var files = new Option<bool>("--files") { Description = "List all files of each finding." };
        var command = new DocumentedCommand(
            "inspect", "Count the photos of a dataset and find what would spoil its figures. Exit code 1: there are errors.")
        {
            Examples = ["mlpipeline inspect photos", "mlpipeline inspect photos --category bottle --target-fpr 0.05 --files"],
        };
        command.Add(folder);
        command.Add(categories);
        command.Add(target);
        command.Add(files);
        command.Add(megapixels);
        command.SetWork((parsed, shell, cancel) =>
        {
            if (ClipDataset.LooksLike(parsed.GetRequiredValue(folder)))
            {
                return ClipInspect.Execute(shell, parsed.GetRequiredValue(folder), parsed.GetValue(categories), parsed.GetValue(files) ? int.MaxValue : FilesShown, cancel);
            }

            var dataset = Dataset.Open(
                parsed.GetRequiredValue(folder),
                new DatasetOptions
                {
                    Categories = parsed.GetValue(categories) is { Length: > 0 } names ? names : null,
                    MaxMegapixels = CommonOptions.Limit(parsed.GetValue(megapixels)),
                });
            Inspection inspection;
            using (var progress = shell.StartProgress())
            using (var stage = progress.Stage("", "inspect", dataset.Categories.Sum(c => c.Photos.Count)))
            {
                inspection = Inspection.Run(dataset, new InspectOptions { TargetFpr = parsed.GetValue(target) ?? new ThresholdOptions().TargetFpr }, new Steps(() => stage.Advance()), cancel);
            }

            Print(shell, inspection, parsed.GetValue(files) ? int.MaxValue : FilesShown);
            return inspection.Findings.Any(f => f.Severity == Severity.Error) ? ExitCodes.Negative : ExitCodes.Success;
        });
        return command;
    }

    private static void Print(Shell shell, Inspection inspection, int filesShown)
    {
        Tables.Write(
            shell.Output,
            ["category", "train", "validation", "test good", "test bad", "defects", "masks", "broken", "size", "colour"],
            [.. inspection.Categories.Select(c => (IReadOnlyList<string>)
            [
                c.Name, Count(c.Train), Count(c.Validation), Count(c.TestGood), Count(c.Defects.Values.Sum()), Count(c.Defects.Count),
                Count(c.Masks), Count(c.Broken), Most(c.Sizes), Most(c.ColorModes),
            ])]);
        PrintFindings(shell, inspection.Findings, filesShown);
    }

    /// <summary>Prints what was found, and how much of it.</summary>
    internal static void PrintFindings(Shell shell, IReadOnlyList<Finding> findings, int filesShown)
    {
        foreach (var finding in findings)
        {
            var place = finding.Category.Length > 0 ? finding.Category + ": " : "";
            shell.Writer.WriteLine();
            shell.Writer.WriteLine($"{finding.Severity.ToString().ToLowerInvariant()}: {place}{finding.Message}");
            foreach (var file in finding.Files.Take(filesShown))
            {
                shell.Writer.WriteLine($"  {file}");
            }

            if (finding.Files.Count > filesShown)
            {
                shell.Writer.WriteLine($"  and {finding.Files.Count - filesShown} more (--files lists all)");
            }

            if (finding.Hint.Length > 0)
            {
                shell.Writer.WriteLine($"  Hint: {finding.Hint}");
            }
        }

        shell.Writer.WriteLine();
        shell.Writer.WriteLine(findings.Count == 0 ? "Nothing found." : string.Join(", ", findings
            .CountBy(f => f.Severity).Select(s => $"{s.Value} {s.Key.ToString().ToLowerInvariant()}{(s.Value == 1 ? "" : "s")}")));
    }

    private static string Count(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>The most frequent value, and how many others there are.</summary>
    private static string Most(IReadOnlyDictionary<string, int> counts) =>
        counts.Count == 0 ? "" : counts.First().Key + (counts.Count > 1 ? $" (+{counts.Count - 1})" : "");

    /// <summary>Unlike <see cref="Progress{T}"/>, tells at once and on the thread that did the work.</summary>
    private sealed class Steps(Action advance) : IProgress<int>
    {
        public void Report(int value) => advance();
    }
}
